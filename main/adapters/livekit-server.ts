import { parseLiveKitUrl } from '../contract/livekit-url.ts';
import {
  serverCheckMessage,
  type ServerCheck,
  type ServerCheckWords,
} from '../contract/server-check.ts';
import type { CheckServer } from '../core/ports.ts';

export interface ServerCheckOptions {
  /** Milliseconds for the whole check. */
  timeLimit?: number;
  now?: () => number;
}

interface Answer {
  status: number;
  /** The first 4 KiB. A refusal repeats the token, so this is matched and never shown as it is. */
  text: string;
  date: string | null;
}

type Verdict = Pick<ServerCheck, 'ok' | 'finding' | 'message'>;

const TIME_LIMIT = 5_000;
const TEXT_LIMIT = 4_096;
/** LiveKit accepts a token whose times are off by a minute; half of that is worth a word. */
const SKEW_WORTH_A_WORD = 30;

/** The paths at which servers validate a token: every version has the first, newer ones both. */
const VALIDATE_PATHS = ['rtc/validate', 'rtc/v1/validate'];

/**
 * Asks a LiveKit server whether it would take a token, on the route that LiveKit's own clients ask when
 * a connection fails. It joins nothing and creates no room. The token travels as a header, so that it
 * stays out of access logs.
 */
export function createServerCheck({
  timeLimit = TIME_LIMIT,
  now = Date.now,
}: ServerCheckOptions = {}): CheckServer {
  return async ({ url, token }) => {
    const startedAt = now();
    const base = httpUrl(url);
    if (base === undefined) {
      return { ...verdict('unreachable', 'url_invalid'), durationMs: 0 };
    }
    try {
      const answer = await askToValidate(base, token, AbortSignal.timeout(timeLimit));
      const endedAt = now();
      const skew = clockSkew(answer.date, (startedAt + endedAt) / 2);
      return {
        ...judge(answer, base.host, skew),
        ...(skew === undefined ? {} : { clockSkewSeconds: skew }),
        durationMs: endedAt - startedAt,
      };
    } catch (error) {
      return {
        ...unreachable(error, base.host, timeLimit),
        durationMs: now() - startedAt,
      };
    }
  };
}

function httpUrl(url: string): URL | undefined {
  const parsed = parseLiveKitUrl(url);
  if ('code' in parsed) return undefined;
  const base = new URL(parsed.url.replace(/^ws/, 'http'));
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  base.search = '';
  base.hash = '';
  return base;
}

async function askToValidate(base: URL, token: string, signal: AbortSignal): Promise<Answer> {
  let answer: Answer | undefined;
  for (const path of VALIDATE_PATHS) {
    const response = await fetchFresh(new URL(path, base), {
      headers: { Authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal,
    });
    answer = {
      status: response.status,
      text: await firstText(response),
      date: response.headers.get('date'),
    };
    if (answer.status !== 404 || isMissingRoom(answer)) return answer;
  }
  return answer ?? { status: 404, text: '', date: null };
}

/** A connection kept from the last check may be to a server that is gone; what counts is a new one. */
async function fetchFresh(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (!['UND_ERR_SOCKET', 'ECONNRESET'].includes(errorCode(error))) throw error;
    return fetch(url, init);
  }
}

async function firstText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    // Leaving the loop cancels the rest, so an endless answer costs nothing.
    if (text.length >= TEXT_LIMIT) break;
  }
  return text.slice(0, TEXT_LIMIT);
}

/** Our clock minus the server's, in whole seconds. `Date` has no fractions, so one second means nothing. */
function clockSkew(date: string | null, at: number): number | undefined {
  const serverTime = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverTime)) return undefined;
  const skew = Math.round((at - serverTime - 500) / 1000);
  return Math.abs(skew) <= 1 ? 0 : skew;
}

function isMissingRoom({ status, text }: Answer): boolean {
  return status === 404 && text.toLowerCase().includes('room does not exist');
}

/** Wording changed between versions of the server, so parts of it are matched, and the status first. */
function judge(answer: Answer, host: string, skew: number | undefined): Verdict {
  const text = answer.text.toLowerCase();
  const { status } = answer;
  const has = (...parts: string[]): boolean => parts.some((part) => text.includes(part));

  if (status === 200 && text.trim() === 'success') {
    return skew !== undefined && Math.abs(skew) > SKEW_WORTH_A_WORD
      ? verdict('accepted', 'accepted_with_skew', { seconds: Math.abs(skew) })
      : verdict('accepted', 'accepted');
  }
  if (isMissingRoom(answer)) return verdict('accepted', 'accepted_without_room');
  if (status === 401 || status === 403) {
    if (has('invalid api key')) return verdict('unknown_api_key', 'unknown_api_key');
    if (has('signature', 'cryptographic primitive')) return verdict('wrong_secret', 'wrong_secret');
    if (has('expired', 'not valid yet', '(exp)', '(nbf)')) return skewVerdict(skew);
    if (has('permission', 'invalid token', 'authorization', 'token'))
      return verdict('refused', 'refused', { status, reason: shortReason(answer.text) });
  }
  if (status === 400 && has('identity', 'room name', 'exceeds limits'))
    return verdict('refused', 'refused', { status, reason: shortReason(answer.text) });
  if (status === 503 || status === 429) return verdict('refused', 'too_busy', { status });
  return verdict('not_livekit', 'not_livekit', { host, status });
}

function skewVerdict(skew: number | undefined): Verdict {
  return skew === undefined || Math.abs(skew) <= 1
    ? verdict('clock_skew', 'clock_skew_unknown')
    : verdict('clock_skew', 'clock_skew', { seconds: Math.abs(skew) });
}

/** One line of the server's own words, without anything that looks like a token. */
function shortReason(text: string): string {
  return text
    .replace(/[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '[token]')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

function unreachable(error: unknown, host: string, timeLimit: number): Verdict {
  if (error instanceof Error && error.name === 'TimeoutError')
    return verdict('unreachable', 'timed_out', { host, seconds: Math.ceil(timeLimit / 1000) });
  const code = errorCode(error);
  if (code === 'ECONNREFUSED') return verdict('unreachable', 'refused_connection', { host });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return verdict('unreachable', 'unknown_host', { host });
  if (code === 'EPROTO' || /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO)/.test(code))
    return verdict('unreachable', 'tls', { host, reason: code });
  return verdict('unreachable', 'no_answer', { host, reason: code });
}

/** fetch hides the system's code in `cause`, for several addresses in its `errors`. */
function errorCode(error: unknown): string {
  let found: unknown = error;
  while (found instanceof Error) {
    if ('code' in found && typeof found.code === 'string') return found.code;
    found = found instanceof AggregateError ? found.errors[0] : found.cause;
  }
  return 'no connection';
}

function verdict(
  finding: ServerCheck['finding'],
  words: ServerCheckWords,
  details: Readonly<Record<string, string | number>> = {},
): Verdict {
  return { ok: finding === 'accepted', finding, message: serverCheckMessage(words, details) };
}
