import type { RequestListener } from 'node:http';
import { networkInterfaces } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { portProblem } from '../contract/addresses.ts';
import { errorTrace, failure, TokenTrayError, type ErrorCode } from '../contract/errors.ts';
import type { ServerState } from '../contract/server-state.ts';
import type { ServerSettings } from '../contract/settings.ts';
import type { EndpointControl, Log } from '../core/ports.ts';
import { type AnswerUnread, newRequestId } from '../server/answer.ts';
import {
  createHttpServer,
  type HttpServer,
  SERVER_LIMITS,
  type ServerLimits,
} from '../server/http-server.ts';
import {
  STOP_WITHIN_MS,
  openListener,
  type Listener,
  type OpenFailure,
  type OpenResult,
} from './listener.ts';
import { lanAddresses, type NetworkInterfaces } from './own-addresses.ts';
import { bindFailureCode, openFailure, type PortFailure } from './port-failure.ts';
import { sendAgain } from './replay.ts';
import { servingState, surroundings } from './serving-state.ts';

export interface EndpointOptions {
  /** An Express app, or anything that answers requests, `/health` with this instance's id among them. */
  app: RequestListener;
  answerUnread: AnswerUnread;
  instanceId: string;
  log: Log;
  /** The system's by default; tests bring theirs. */
  networkInterfaces?: NetworkInterfaces;
  limits?: Partial<ServerLimits>;
  timing?: Partial<Timing>;
}

interface Timing {
  /** How long after a failure the port is tried again. */
  retryMs: number;
  /**
   * How often the addresses of this machine are looked at while LAN is on: no system tells Node when they change.
   * Without LAN it is for sleep alone, and a fifteenth as often.
   */
  watchMs: number;
}

/** How long requests in flight may take after a move to another port: nothing waits for the old one to end. */
const LEAVE_WITHIN_MS = 10_000;

const TIMING: Readonly<Timing> = { retryMs: 3_000, watchMs: 2_000 };

/** A tick that comes this many ticks late means that the machine slept. */
const SLEPT_TICKS = 3;

/** Failures that may pass without a change of the settings. */
const WORTH_A_RETRY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'port_in_use',
  'port_reserved',
  'port_shadowed',
  'port_unreachable',
  'address_unavailable',
]);

