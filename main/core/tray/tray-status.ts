import { joinLine, type ActivityEntry } from '../../contract/activity.ts';
import type { ArmedDrill } from '../../contract/drills.ts';
import { errorMessage } from '../../contract/errors.ts';
import { activeProject } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { commandItem, firstSentence, menuText, type TrayItem } from './tray-item.ts';

/** Why the active project has no secret to sign with; `undefined` if it has one. */
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

/** Why the LiveKit server refused the active project's key, if it did. */
export function serverTrouble(snapshot: Snapshot): string | undefined {
  const check = activeProject(snapshot)?.check;
  return check === undefined || check.ok ? undefined : check.message;
}

/** Whether something needs a person. The icon shows it, the menu says what. */
function needsAttention(snapshot: Snapshot): boolean {
  return (
    snapshot.server.status === 'failed' ||
    snapshot.readOnly !== undefined ||
    secretTrouble(snapshot) !== undefined ||
    serverTrouble(snapshot) !== undefined ||
    snapshot.notices.length > 0
  );
}

/** The server's state as one short line: where tokens are served, or why they are not. */
export function serverLine({ server }: Snapshot): string {
  switch (server.status) {
    case 'serving':
      return server.lan
        ? `Serving on port ${server.port} and the LAN`
        : `Serving on port ${server.port}`;
    case 'starting':
      return `Starting on port ${server.port}`;
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return firstSentence(server.failure.message);
  }
}

/** The armed drill in one short line: `Drill: Expired token, 2 requests`. */
export function drillLine({ title, left }: ArmedDrill): string {
  return `Drill: ${title}, ${left === 1 ? '1 request' : `${left} requests`}`;
}

/** The tray's pictures, told apart by their shape. */
export const TRAY_ICONS = ['serving', 'lan', 'stopped', 'attention', 'drill'] as const;
export type TrayIcon = (typeof TRAY_ICONS)[number];

/** Attention goes before a drill, a drill before LAN and LAN before serving: the picture shows what a person would want to know first. */
export function trayIcon(snapshot: Snapshot): TrayIcon {
  if (needsAttention(snapshot)) return 'attention';
  if (snapshot.server.status !== 'serving') return 'stopped';
  if (snapshot.drill !== undefined) return 'drill';
  return snapshot.server.lan ? 'lan' : 'serving';
}

/** Windows cuts a tooltip after 127 characters. */
const LIMIT = 127;

/** State, project and port in one line. */
export function trayTooltip(snapshot: Snapshot): string {
  const project = activeProject(snapshot);
  const parts = ['Token Tray', serverLine(snapshot)];
  if (project !== undefined) parts.push(menuText(project.name));
  if (snapshot.drill !== undefined) parts.splice(2, 0, drillLine(snapshot.drill));
  return menuText(parts.join(' · '), LIMIT);
}

const GUARDED = {
  no: '',
  kept: ', which another app holds, too',
  changed: ', since another app holds the identity',
} as const;

/** The lines of the activity that the menu tells of. */
export interface LastRequests {
  newest?: ActivityEntry;
  /** The newest whose participant has joined. */
  joined?: ActivityEntry;
}

/** `last` after new and changed lines of the activity. */
export function withLines(last: LastRequests, entries: readonly ActivityEntry[]): LastRequests {
  const next = { ...last };
  for (const entry of entries) {
    if (entry.at >= (next.newest?.at ?? 0)) next.newest = entry;
    if (entry.join?.state === 'joined' && entry.at >= (next.joined?.at ?? 0)) next.joined = entry;
  }
  return next;
}

/** What became of the newest request, and who joined last. A click opens the activity, with the cause. */
export function lastRequestItems({ newest, joined }: LastRequests): TrayItem[] {
  const items = newest === undefined ? [] : [toActivity(requestLine(newest))];
  if (joined?.join?.state === 'joined' && joined.id !== newest?.id) {
    const { identity = '', room = '', at, join } = joined;
    const when = timeOfDay(at + join.afterMs);
    items.push(
      toActivity(`Last joined: ${menuText(identity, 24)} in ${menuText(room, 24)}, ${when}`),
    );
  }
  return items;
}

function toActivity(line: string): TrayItem {
  return commandItem(menuText(line, 80), { action: 'open', view: 'activity' });
}

function requestLine(entry: ActivityEntry): string {
  const { caller, outcome, error, guarded, identity = '', room = '' } = entry;
  return (
    joinLine(entry) ??
    (outcome === 'issued'
      ? `Token for ${identity} in ${room}${GUARDED[guarded ?? 'no']}`
      : `${caller.client} was ${outcome}: ${firstSentence(error?.message ?? '')}`)
  );
}

/**
 * When, on the clock of this machine: `Tue 10:42`. An age would need the menu rebuilt each minute, and so would an hour
 * without its day.
 */
function timeOfDay(at: number): string {
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', { weekday: 'short' });
  return `${day} ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}

/** How long a token still works, for a menu: `14 min left`, `2 h 5 min left`. `ms` is above zero. */
export function timeLeft(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'under 1 min left';
  if (minutes < 60) return `${minutes} min left`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days left`;
  return minutes % 60 === 0 ? `${hours} h left` : `${hours} h ${minutes % 60} min left`;
}
