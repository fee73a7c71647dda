/**
 * The window's calls over HTTP, as the headless host speaks them.
 *
 * - Sign in: the host prints `http://127.0.0.1:<ui port>/#code=<code>`. The page takes the code out of the
 *   fragment, removes it from the address bar and sends `POST SESSION_PATH` with `{"code": "..."}`. The
 *   reply's value is a `SessionGrant`; the page keeps its token in `sessionStorage` under
 *   `SESSION_STORAGE_KEY`. A code works once and for `SESSION_CODE_SECONDS`; `token-tray open` makes a new one.
 * - Calls: `POST CALL_PATH + name` with the input as JSON (no body: no input).
 * - Events: `GET EVENTS_PATH`, read with fetch because EventSource cannot send headers. A comment line comes
 *   first and then at least every `EVENTS_COMMENT_SECONDS`, so silence for longer means that the host is gone.
 *   `state.changed` is pushed once at the start, so a reconnected window is up to date at once.
 *
 * Calls and events carry `authorizationHeader(token)`, never a cookie and never a query. Every answer but
 * events and static files is a `Reply`, whatever its status; 401 means that the token is not valid (any more).
 */
export const CALL_PATH = '/api/call/';
export const EVENTS_PATH = '/api/events';
export const SESSION_PATH = '/api/session';
/** `POST` by a signed-in client (the command line) answers a fresh `SessionLink`. */
export const SESSION_LINK_PATH = '/api/session/link';

export const SESSION_CODE_PARAMETER = 'code';
export const SESSION_CODE_SECONDS = 60;
export const SESSION_STORAGE_KEY = 'token-tray.session';

export const EVENTS_COMMENT_SECONDS = 15;

export interface SessionGrant {
  token: string;
}

export interface SessionLink {
  /** The window's address with a fresh code in its fragment. */
  url: string;
  expiresInSeconds: number;
}

export function authorizationHeader(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}

/** The code of an address's fragment such as `#code=abc`, or nothing. */
export function sessionCodeOf(fragment: string): string | undefined {
  const match = /^#?(?:.*&)?code=([A-Za-z0-9_-]+)(?:&|$)/.exec(fragment);
  return match?.[1];
}

export interface EventFrame {
  event: string;
  payload: unknown;
}

/** One server-sent event. JSON has no raw line breaks, so the payload is one `data` line. */
export function formatEventFrame(event: string, payload: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** Takes the stream's text in pieces of any size and answers the events each piece completes. Comments are dropped. */
export function createEventFrameReader(): (text: string) => EventFrame[] {
  let pending = '';
  return (text) => {
    pending += text;
    const blocks = pending.split('\n\n');
    pending = blocks.pop() ?? '';
    return blocks.flatMap(readBlock);
  };
}

function readBlock(block: string): EventFrame[] {
  let event: string | undefined;
  let data: string | undefined;
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) event = line.slice('event: '.length);
    else if (line.startsWith('data: ')) data = line.slice('data: '.length);
  }
  if (event === undefined || data === undefined) return [];
  const payload: unknown = JSON.parse(data);
  return [{ event, payload }];
}
