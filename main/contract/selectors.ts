import type { IssuedToken } from './activity.ts';
import type { Preset } from './preset.ts';
import type { Project, ProjectCheck, ProjectView } from './project.ts';
import type { Snapshot } from './snapshot.ts';

/** The project for requests that name none. */
export function activeProject(
  snapshot: Pick<Snapshot, 'projects' | 'activeProjectId'>,
): ProjectView | undefined {
  return snapshot.projects.find(({ id }) => id === snapshot.activeProjectId);
}

/** A project's preset, or the first one if that is gone or there is no project. */
export function presetOf(
  project: { presetId: string } | undefined,
  presets: readonly Preset[],
): Preset | undefined {
  return presets.find(({ id }) => id === project?.presetId) ?? presets[0];
}

/** The preset for requests that name neither project nor preset. */
export function defaultPreset(
  snapshot: Pick<Snapshot, 'projects' | 'activeProjectId' | 'presets'>,
): Preset | undefined {
  return presetOf(activeProject(snapshot), snapshot.presets);
}

/** Why apps cannot join, as a project's LiveKit server said; `undefined` if it accepts the key or was not asked. */
export function checkTrouble(check: ProjectCheck | undefined): string | undefined {
  if (check === undefined || check.ok) return undefined;
  return check.cause?.sentence ?? check.message;
}

/** Equal for as long as URL, API key and secret stay the same. No secret is in it. */
export function credentialsOf({
  id,
  secretId = '',
  url,
  apiKey,
}: Pick<Project, 'id' | 'secretId' | 'url' | 'apiKey'>): string {
  return [id, secretId, url, apiKey].join(' ');
}

/** Why a token will not work, as far as is known about its project. */
export function tokenTrouble(
  { projectId, credentials, drill }: IssuedToken,
  projects: readonly ProjectView[],
): string | undefined {
  const project = projects.find(({ id }) => id === projectId);
  if (project === undefined || drill !== undefined) return undefined;
  return credentials === credentialsOf(project)
    ? checkTrouble(project.check)
    : 'It was made before this project’s URL, key or secret was changed.';
}

/** The port that tokens are served on, or would be. */
export function endpointPort({ server, settings }: Pick<Snapshot, 'server' | 'settings'>): number {
  return server.status === 'stopped' ? settings.server.port : server.port;
}

export const TOKEN_PATH = '/token';
/** The path of the older sandbox, which the ESP32's client asks. */
export const SANDBOX_PATH = '/api/sandbox/connection-details';

/** `host` as a URL has it: IPv6 in brackets. */
export function endpointHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** The endpoint's URL at `host`, a name or an address; IPv6 with or without brackets. */
export function tokenUrl(
  host: string,
  port: number,
  query: Readonly<Record<string, string>> = {},
  path = TOKEN_PATH,
): string {
  const parameters = Object.entries(query).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
  );
  const search = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  return `http://${endpointHost(host)}:${port}${path}${search}`;
}
