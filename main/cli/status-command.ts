import { defined } from '../contract/json.ts';
import { activeProject, defaultPreset, tokenUrl } from '../contract/selectors.ts';
import type { ServerState } from '../contract/server-state.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { answersAt } from '../listener/probe.ts';
import { asStarted, EXIT, ExitWith, UsageError, printable, toJson } from './command-io.ts';
import {
  type CommandContext,
  findHost,
  hostCalls,
  requestWindowLink,
  valueOf,
  type RunningHost,
} from './core-access.ts';
import { parseGoDuration } from './token-input.ts';

/** What `status --json` prints. A field is absent if it is unknown or does not apply. */
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

const WAIT_INTERVAL_MS = 150;

/**
 * `status`: says what runs on the data folder, at once or as soon as tokens are served. The exit code is 0 while
 * they are, else 1.
 */
export async function runStatus(
  { io, folder }: CommandContext,
  { json = false, wait }: { json?: boolean; wait?: string },
): Promise<void> {
  const seconds = wait === undefined ? 0 : parseGoDuration(wait);
  if (seconds === undefined) {
    throw new UsageError('option_invalid', {
      option: '--wait',
      problem: 'takes a duration such as 10s.',
    });
  }
  const deadline = performance.now() + seconds * 1000;
  let status = await readStatus(folder());
  while (!status.serving && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, WAIT_INTERVAL_MS));
    status = await readStatus(folder());
  }
  io.out(json ? toJson(status) : asStarted(inWords(status), io.startedAs));
  if (!status.serving) throw new ExitWith(EXIT.failed);
}

/** `open`: a new link to the window of the host that runs here, opened in the browser where there is one. */
export async function runOpen(
  { io, folder }: CommandContext,
  { open, json = false }: { open: boolean; json?: boolean },
): Promise<void> {
  const { url, expiresInSeconds } = await requestWindowLink(folder());
  const opened = open && (await io.openBrowser(url));
  if (json) {
    io.out(toJson({ url, opened, expires_in: expiresInSeconds }));
    return;
  }
  io.out(
    `${opened ? 'Opened' : 'Open'} ${printable(url)}\nThe link works once and for ${expiresInSeconds} s; this command makes a new one.\n`,
  );
  if (open && !opened) io.err('No browser could be started here.\n');
}

async function readStatus(dataFolder: string): Promise<Status> {
  const running = await findHost(dataFolder);
  return running === undefined
    ? { running: false, serving: false, dataFolder }
    : statusOf(running, dataFolder);
}

async function statusOf(host: RunningHost, dataFolder: string): Promise<Status> {
  const { kind, pid, version, port, uiUrl } = host.owner;
  const common = defined({ running: true, kind, pid, dataFolder, version, ui: uiUrl });
  if (host.kind === 'closed') {
    const serving = port !== undefined && (await answersAt(port, host.owner.instanceId));
    return {
      ...common,
      serving,
      ...defined({ endpoint: port === undefined ? undefined : endpointUrl(port) }),
    };
  }
  const call = hostCalls(host.session);
  const snapshot = valueOf(await call('state.get'));
  return { ...common, ...serverStatus(snapshot.server), ...choice(snapshot) };
}

function serverStatus(server: ServerState): Pick<Status, 'serving' | 'endpoint' | 'reason'> {
  if (server.status === 'serving') {
    const { port, warning } = server;
    return defined({ serving: true, endpoint: endpointUrl(port), reason: warning });
  }
  return {
    serving: false,
    ...(server.status === 'failed' ? { reason: server.failure.message } : {}),
  };
}

function choice(snapshot: Snapshot): Pick<Status, 'project' | 'preset'> {
  const project = activeProject(snapshot);
  const preset = defaultPreset(snapshot);
  return defined({
    project: project && { name: project.name, slug: project.slug, url: project.url },
    preset: preset && { name: preset.name, slug: preset.slug },
  });
}

function endpointUrl(port: number): string {
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
