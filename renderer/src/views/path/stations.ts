import type { ActivityEntry, JoinState } from '../../../../main/contract/activity.ts';
import type { CheckState } from '../../state/health.ts';
import { words } from '../../words/path-words.ts';

export type StationState = 'good' | 'attention' | 'bad' | 'off';

/** One hop of a request: its state as a shape and a word, what happened there, and how long it took. */
export interface Station {
  name: string;
  state: StationState;
  word: string;
  line: string;
  durationMs?: number;
}

export interface PathInput {
  /** The request, or `undefined` while there is none. */
  entry: ActivityEntry | undefined;
  /** The project's LiveKit URL. */
  url: string | undefined;
  check: CheckState | undefined;
}

/** App, Token Tray, LiveKit: what is known of each, and nothing more. */
export function stations({ entry, url, check }: PathInput): [Station, Station, Station] {
  return [appStation(entry), trayStation(entry), liveKitStation(entry, url, check)];
}

function appStation(entry: ActivityEntry | undefined): Station {
  const { app: name } = words.names;
  if (entry === undefined)
    return { name, state: 'off', word: words.waiting, line: words.noRequest };
  const { client, from, address } = entry.caller;
  const line = from === 'loopback' ? words.fromHere(client) : words.fromLan(client, address);
  return { name, state: 'good', word: words.asked, line };
}

function trayStation(entry: ActivityEntry | undefined): Station {
  const { tray: name } = words.names;
  if (entry === undefined) return { name, state: 'off', word: words.waiting, line: words.ready };
  const { outcome, durationMs, room = '', identity = '', presetName = '', error, note } = entry;
  if (outcome === 'issued' && entry.drill !== undefined) {
    return { name, state: 'attention', word: words.drill, line: note ?? '', durationMs };
  }
  if (outcome === 'issued') {
    const line = words.granted(room, identity, presetName);
    return { name, state: 'good', word: words.issued, line, durationMs };
  }
  return {
    name,
    state: outcome === 'refused' ? 'attention' : 'bad',
    word: outcome === 'refused' ? words.refused : words.blocked,
    line: error?.message ?? note ?? '',
    durationMs,
  };
}

/** What was seen of the participant; nothing while only the project's check can say more. */
function joinStation(
  { identity = '' }: ActivityEntry,
  join: JoinState,
): Omit<Station, 'name'> | undefined {
  switch (join.state) {
    case 'watching':
      return undefined;
    case 'joined':
      return { state: 'good', word: words.joined, line: words.joinedAfter(identity, join.afterMs) };
    case 'absent':
      return { state: 'attention', word: words.absent, line: words.absentLine(identity) };
    case 'replaced':
      return { state: 'attention', word: words.replaced, line: join.cause.sentence };
    case 'failed':
      return { state: 'bad', word: words.trouble, line: join.cause.sentence };
  }
}

function liveKitStation(
  entry: ActivityEntry | undefined,
  url: string | undefined,
  check: CheckState | undefined,
): Station {
  const { liveKit: name } = words.names;
  if (entry !== undefined && entry.outcome !== 'issued') {
    return { name, state: 'off', word: words.notReached, line: words.noToken };
  }
  const joined = entry?.join === undefined ? undefined : joinStation(entry, entry.join);
  if (joined !== undefined) return { name, ...joined };
  if (url === undefined)
    return { name, state: 'off', word: words.notChecked, line: words.noProject };
  if (check === undefined) return { name, state: 'off', word: words.notChecked, line: url };
  if (check.state === 'asking') return { name, state: 'off', word: words.checking, line: url };
  if (check.state === 'failed') {
    return { name, state: 'attention', word: words.trouble, line: check.failure.message };
  }
  const { ok, message, cause, durationMs } = check.check;
  return ok
    ? { name, state: 'good', word: words.takesKey, line: url, durationMs }
    : { name, state: 'bad', word: words.trouble, line: cause?.sentence ?? message, durationMs };
}
