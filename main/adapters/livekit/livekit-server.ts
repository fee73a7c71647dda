import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { cause, type Cause } from '../../contract/causes/causes.ts';
import { parseLiveKitUrl, signalPort } from '../../contract/livekit-url.ts';
import type {
  AskServer,
  ConnectServer,
  ConnectStage,
  LiveKitServer,
  ServerAnswer,
} from '../../core/livekit-ports.ts';
import { clockOffset, judgeAnswer, type HttpAnswer } from './judge-answer.ts';
import { errorCode, networkCause } from './network-cause.ts';

/** The paths at which servers validate a token: every version has the first, newer ones both. */
const VALIDATE_PATHS = ['rtc/validate', 'rtc/v1/validate'];
const TEXT_LIMIT = 4_096;
const TLS_PROBE_MS = 1_000;
/** With the rest of an examination, three seconds at most. */
const TIME_LIMIT_MS = 2_500;

/** Loaded with the first question: a host that only mints never needs it. */
export function createLiveKitServer(
  options: Parameters<typeof createAskServer>[0] = {},
): LiveKitServer {
  return {
    ask: createAskServer(options),
    connect: connectStages,
    readRoom: async (input) => (await import('./read-room.ts')).readRoom(input),
    readRooms: async (input) => (await import('./room-service.ts')).readRooms(input),
    readAgents: async (input) => (await import('./agent-dispatch.ts')).readAgents(input),
    dispatchAgent: async (input) => (await import('./agent-dispatch.ts')).dispatchAgent(input),
    changeRoom: async (input) => (await import('./room-service.ts')).changeRoom(input),
    probeJoin: async (input) => (await import('./join-probe.ts')).probeJoin(input),
  };
}

/**
 * Asks on the route that LiveKit's own clients ask when a connection fails. It joins nothing and creates no room.
 * The token travels as a header, so that it stays out of access logs.
 */
export function createAskServer({ timeLimitMs = TIME_LIMIT_MS, clock = Date.now } = {}): AskServer {
  return async ({ url, token }) => {
    const startedAt = clock();
    const done = (answer: Omit<ServerAnswer, 'durationMs'>): ServerAnswer => ({
      ...answer,
      durationMs: Math.round(clock() - startedAt),
    });
    const base = httpUrl(url);
    if (base === undefined) return done({ cause: unreadableUrl(url) });
    const until = AbortSignal.timeout(timeLimitMs);
    try {
      const answer = await askToValidate(base, token, until);
      const offset = clockOffset(answer.date, (startedAt + clock()) / 2);
      const measured = offset === undefined ? {} : { clockOffsetSeconds: offset };
      const judged = judgeAnswer(answer, { host: base.host, url });
      if (judged.cause?.code === 'not_livekit' && base.pathname !== '/') {
        const found = await livekitAtRoot(base, token, until);
        if (found) return done({ ...measured, cause: pathCause(base, url) });
      }
      return done({ ...measured, ...judged });
    } catch (error) {
      const left = Math.max(0, timeLimitMs - (clock() - startedAt));
      return done({ cause: await connectionCause(error, base, { timeLimitMs, left }) });
    }
  };
}

function unreadableUrl(url: string): Cause {
  const shown = url.slice(0, 200);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url)
    ? cause('url_invalid', { url: shown })
    : cause('url_no_scheme', { url: shown });
}

/** The URL as an app would take it: what `parseLiveKitUrl` mends for a person is a fault here. */
function httpUrl(url: string): URL | undefined {
  if (!/^(?:ws|http)s?:\/\//i.test(url) || 'code' in parseLiveKitUrl(url)) return undefined;
  const base = new URL(url.replace(/^ws/i, 'http'));
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  base.search = '';
  base.hash = '';
  return base;
}

async function askToValidate(base: URL, token: string, signal: AbortSignal): Promise<HttpAnswer> {
  let answer: HttpAnswer | undefined;
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
      location: response.headers.get('location'),
    };
    if (answer.status !== 404 || /room does not exist/i.test(answer.text)) break;
  }
  return answer ?? { status: 404, text: '', date: null, location: null };
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

async function livekitAtRoot(base: URL, token: string, signal: AbortSignal): Promise<boolean> {
  const root = new URL('/', base);
  const answer = await askToValidate(root, token, signal);
  return judgeAnswer(answer, { host: root.host, url: root.href }).cause?.code !== 'not_livekit';
}

function pathCause(base: URL, url: string): Cause {
  const { protocol, host, pathname } = base;
  const scheme = /^(?:https|wss):/i.test(url) || protocol === 'https:' ? 'wss' : 'ws';
  return cause('url_has_path', { path: pathname.replace(/\/$/, ''), url: `${scheme}://${host}` });
}

/** A plain request to a TLS port ends without an answer; whether TLS is spoken there is asked for. */
async function connectionCause(
  error: unknown,
  base: URL,
  { timeLimitMs, left }: { timeLimitMs: number; left: number },
): Promise<Cause> {
  const url = base.href.replace(/^http/, 'ws');
  const found = networkCause(error, { url, seconds: timeLimitMs / 1000 });
  const mayBeTls = found.code === 'connection_reset' && base.protocol === 'http:';
  return mayBeTls && (await speaksTls(base, Math.min(left, TLS_PROBE_MS)))
    ? cause('plain_expected_tls_found', { host: base.host })
    : found;
}

function speaksTls({ hostname, port }: URL, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    // The certificate is not judged here: that TLS is spoken at all is the question.
    const socket = connectTls({ host, port: Number(port || 80), rejectUnauthorized: false });
    const end = (speaks: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(speaks);
    };
    // Not the socket's own timeout, which counts from the last byte.
    const timer = setTimeout(() => {
      end(false);
    }, withinMs);
    socket.once('secureConnect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });
}

/** Opens a connection as a client does, certificate and all, and times each stage. Nothing is sent. */
const connectStages: ConnectServer = ({ url }) => {
  const parsed = parseLiveKitUrl(url);
  if ('code' in parsed) return Promise.resolve([]);
  const { hostname: host } = parsed;
  const isTls = parsed.url.startsWith('wss:');
  const port = signalPort(parsed.url);
  const names = isIP(host) === 0 ? (['name'] as const) : [];
  const open: ConnectStage['stage'][] = [...names, 'TCP', ...(isTls ? (['TLS'] as const) : [])];
  return new Promise((resolve) => {
    const stages: ConnectStage[] = [];
    let since = performance.now();
    const span = (): number => {
      const ms = Math.round(performance.now() - since);
      since = performance.now();
      return ms;
    };
    const reached = (stage: ConnectStage['stage']): void => {
      if (open[0] !== stage) return;
      open.shift();
      stages.push({ stage, ms: span() });
      if (open.length === 0) end();
    };
    const end = (): void => {
      clearTimeout(limit);
      socket.destroy();
      const [failed] = open;
      resolve(
        failed === undefined ? stages : [...stages, { stage: failed, ms: span(), failed: true }],
      );
    };
    const limit = setTimeout(end, TIME_LIMIT_MS);
    const socket = isTls
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connectTcp({ host, port });
    socket.on('lookup', (error: Error | null) => {
      if (error === null) reached('name');
    });
    socket.once('connect', () => {
      reached('TCP');
    });
    socket.once('secureConnect', () => {
      reached('TLS');
    });
    socket.on('error', end);
  });
};
