import type { WindowSession } from '../adapters/lock/window-session.ts';
import {
  authorizationHeader,
  CALL_PATH,
  SESSION_LINK_PATH,
  type SessionLink,
} from '../contract/http-protocol.ts';
import { isJsonObject } from '../contract/json.ts';
import type { Reply, Transport } from '../contract/client.ts';

/** A call waits for what it does, and testing a project waits for a server. */
const PATIENCE_MS = 30_000;

/** Calls a headless host that runs on this machine. Throws where it does not answer. */
export function createHttpTransport(session: WindowSession): Pick<Transport, 'call'> {
  return { call: (name, input) => post(session, CALL_PATH + name, input) };
}

/** A fresh address with which a browser signs in, once. */
export async function askForWindowLink(session: WindowSession): Promise<SessionLink> {
  const reply = await post(session, SESSION_LINK_PATH, undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the contract says of this path
  if (reply.ok) return reply.value as SessionLink;
  throw new Error(reply.error.message);
}

async function post(
  { url, token }: WindowSession,
  path: string,
  input: unknown,
): Promise<Reply<unknown>> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { ...authorizationHeader(token), 'Content-Type': 'application/json' },
    ...(input === undefined ? {} : { body: JSON.stringify(input) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const reply: unknown = await response.json();
  if (!isReply(reply)) throw new TypeError('What answered is not Token Tray.');
  return reply;
}

function isReply(value: unknown): value is Reply<unknown> {
  return isJsonObject(value) && typeof value['ok'] === 'boolean';
}
