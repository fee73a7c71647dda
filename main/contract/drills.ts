import * as v from 'valibot';

/** Where a drill strikes: in the token, in the endpoint's answer, or in the URL of the LiveKit server. */
export type DrillKind = 'token' | 'answer' | 'server';

interface DrillDefinition {
  readonly kind: DrillKind;
  readonly title: string;
  /** What the app gets. */
  readonly sentence: string;
  /** What a good app does with it, after the words *A good app*. */
  readonly goodApp: string;
  /** The status on the wire where it is not the usual 200; 0: no answer at all. */
  readonly status?: number;
  /** Whether a participant can join with what the app gets. */
  readonly mayJoin?: true;
}

/** Every fault that can be armed, for the endpoint, the window, the tray and the command line. */
export const DRILLS = {
  expired: {
    kind: 'token',
    title: 'Expired token',
    sentence: 'The token expired two minutes ago.',
    goodApp: 'asks for a new token, once, and connects with it. It does not retry the old one.',
  },
  'expires-soon': {
    kind: 'token',
    title: 'Expires in 30 seconds',
    sentence: 'The token joins now and expires in 30 seconds.',
    goodApp:
      'stays connected, since the server renews tokens, and asks for a new token before it joins again.',
    mayJoin: true,
  },
  'not-yet-valid': {
    kind: 'token',
    title: 'Not yet valid',
    sentence: 'The token becomes valid in ten minutes, as from a clock that is ahead.',
    goodApp:
      'shows that it cannot join and offers to try again. It does not retry in a tight loop.',
  },
  'wrong-signature': {
    kind: 'token',
    title: 'Wrong signature',
    sentence: 'The token is signed with another secret.',
    goodApp: 'reports an error of configuration. Trying again with the same token cannot help.',
  },
  'wrong-key': {
    kind: 'token',
    title: 'Wrong API key',
    sentence: 'The token names an API key that the server does not know.',
    goodApp: 'reports an error of configuration. Trying again with the same token cannot help.',
  },
  'no-join': {
    kind: 'token',
    title: 'No right to join',
    sentence: 'The token does not grant roomJoin.',
    goodApp: 'tells the person that they may not join this room.',
  },
  'view-only': {
    kind: 'token',
    title: 'View only',
    sentence: 'The token joins, and may publish neither tracks nor data.',
    goodApp:
      'joins without a camera or microphone, and hides or disables the controls that need them.',
    mayJoin: true,
  },
  'empty-identity': {
    kind: 'token',
    title: 'Empty identity',
    sentence: 'The token has no identity.',
    goodApp: 'shows that it cannot join. It does not wait for an event that never comes.',
  },
  'duplicate-identity': {
    kind: 'token',
    title: 'Duplicate identity',
    sentence: 'The token has the room and identity of the token before it.',
    goodApp:
      'says why the first participant was disconnected, and does not reconnect, which would throw the second one out.',
    mayJoin: true,
  },
  'another-room': {
    kind: 'token',
    title: 'Another room',
    sentence: 'The token is for another room than the app asked for.',
    goodApp: 'notices by the room’s name that no one it expects is there, and says so.',
    mayJoin: true,
  },
  '401': {
    kind: 'answer',
    title: '401 Unauthorized',
    sentence: 'The endpoint answers 401.',
    goodApp: 'asks the person to sign in again. It does not retry with the same credentials.',
    status: 401,
  },
  '403': {
    kind: 'answer',
    title: '403 Forbidden',
    sentence: 'The endpoint answers 403.',
    goodApp: 'tells the person that they may not join. It does not retry.',
    status: 403,
  },
  '429': {
    kind: 'answer',
    title: '429 Too Many Requests',
    sentence: 'The endpoint answers 429 with Retry-After: 5.',
    goodApp: 'waits as long as Retry-After says, then asks once more.',
    status: 429,
  },
  '500': {
    kind: 'answer',
    title: '500 Internal Server Error',
    sentence: 'The endpoint answers 500.',
    goodApp: 'retries a few times with growing pauses, then shows an error and a way to try again.',
    status: 500,
  },
  slow: {
    kind: 'answer',
    title: 'Slow answer',
    sentence: 'The token comes after eight seconds.',
    goodApp: 'shows progress, can be cancelled, and does not ask a second time meanwhile.',
    mayJoin: true,
  },
  hangs: {
    kind: 'answer',
    title: 'No answer',
    sentence: 'The endpoint takes the request and never answers.',
    goodApp: 'gives up after a time limit of its own and offers to try again.',
    status: 0,
  },
  drops: {
    kind: 'answer',
    title: 'Dropped connection',
    sentence: 'The endpoint closes the connection instead of answering.',
    goodApp: 'treats it as a network error, and retries with a pause.',
    status: 0,
  },
  'malformed-json': {
    kind: 'answer',
    title: 'Malformed JSON',
    sentence: 'The answer is JSON that is cut off.',
    goodApp: 'shows an error instead of crashing or connecting with an undefined token.',
    status: 200,
  },
  html: {
    kind: 'answer',
    title: 'HTML instead of JSON',
    sentence: 'The answer is a web page, as from a captive portal or a proxy.',
    goodApp: 'shows an error instead of crashing, and does not show the page’s text to the person.',
    status: 200,
  },
  'wrong-url': {
    kind: 'server',
    title: 'Wrong server_url',
    sentence: 'The token is good, and server_url names a host that does not exist.',
    goodApp: 'shows that the server cannot be reached, within a few seconds.',
  },
  'no-server': {
    kind: 'server',
    title: 'Server that is not there',
    sentence: 'The token is good, and nothing listens at the port of server_url.',
    goodApp: 'shows that the server cannot be reached, retries with growing pauses, then gives up.',
  },
} as const satisfies Record<string, DrillDefinition>;

export type DrillCode = keyof typeof DRILLS;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a closed list.
export const DRILL_CODES = Object.keys(DRILLS) as DrillCode[];

export function isDrillCode(text: string): text is DrillCode {
  return Object.hasOwn(DRILLS, text);
}

export function drillOf(code: DrillCode): DrillDefinition {
  return DRILLS[code];
}

/** A drill ends by itself after this long, however few requests it struck. */
export const DRILL_MINUTES = 10;
export const MAX_DRILL_REQUESTS = 1000;

/** Which requests a drill strikes. */
export const DrillOrderSchema = v.strictObject({
  drill: v.picklist(DRILL_CODES),
  /** How many requests. */
  next: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_DRILL_REQUESTS)),
    1,
  ),
  /**
   * Only callers of this address, origin, host name, client or platform, as the activity names them:
   * `192.168.1.20`, `http://localhost:5173`, `10.0.2.2`, `curl`, `ios`. Every caller where absent.
   */
  caller: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(256))),
  /** Whether callers on the LAN are struck too. */
  lan: v.optional(v.boolean(), false),
});

export type DrillOrder = v.InferOutput<typeof DrillOrderSchema>;

/** The armed drill, in memory only. */
export interface ArmedDrill extends DrillOrder {
  title: string;
  /** How many requests it will still strike, and how many it struck. */
  left: number;
  done: number;
  /** Milliseconds since the epoch. */
  endsAt: number;
}
