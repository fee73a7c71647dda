import { type WrittenOwner, readOwner } from '../adapters/lock/lock-owner.ts';
import { type WindowSession, readWindowSession } from '../adapters/lock/window-session.ts';
import { type Client, type Reply, type Transport, createClient } from '../contract/client.ts';
import { TokenTrayError } from '../contract/errors.ts';
import {
  CALL_PATH,
  SESSION_LINK_PATH,
  type SessionLink,
  authorizationHeader,
} from '../contract/http-protocol.ts';
import { isJsonObject } from '../contract/json.ts';
import type { CommandContext, CommandHost, CoreHere, CoreOptions } from './context.ts';

/** Who holds the data folder now. */
export type RunningHost =
  | { kind: 'headless'; owner: WrittenOwner; session: WindowSession }
  /** A host whose calls the command line cannot make: the desktop, or a headless host without its window. */
  | { kind: 'closed'; owner: WrittenOwner };

/** Looks who holds the data folder, and whether its calls can be made from here. */
export async function findHost(folder: string): Promise<RunningHost | undefined> {
  const owner = readOwner(folder);
  if (owner === undefined || owner.kind === 'command') return undefined;
  const session = readWindowSession(folder, owner.instanceId);
  if (session === undefined) return { kind: 'closed', owner };
  return (await answers(session))
    ? { kind: 'headless', owner, session }
    : { kind: 'closed', owner };
}

async function answers(session: WindowSession): Promise<boolean> {
  try {
    return (await createHttpTransport(session).call('host.describe', undefined)).ok;
  } catch {
    return false;
  }
}

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

/** The core, wherever it runs: in a headless host of this data folder, or in this process. */
export interface Connection {
  call: Client['call'];
  close(): Promise<void>;
}

/** Another command holds the folder for a moment only, so it is worth waiting for. */
const COMMAND_PATIENCE_MS = 3_000;
const COMMAND_RETRY_MS = 100;

/**
 * Reaches the core. A command that changes something throws `desktop_running` where the desktop has the
 * folder; one that only reads needs nobody's leave.
 */
export async function connect(
  host: CommandHost,
  folder: string,
  access: CoreOptions['access'],
): Promise<Connection> {
  const running = await findHost(folder);
  if (running?.kind === 'headless') return connectionTo(createHttpTransport(running.session));
  if (access === 'reading') {
    const core = await host.openCore({ folder, access });
    return connectionTo({ call: core.dispatch }, () => core.close());
  }
  if (running !== undefined) {
    throw new TokenTrayError(
      running.owner.kind === 'desktop' ? 'desktop_running' : 'window_not_served',
      { pid: running.owner.pid },
    );
  }
  const core = await openPatiently(host, folder);
  return connectionTo({ call: core.dispatch }, () => core.close());
}

export function connectionTo(
  transport: { call(name: string, input: unknown): Promise<Reply<unknown>> },
  close: () => Promise<void> = () => Promise.resolve(),
): Connection {
  // A command listens to nothing: it asks, prints and ends.
  const { call } = createClient({ ...transport, listen: () => () => {} });
  return { call, close };
}

/** The value of a reply; what went wrong is thrown. */
export function valueOf<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value;
  const { code, details, field } = reply.error;
  throw new TokenTrayError(code, details, field);
}

async function openPatiently(host: CommandHost, folder: string): Promise<CoreHere> {
  const deadline = performance.now() + COMMAND_PATIENCE_MS;
  for (;;) {
    try {
      return await host.openCore({ folder, access: 'locked' });
    } catch (error) {
      const isLocked = error instanceof TokenTrayError && error.failure.code === 'settings_locked';
      if (!isLocked || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, COMMAND_RETRY_MS));
    }
  }
}

/** Runs `action` on the core wherever it is, and lets go of it. */
export async function withCore<Value>(
  { host, folder }: CommandContext,
  access: CoreOptions['access'],
  action: (connection: Connection) => Promise<Value>,
): Promise<Value> {
  const connection = await connect(host, folder(), access);
  try {
    return await action(connection);
  } finally {
    await connection.close();
  }
}
