import type { Snapshot } from '../contract/snapshot.ts';
import type { Host } from './ports.ts';

/** What a bug report needs, as text: no key, no secret, no token, no URL, no name a person chose. */
export function diagnosticsText(host: Host, snapshot: Snapshot, now: number): string {
  const { description, capabilities } = host;
  const { server, secretStorage, settings, projects } = snapshot;
  const able = Object.entries(capabilities)
    .filter(([, can]) => can)
    .map(([name]) => name);
  const lines: [label: string, value: string][] = [
    ['Token Tray', `${description.version} (${description.kind})`],
    ['System', description.platform],
    ['Time', new Date(now).toISOString()],
    ['Can', able.join(', ') || '-'],
    ['Endpoint', server.status === 'failed' ? `failed: ${server.failure.code}` : server.status],
    ['Port', 'port' in server ? String(server.port) : '-'],
    [
      'Addresses',
      server.status === 'serving'
        ? server.addresses
            .map(
              ({ address, reachable }) => `${address} ${reachable ? 'answers' : 'does not answer'}`,
            )
            .join(', ')
        : '-',
    ],
    ['LAN', settings.server.lan ? 'on' : 'off'],
    [
      'Projects',
      projects.map(({ source, secret }) => `${source}: secret ${secret.state}`).join(', '),
    ],
    ['Presets', String(snapshot.presets.length)],
    ['Secrets', `${secretStorage.protection} (${secretStorage.backend})`],
    [
      'Overrides',
      snapshot.overrides.map(({ setting, source }) => `${setting} by ${source}`).join(', ') || '-',
    ],
    ['Notices', String(snapshot.notices.length)],
  ];
  return lines.map(([label, value]) => `${label}: ${value}`).join('\n');
}
