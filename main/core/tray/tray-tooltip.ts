import type { Snapshot } from '../../contract/snapshot.ts';
import { menuText } from './menu-text.ts';
import { serverLine } from './server-line.ts';
import { activeProject } from '../../contract/selectors.ts';

/** Windows cuts a tooltip after 127 characters. */
const LIMIT = 127;

/** State, project and port in one line. */
export function trayTooltip(snapshot: Snapshot): string {
  const project = activeProject(snapshot);
  const parts = ['Token Tray', serverLine(snapshot)];
  if (project !== undefined) parts.push(menuText(project.name));
  return menuText(parts.join(' · '), LIMIT);
}
