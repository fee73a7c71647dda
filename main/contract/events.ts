import type { ActivityEntry, IssuedToken } from './activity.ts';
import type { DoctorProgress } from './doctor-report.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Everything that is pushed. The state is pushed whole; the activity line by line, since it is long, and
 * gathered for a moment, since requests can come by the thousand.
 */
export interface Events {
  'state.changed': Snapshot;
  /** New lines and changed ones, oldest first. */
  'activity.added': ActivityEntry[];
  'activity.cleared': null;
  'tokens.changed': IssuedToken[];
  /** The tray or a second start asks the window to show a view. */
  'doctor.check': DoctorProgress;
  'window.show': { view: string };
}

export type EventName = keyof Events;

export const EVENT_NAMES = [
  'state.changed',
  'activity.added',
  'activity.cleared',
  'tokens.changed',
  'doctor.check',
  'window.show',
] as const satisfies readonly EventName[];

export function isEventName(name: string): name is EventName {
  return (EVENT_NAMES as readonly string[]).includes(name);
}
