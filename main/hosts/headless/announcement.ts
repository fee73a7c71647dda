import { SESSION_CODE_SECONDS } from '../../contract/http-protocol.ts';
import { printable, toJson } from '../../cli/output.ts';
import { activeProject, defaultPreset, tokenUrl } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

export interface Announcement {
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
