import { TokenTrayError } from '../contract/errors.ts';
import { activeProject, defaultPreset, tokenUrl } from '../contract/selectors.ts';
import type { ServerState } from '../contract/server-state.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { answersAt } from '../listener/probe.ts';
import type { CommandContext } from './context.ts';
import {
  type RunningHost,
  askForWindowLink,
  connectionTo,
  createHttpTransport,
  findHost,
  valueOf,
} from './core-access.ts';
import { FailedResult } from './exit.ts';
import { printable } from './output.ts';

/** What `status --json` prints. Absent: not known, or not so. */
interface Status {
  running: boolean;
  serving: boolean;
  kind?: string;
  pid?: number;
  version?: string;
  endpoint?: string;
  ui?: string;
  reason?: string;
  project?: { name: string; slug: string; url: string };
  preset?: { name: string; slug: string };
  dataFolder: string;
}

/** `status`: says what runs on the data folder. The exit code is 0 while tokens are served, else 1. */
export async function runStatus(
  { io, folder }: CommandContext,
  { json = false }: { json?: boolean },
): Promise<void> {
  const dataFolder = folder();
  const running = await findHost(dataFolder);
  const status = running === undefined ? undefined : await statusOf(running, dataFolder);
  const shown: Status = status ?? { running: false, serving: false, dataFolder };
  io.out(json ? `${JSON.stringify(shown, null, 2)}\n` : inWords(shown));
  if (!shown.serving) throw new FailedResult();
}

async function statusOf(host: RunningHost, dataFolder: string): Promise<Status> {
  const { kind, pid, version, port, uiUrl } = host.owner;
  const common = {
    running: true,
    kind,
    pid,
    dataFolder,
    ...(version === undefined ? {} : { version }),
    ...(uiUrl === undefined ? {} : { ui: uiUrl }),
  };
  if (host.kind === 'closed') {
    const serving = port !== undefined && (await answersAt(port, host.owner.instanceId));
    return { ...common, serving, ...(port === undefined ? {} : { endpoint: endpointUrl(port) }) };
  }
  const { call } = connectionTo(createHttpTransport(host.session));
  const snapshot = valueOf(await call('state.get'));
  return { ...common, ...serverStatus(snapshot.server), ...choice(snapshot) };
}

function serverStatus(server: ServerState): Pick<Status, 'serving' | 'endpoint' | 'reason'> {
  if (server.status === 'serving') {
    return {
      serving: true,
      endpoint: endpointUrl(server.port),
      ...(server.warning === undefined ? {} : { reason: server.warning }),
    };
  }
  return {
    serving: false,
    ...(server.status === 'failed' ? { reason: server.failure.message } : {}),
  };
}

function choice(snapshot: Snapshot): Pick<Status, 'project' | 'preset'> {
  const project = activeProject(snapshot);
  const preset = defaultPreset(snapshot);
  return {
    ...(project === undefined
      ? {}
      : { project: { name: project.name, slug: project.slug, url: project.url } }),
    ...(preset === undefined ? {} : { preset: { name: preset.name, slug: preset.slug } }),
  };
}

export function endpointUrl(port: number): string {
  return tokenUrl('localhost', port);
}

function inWords(status: Status): string {
  if (!status.running) {
    return `Token Tray is not running. Start it with "token-tray serve".\nData folder   ${status.dataFolder}\n`;
  }
  const state = status.serving ? 'serving tokens' : 'running, but not serving tokens';
  const lines: [string, string | undefined][] = [
    ['Token Tray', `${state} (${status.kind}, process ${status.pid})`],
    ['Reason', status.reason],
    ['Endpoint', status.endpoint],
    ['Window', status.ui ?? (status.kind === 'desktop' ? 'the desktop app' : 'not served')],
    [
      'Project',
      status.project && `${status.project.name} (${status.project.slug}), ${status.project.url}`,
    ],
    ['Preset', status.preset && `${status.preset.name} (${status.preset.slug})`],
    ['Version', status.version],
    ['Data folder', status.dataFolder],
  ];
  return lines
    .filter(([, text]) => text !== undefined)
    .map(([label, text]) => `${label.padEnd(12)}  ${printable(text ?? '')}\n`)
    .join('');
}

/** `open`: a fresh link to the window of the host that runs here, opened in the browser where there is one. */
export async function runOpen(
  { io, folder }: CommandContext,
  { open }: { open: boolean },
): Promise<void> {
  const running = await findHost(folder());
  if (running === undefined) throw new TokenTrayError('not_running', { folder: folder() });
  if (running.kind === 'closed') {
    throw new TokenTrayError(
      running.owner.kind === 'desktop' ? 'desktop_running' : 'window_not_served',
      { pid: running.owner.pid },
    );
  }
  const { url, expiresInSeconds } = await askForWindowLink(running.session);
  const opened = open && (await io.openBrowser(url));
  io.out(
    `${opened ? 'Opened' : 'Open'} ${url}\nThe link works once and for ${expiresInSeconds} s; this command makes a new one.\n`,
  );
}
