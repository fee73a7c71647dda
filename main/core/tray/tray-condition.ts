import { errorMessage } from '../../contract/errors.ts';
import type { ProjectView } from '../../contract/project.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

export function activeProject(snapshot: Snapshot): ProjectView | undefined {
  return snapshot.projects.find((project) => project.id === snapshot.activeProjectId);
}

export function defaultPreset(snapshot: Snapshot): Preset | undefined {
  const presetId = activeProject(snapshot)?.presetId;
  return snapshot.presets.find((preset) => preset.id === presetId) ?? snapshot.presets[0];
}

/** The port that is served, or that would be. */
export function endpointPort({ server, settings }: Snapshot): number {
  return server.status === 'stopped' ? settings.server.port : server.port;
}

/** Why the active project has no secret to sign with, as the catalogue says it; nothing where it has. */
export function secretTrouble(snapshot: Snapshot): string | undefined {
  const project = activeProject(snapshot);
  if (project === undefined) return errorMessage('no_project');
  const details = { project: project.name };
  switch (project.secret.state) {
    case 'set':
      return project.apiKey === ''
        ? errorMessage('secret_missing', { ...details, what: 'API key' })
        : undefined;
    case 'missing':
      return errorMessage('secret_missing', { ...details, what: 'API secret' });
    case 'waiting':
      return errorMessage('secret_waiting', details);
    case 'locked':
      return errorMessage('secret_locked', details);
    case 'unreadable':
      return errorMessage('secret_unreadable', details);
  }
}

/** Whether something waits for a person: the icon shows it, the menu says what it is. */
export function needsAttention(snapshot: Snapshot): boolean {
  return (
    snapshot.server.status === 'failed' ||
    snapshot.readOnly !== undefined ||
    secretTrouble(snapshot) !== undefined ||
    snapshot.notices.some((notice) => notice.level === 'attention')
  );
}
