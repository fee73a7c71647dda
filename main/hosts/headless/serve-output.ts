import { createJsonLog, createStderrLog } from '../../adapters/log.ts';
import type { ActivityEntry } from '../../contract/activity.ts';
import { MAX_ACTIVITY_ENTRIES } from '../../contract/limits-and-defaults.ts';
import type { TokenTray } from '../../core/create-token-tray.ts';
import type { Log } from '../../core/ports.ts';
import { SESSION_CODE_SECONDS } from '../../contract/http-protocol.ts';
import { printable, toJson } from '../../cli/command-io.ts';
import { activeProject, defaultPreset, tokenUrl } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

interface Announcement {
  version: string;
  snapshot: Snapshot;
  /** The window's address; `undefined` where it is not served. */
  ui: string | undefined;
  /** The window's address with a code. */
  link: string | undefined;
}

/** The address apps are given. */
export function endpointUrl({ server }: Snapshot): string | undefined {
  return server.status === 'serving' ? tokenUrl('localhost', server.port) : undefined;
}

/** The first line of `serve --json`: said once tokens are truly served. */
export function announceAsJson({ version, snapshot, ui }: Announcement): string {
  const endpoint = endpointUrl(snapshot);
  return toJson({ endpoint, ui: ui ?? null, pid: process.pid, version }, 0);
}

/** What `serve` says to a person, whether or not the endpoint could be opened. */
export function announceInWords({ version, snapshot, link }: Announcement): string {
  const { server } = snapshot;
  const project = activeProject(snapshot);
  const preset = defaultPreset(snapshot);
  const lines = [
    `Token Tray ${version}`,
    `  Endpoint  ${endpointUrl(snapshot) ?? `not serving. ${server.status === 'failed' ? server.failure.message : ''}`}`,
    ...(server.status === 'serving' && server.warning !== undefined
      ? [`            ${server.warning}`]
      : []),
    ...(project === undefined
      ? []
      : [`  Project   ${printable(`${project.name}, ${project.url}`)}`]),
    ...(preset === undefined ? [] : [`  Preset    ${printable(preset.name)}`]),
    ...(link === undefined
      ? []
      : [
          `  Window    ${link}`,
          `            (works once and for ${SESSION_CODE_SECONDS} s; "token-tray open" makes a new link)`,
        ]),
    ...(server.status === 'failed'
      ? ['The port is tried again every few seconds. Ctrl+C stops.']
      : ['Ctrl+C stops.']),
  ];
  return `${lines.join('\n')}\n`;
}

/** A container shows what goes to stderr; the file has the rest. Structured, everything goes there, for a collector. */
export function alsoToStderr(toFile: Log, isStructured: boolean): Log {
  const toStderr = isStructured ? createJsonLog() : createStderrLog();
  return (level, message, fields) => {
    toFile(level, message, fields);
    if (isStructured || level !== 'info') toStderr(level, message, fields);
  };
}

/** A line for each request, as the activity has it: never its token or its body. `flush`: those that are not told yet. */
export function logRequests(core: TokenTray, log: Log): { flush(): Promise<void> } {
  const logged = new Set<string>();
  const add = (entries: readonly ActivityEntry[]): void => {
    for (const { id, method, path, status, outcome, durationMs, caller, error } of entries) {
      // A line comes again when its participant has joined.
      if (logged.has(id)) continue;
      logged.add(id);
      const [oldest = ''] = logged;
      if (logged.size > MAX_ACTIVITY_ENTRIES) logged.delete(oldest);
      log('info', 'Request', {
        requestId: id,
        method,
        path,
        status,
        outcome,
        durationMs: Math.round(durationMs),
        from: caller.from,
        client: caller.client,
        ...(error === undefined ? {} : { error: error.code }),
      });
    }
  };
  core.listen('activity.added', add);
  return {
    async flush() {
      const reply = await core.dispatch('activity.list', undefined);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the contract says of this call
      if (reply.ok) add((reply.value as ActivityEntry[]).toReversed());
    },
  };
}
