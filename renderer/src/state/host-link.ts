import { type ReadonlySignal, signal } from '@preact/signals';
import { readReply, type Reply, type Transport } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import {
  CALL_PATH,
  EVENTS_COMMENT_SECONDS,
  EVENTS_PATH,
  SESSION_PATH,
  SESSION_STORAGE_KEY,
  authorizationHeader,
  createEventFrameReader,
  sessionCodeOf,
} from '../../../main/contract/http-protocol.ts';
import { isJsonObject } from '../../../main/contract/json.ts';
import { words } from '../words/app-words.ts';

/**
 * `connecting`: not known yet. `late`: the host hasn't answered for a moment. `offline`: the host doesn't
 * answer. `signed_out`: the host answers but doesn't know this window.
 */
export type LinkStatus = 'connecting' | 'online' | 'late' | 'offline' | 'signed_out';

/** A transport that also knows whether its host is there. Its calls never throw. */
export interface HostLink extends Transport {
  readonly status: ReadonlySignal<LinkStatus>;
  /** Commands that bring the host back or sign in, where a person starts the host in a terminal. */
  readonly commands?: { offline: string; signed_out: string };
  /** Tries again now instead of at the next turn. */
  retry(): void;
}

/** Written out here because the error catalogue loads after the first view. */
const UNREACHABLE: Failure = { code: 'server_unreachable', message: words.hostGone };

/** The link over a transport that lives and dies with its host. */
export function createIpcLink(transport: Transport): HostLink {
  return {
    call: async (name, input) => {
      try {
        return await transport.call(name, input);
      } catch {
        return { ok: false, error: UNREACHABLE };
      }
    },
    listen: (event, listener) => transport.listen(event, listener),
    status: signal('online'),
    retry: () => {},
  };
}

/** Two missed comments, and some slack for a busy machine. */
const SILENCE_MS = (EVENTS_COMMENT_SECONDS * 2 + 5) * 1000;
const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 5000;

/** The link to the host that served this page: POST for calls, a stream for events. */
export function createHttpLink(page: Window): HostLink {
  const status = signal<LinkStatus>('connecting');
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let attempt: AbortController | undefined;
  let wake: (() => void) | undefined;
  let retryMs = FIRST_RETRY_MS;

  const call = async (name: string, input: unknown): Promise<Reply<unknown>> => {
    try {
      const response = await fetch(`${CALL_PATH}${name}`, {
        method: 'POST',
        cache: 'no-store',
        headers: { ...sessionHeader(page), 'Content-Type': 'application/json' },
        ...(input === undefined ? {} : { body: JSON.stringify(input) }),
      });
      if (response.status === 401) status.value = 'signed_out';
      return readReply(await response.json()) ?? { ok: false, error: UNREACHABLE };
    } catch {
      if (status.value === 'online') attempt?.abort();
      return { ok: false, error: UNREACHABLE };
    }
  };

  const deliver = (event: string, payload: unknown): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };

  /** Reads events until the stream ends, breaks or goes silent. */
  const readEvents = async (controller: AbortController): Promise<void> => {
    const response = await fetch(EVENTS_PATH, {
      cache: 'no-store',
      headers: sessionHeader(page),
      signal: controller.signal,
    });
    if (response.status === 401) {
      status.value = 'signed_out';
      return;
    }
    if (!response.ok || response.body === null) throw new Error(String(response.status));
    status.value = 'online';
    retryMs = FIRST_RETRY_MS;
    const frames = createEventFrameReader();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const silence = setTimeout(() => controller.abort(), SILENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      for (const { event, payload } of frames(decoder.decode(value, { stream: true }))) {
        deliver(event, payload);
      }
    }
  };

  const run = async (): Promise<never> => {
    for (;;) {
      const controller = new AbortController();
      attempt = controller;
      try {
        await exchangeCode(page);
        await readEvents(controller);
      } catch {
        // Any failure means the same: show it and try again.
      }
      if (status.peek() !== 'signed_out') status.value = 'offline';
      await new Promise<void>((resolve) => {
        wake = resolve;
        // Signed out, only a new link helps, so don't retry.
        if (status.peek() !== 'signed_out') setTimeout(resolve, retryMs);
      });
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  };

  const retry = (): void => {
    retryMs = FIRST_RETRY_MS;
    if (status.peek() === 'signed_out') status.value = 'connecting';
    wake?.();
  };

  page.addEventListener('hashchange', () => {
    if (sessionCodeOf(page.location.hash) === undefined) return;
    attempt?.abort();
    retry();
  });
  page.addEventListener('online', retry);
  void run();

  return {
    status,
    commands: { offline: 'token-tray serve', signed_out: 'token-tray open' },
    retry,
    call,
    listen: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
  };
}

function sessionHeader(page: Window): Record<string, string> {
  const token = page.sessionStorage.getItem(SESSION_STORAGE_KEY);
  return token === null ? {} : authorizationHeader(token);
}

/** Exchanges the address's one-time code for a session, after removing it from the address bar. */
async function exchangeCode(page: Window): Promise<void> {
  const code = sessionCodeOf(page.location.hash);
  if (code === undefined) return;
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
  const response = await fetch(SESSION_PATH, {
    method: 'POST',
    cache: 'no-store',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const reply = readReply(await response.json());
  if (reply?.ok !== true || !isJsonObject(reply.value)) return;
  const { token } = reply.value;
  if (typeof token === 'string') page.sessionStorage.setItem(SESSION_STORAGE_KEY, token);
}
