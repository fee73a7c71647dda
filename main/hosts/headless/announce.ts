import type { Snapshot } from '../../contract/snapshot.ts';
import { SESSION_CODE_SECONDS } from '../../contract/http-protocol.ts';

export interface Announcement {
  version: string;
  snapshot: Snapshot;
  /** The window's address; `undefined` where it is not served. */
  ui: string | undefined;
  /** The window's address with a code. */
  link: string | undefined;
}

/** The address apps are given. */
export function endpointUrl(snapshot: Snapshot): string | undefined {
  const { server } = snapshot;
  return server.status === 'serving' ? `http://localhost:${server.port}/token` : undefined;
}

/** The first line of `serve --json`: said once tokens are truly served. */
export function announceAsJson({ version, snapshot, ui }: Announcement): string {
  const endpoint = endpointUrl(snapshot);
  return `${JSON.stringify({ endpoint, ui: ui ?? null, pid: process.pid, version })}\n`;
}

/** What `serve` says to a person, whether or not the endpoint could be opened. */
export function announceInWords({ version, snapshot, link }: Announcement): string {
  const { server, projects, presets, activeProjectId } = snapshot;
  const project = projects.find(({ id }) => id === activeProjectId);
  const preset = presets.find(({ id }) => id === project?.presetId);
  const lines = [
    `Token Tray ${version}`,
    `  Endpoint  ${endpointUrl(snapshot) ?? `not serving. ${server.status === 'failed' ? server.failure.message : ''}`}`,
    ...(server.status === 'serving' && server.warning !== undefined
      ? [`            ${server.warning}`]
      : []),
    ...(project === undefined ? [] : [`  Project   ${project.name}, ${project.url}`]),
    ...(preset === undefined ? [] : [`  Preset    ${preset.name}`]),
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