/** The public endpoint's port: opened, moved and closed as the settings say. Its state is what is really open. */
export function createEndpoint(options: EndpointOptions): EndpointControl {
  const { app, instanceId, log } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const timing = { ...TIMING, ...options.timing };
  const interfaces = options.networkInterfaces ?? networkInterfaces;
  const { platform } = process;

  const inTurn = serial();
  const subscribers = new Set<(state: ServerState) => void>();
  const leaving = new Set<Promise<void>>();
  let state: ServerState = { status: 'stopped' };
  let listener: Listener | undefined;
  /** The settings that `state` is the outcome of. */
  let followed: ServerSettings | undefined;
  let notes: readonly string[] = [];
  let retry: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  let closed = false;

  function publish(next: ServerState): ServerState {
    if (isDeepStrictEqual(next, state)) return state;
    state = next;
    for (const subscriber of subscribers) subscriber(state);
    return state;
  }

  function publishServing(serving: Listener, lan: boolean): ServerState {
    return publish(servingState(serving, { lan, notes, platform, interfaces: interfaces() }));
  }

  function createServer(): HttpServer {
    return createHttpServer({
      app,
      limits,
      answerUnread: options.answerUnread,
      onError: (error) =>
        log('error', 'the endpoint cannot accept a connection', { ...errorTrace(error) }),
    });
  }

  function open(port: number): Promise<OpenResult> {
    return openListener({ createServer, port, instanceId });
  }

  function leave(old: Listener, withinMs: number): void {
    const left = old.stop(withinMs).finally(() => leaving.delete(left));
    leaving.add(left);
  }

  function stopServing(): void {
    clearTimeout(retry);
    clearInterval(watch);
    if (listener !== undefined) leave(listener, STOP_WITHIN_MS);
    listener = undefined;
    notes = [];
  }

  async function follow(settings: ServerSettings): Promise<ServerState> {
    clearTimeout(retry);
    if (closed || !settings.serve) {
      stopServing();
      followed = settings;
      return publish({ status: 'stopped' });
    }
    const invalid = portProblem(settings.port);
    if (invalid !== undefined) return fail(settings, { failure: invalid });

    const stays = listener !== undefined && isSamePort(listener, settings, followed);
    if (listener !== undefined && stays) {
      if (await listener.verify()) return serve(listener, settings);
      log('warning', 'the endpoint did not answer itself and is opened again');
      stopServing();
    }
    if (listener === undefined) publish({ status: 'starting', port: settings.port });
    const opened = await open(settings.port);
    if (!opened.ok) return fail(settings, await openFailure(opened.why, instanceId));
    return serve(opened.listener, settings);
  }

  async function serve(serving: Listener, settings: ServerSettings): Promise<ServerState> {
    await serving.setLan(settings.lan ? lanAddresses(interfaces()) : []);
    const previous = listener;
    listener = serving;
    followed = settings;
    if (previous !== serving) {
      notes = [];
      if (previous !== undefined) leave(previous, LEAVE_WITHIN_MS);
      void lookAround(serving);
    }
    watchMachine();
    return publishServing(serving, settings.lan);
  }

  /** The outcome of settings that cannot be followed. What still serves goes on, and `state` with it. */
  function fail(settings: ServerSettings, why: PortFailure): ServerState {
    const failed: ServerState = { status: 'failed', port: settings.port, ...why };
    log('warning', 'the endpoint cannot use the port', {
      port: settings.port,
      code: why.failure.code,
    });
    if (listener !== undefined) return failed;
    followed = settings;
    if (WORTH_A_RETRY.has(why.failure.code)) retryLater(settings);
    return publish(failed);
  }

  function retryLater(settings: ServerSettings): void {
    clearTimeout(retry);
    if (closed) return;
    retry = setTimeout(() => void inTurn(() => tryAgain(settings)), timing.retryMs);
  }

  /** Reports nothing while nothing changes: who has the port was looked up when it failed. */
  async function tryAgain(settings: ServerSettings): Promise<void> {
    if (closed || followed !== settings || listener !== undefined) return;
    const opened = await open(settings.port);
    if (opened.ok) await serve(opened.listener, settings);
    else if (isSameFailure(opened.why, state)) retryLater(settings);
    else fail(settings, await openFailure(opened.why, instanceId));
  }

  async function lookAround(serving: Listener): Promise<void> {
    const asked = serving.loopback().map(({ address }) => address);
    const found = await surroundings({ port: serving.port, instanceId, asked, platform });
    if (listener !== serving || followed === undefined) return;
    notes = found;
    publishServing(serving, followed.lan);
  }

  function watchMachine(): void {
    clearInterval(watch);
    const everyMs = followed?.lan === true ? timing.watchMs : 15 * timing.watchMs;
    let lastTick = performance.now();
    watch = setInterval(() => {
      const now = performance.now();
      const hasSlept = now - lastTick > SLEPT_TICKS * everyMs;
      lastTick = now;
      if (hasSlept || hasNewNetworks()) void inTurn(refresh);
    }, everyMs);
    watch.unref();
  }

  function hasNewNetworks(): boolean {
    if (listener === undefined || followed?.lan !== true) return false;
    const bound = listener.lan();
    const isUnusable = bound.some(({ error }) => error !== undefined);
    const addresses = bound.map(({ address }) => address);
    return isUnusable || !isDeepStrictEqual(addresses, lanAddresses(interfaces()));
  }

  async function refresh(): Promise<void> {
    if (!closed && listener !== undefined && followed !== undefined) await follow(followed);
  }

  return {
    get state() {
      return state;
    },
    apply: (settings) =>
      inTurn(() => follow(settings)).catch((error: unknown) => {
        const requestId = newRequestId();
        log('error', 'the endpoint failed unexpectedly', { requestId, ...errorTrace(error) });
        return fail(settings, { failure: failure('internal', { requestId }) });
      }),
    onChange: (subscriber) => {
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    replay: async (entry, edits) => {
      if (listener === undefined) throw new TokenTrayError('endpoint_stopped');
      return sendAgain(entry, { ...edits, port: listener.port });
    },
    close: async () => {
      closed = true;
      // At once and not in turn: a change in progress may be waiting for a slow system.
      stopServing();
      await inTurn(async () => stopServing());
      publish({ status: 'stopped' });
      await Promise.all(leaving);
    },
  };
}

/** Runs tasks one after another, in the order they came; one that throws does not stop the next. */
function serial(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Port 0 stays on whatever port it got. */
function isSamePort(
  listener: Listener,
  settings: ServerSettings,
  followed: ServerSettings | undefined,
): boolean {
  return settings.port === listener.port || settings.port === followed?.port;
}

function isSameFailure(why: OpenFailure, state: ServerState): boolean {
  if (state.status !== 'failed') return false;
  const { code } = state.failure;
  if (why.kind === 'probe') return code === 'port_unreachable' || code === 'port_shadowed';
  const isTaken = code === 'port_in_use' && why.error.code === 'EACCES';
  return isTaken || bindFailureCode(why.error.code) === code;
}
