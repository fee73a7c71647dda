import { errorMessage } from '../../contract/errors.ts';
import { activeProject } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';

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
