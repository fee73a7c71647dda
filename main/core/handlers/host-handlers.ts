import { TokenTrayError } from '../../contract/errors.ts';
import {
  capabilitiesOf,
  reportFields,
  type Capabilities,
} from '../../contract/host-description.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { DeviceSetup } from '../device-setup.ts';
import { envPlaceOf, withEnvLine } from '../env-line.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';
import type { Host } from '../ports.ts';

const MANIFEST = 'package.json';

/** What the window asks of the host: what it is, its clipboard and browser, the files of an app, the devices at it. */
export function hostHandlers(
  context: HandlerContext,
  devices: DeviceSetup,
): HandlersOf<
  'host' | 'state' | 'notice' | 'diagnostics' | 'clipboard' | 'link' | 'path' | 'app' | 'device'
> {
  const { ports, shelf } = context;
  const { host } = ports;
  const { actions, absences, description } = host;

  const required = <Action>(action: Action | undefined, capability: keyof Capabilities): Action => {
    if (action !== undefined) return action;
    const reason = absences[capability] ?? 'it has no such function.';
    throw new TokenTrayError('not_supported', { reason });
  };

  const diagnostics = (): string => diagnosticsText(host, context.snapshot(), ports.clock());

  return {
    'host.describe': () => ({ ...description, capabilities: capabilitiesOf(absences), absences }),
    'state.get': () => context.snapshot(),
    'host.pulse': () => ({ sequence: context.snapshot().sequence }),

    'notice.dismiss'({ id }) {
      return { snapshot: context.dismissNotice(id) };
    },

    'diagnostics.read': () => ({ text: diagnostics() }),

    async 'clipboard.copy'({ text }) {
      await required(actions.copyText, 'clipboard')(text);
      return null;
    },

    async 'link.open'({ link, tokenId }) {
      const openLink = required(actions.openLink, 'openLink');
      if (link === 'report') {
        await openLink(link, reportFields(description.kind, diagnostics()));
        return null;
      }
      if (link !== 'meet') {
        await openLink(link);
        return null;
      }
      const token = tokenId === undefined ? undefined : shelf.get(tokenId);
      if (token === undefined) throw new TokenTrayError('unknown_item', { kind: 'token' });
      await openLink(link, { liveKitUrl: token.serverUrl, token: token.token });
      return null;
    },

    async 'path.reveal'({ path }) {
      await required(actions.revealPath, 'revealPath')(path);
      return null;
    },

    'device.list': ({ tool }) => devices.list(tool),
    'device.run': ({ tool, id }) => devices.run(tool, id),

    async 'app.writeUrl'({ folder: given, url }) {
      const { appFolder } = ports;
      const { chooseFolder } = actions;
      const folder = given ?? (await chooseFolder?.());
      if (appFolder === undefined || (folder === undefined && chooseFolder === undefined)) {
        throw new TokenTrayError('invalid_input', { detail: 'Enter the app’s folder.' }, 'folder');
      }
      if (folder === undefined) return null;
      const read = (name: string): string => appFolder.read(folder, name) ?? '';
      const local = read('.env.local');
      const place = envPlaceOf(read(MANIFEST), [read('.env.example'), local]);
      if (place === undefined) throw new TokenTrayError('app_folder_unknown', { folder }, 'folder');
      const before = place.file === '.env.local' ? local : read(place.file);
      const after = withEnvLine(before, place.name, url);
      if (after !== before) appFolder.write(folder, place.file, after);
      return { ...place, changed: after !== before };
    },
  };
}

/** What a bug report needs, as text: no key, no secret, no token, no URL, no name a person chose. */
function diagnosticsText(host: Host, snapshot: Snapshot, now: number): string {
  const { description, absences } = host;
  const { server, secretStorage, settings, projects } = snapshot;
  const able = Object.entries(capabilitiesOf(absences))
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
