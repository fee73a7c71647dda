import {
  readOwner,
  type WrittenOwner,
  readWindowSession,
  type WindowSession,
} from '../adapters/lock/lock-owner.ts';
import { createClient, readReply, type Client, type Reply } from '../contract/client.ts';
import { TokenTrayError } from '../contract/errors.ts';
import {
  authorizationHeader,
  CALL_PATH,
  SESSION_LINK_PATH,
  type SessionLink,
} from '../contract/http-protocol.ts';
import { defined } from '../contract/json.ts';
import type { TokenTray } from '../core/create-token-tray.ts';
import type { TokenTrayPorts } from '../core/ports.ts';
import type { CommandIo } from './command-io.ts';
import type { ServeOptions } from './serve-arguments.ts';

/** What a command works with. */
export interface CommandContext {
  io: CommandIo;
  host: CommandHost;
  /** The data folder: that of `--data-dir`, or the user's own. */
  folder(): string;
}

export interface CoreOptions {
  folder: string;
  /** `locked`: holds the data folder for this run, so that it may save. `reading`: saves nothing and holds nothing. */
  access: 'locked' | 'reading';
  environmentProject?: TokenTrayPorts['environmentProject'];
}

/** The core inside this process, for a command that runs while no host does. */
export interface CoreHere {
  dispatch: TokenTray['dispatch'];
  /** Whether the folder holds settings; otherwise ids are made up for this run. */
  isSaved: boolean;
  close(): Promise<void>;
}

/** What the command line asks its host for. It knows nothing of the core's parts. */
export interface CommandHost {
  version: string;
  defaultDataFolder(): string;
  /** Serves until it is stopped by a signal. Resolves once it has said that it serves. */
  serve(options: ServeOptions): Promise<void>;
  openCore(options: CoreOptions): Promise<CoreHere>;
}

/** What holds the data folder now. */
export type RunningHost =
  | { kind: 'headless'; owner: WrittenOwner; session: WindowSession }
  /** A host whose calls the command line cannot make: the desktop, or a headless host without its window. */
  | { kind: 'closed'; owner: WrittenOwner };

/** The core, wherever it runs. */
export interface CoreConnection {
  call: Client['call'];
  /** Whether the settings are kept; otherwise ids are made up for this run. */
  isSaved: boolean;
  close(): Promise<void>;
}

/** Where a token can come from: a core, or the endpoint of a host whose calls cannot be made. */
type TokenSource =
  | { kind: 'core'; core: CoreConnection }
  | { kind: 'endpoint'; owner: WrittenOwner };

/** A call is answered when its work is done, and testing a project waits for a server. */
const CALL_TIMEOUT_MS = 30_000;

/** Another command holds the folder only briefly, so waiting is worth it. */
const LOCK_TIMEOUT_MS = 3_000;
const LOCK_RETRY_MS = 100;

/**
 * Runs `action` on the core of `purpose`: to `change` something it is the running host's, or this process
 * holds the folder; to `read`, a core of this process does where no host answers. The project of the
 * environment exists only in a core of this process. Throws `desktop_running` where the desktop has the
 * folder and something is to be changed.
 */
export async function withCore<Value>(
  context: CommandContext,
  purpose: 'change' | 'read',
  action: (core: CoreConnection) => Promise<Value>,
  environmentProject?: CoreOptions['environmentProject'],
): Promise<Value> {
  const source = await findCore(context, purpose, environmentProject);
  if (source.kind === 'endpoint') throw cannotCall(source.owner);
  try {
    return await action(source.core);
  } finally {
    await source.core.close();
  }
}

/** Decides where the core is: in the running host, behind its endpoint, or in this process. */
export async function findCore(
  { host, folder }: CommandContext,
  purpose: 'change' | 'read' | 'mint',
  environmentProject?: CoreOptions['environmentProject'],
): Promise<TokenSource> {
  const running = environmentProject === undefined ? await findHost(folder()) : undefined;
  if (running?.kind === 'headless') {
    return { kind: 'core', core: connectionTo(callsOf(running.session)) };
  }
  if (running !== undefined && purpose !== 'read') {
    return { kind: 'endpoint', owner: running.owner };
  }
  const here =
    purpose === 'change'
      ? await openPatiently(host, folder())
      : await host.openCore(
          defined({ folder: folder(), access: 'reading' as const, environmentProject }),
        );
  return { kind: 'core', core: connectionTo({ call: here.dispatch }, here) };
}

/** Finds the host that holds the data folder, and whether its calls can be made from here. */
export async function findHost(folder: string): Promise<RunningHost | undefined> {
  const owner = readOwner(folder);
  if (owner === undefined || owner.kind === 'command') return undefined;
  const session = readWindowSession(folder, owner.instanceId);
  if (session === undefined) return { kind: 'closed', owner };
  return (await answers(session))
    ? { kind: 'headless', owner, session }
    : { kind: 'closed', owner };
}

/** The calls of a host that was found. */
export function hostCalls(session: WindowSession): Client['call'] {
  return connectionTo(callsOf(session)).call;
}

/** The calls of the host that runs on `folder`. Throws if none does, or if its calls cannot be made from here. */
export async function requireHost(folder: string): Promise<Client['call']> {
  return hostCalls((await requireSession(folder)).session);
}

/** A new link that signs a browser in, once. */
export async function requestWindowLink(folder: string): Promise<SessionLink> {
  const { session } = await requireSession(folder);
  const reply = await post(session, SESSION_LINK_PATH, undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the contract says of this path
  if (reply.ok) return reply.value as SessionLink;
  throw new Error(reply.error.message);
}

async function requireSession(folder: string): Promise<RunningHost & { kind: 'headless' }> {
  const running = await findHost(folder);
  if (running === undefined) throw new TokenTrayError('not_running', { folder });
  if (running.kind === 'closed') throw cannotCall(running.owner);
  return running;
}

/** The value of a reply. Throws its error. */
export function valueOf<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value;
  const { code, details, field } = reply.error;
  throw new TokenTrayError(code, details, field);
}

interface Caller {
  call(name: string, input: unknown): Promise<Reply<unknown>>;
}

function connectionTo(
  caller: Caller,
  { isSaved, close }: Pick<CoreHere, 'isSaved' | 'close'> = {
    isSaved: true,
    close: () => Promise.resolve(),
  },
): CoreConnection {
  // A command listens to nothing: it asks, prints and ends.
  const { call } = createClient({ ...caller, listen: () => () => {} });
  return { call, isSaved, close };
}

function callsOf(session: WindowSession): Caller {
  return { call: (name, input) => post(session, CALL_PATH + name, input) };
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
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  const reply = readReply(await response.json());
  if (reply === undefined) throw new TypeError('What answered is not Token Tray.');
  return reply;
}

async function answers(session: WindowSession): Promise<boolean> {
  try {
    return (await callsOf(session).call('host.describe', undefined)).ok;
  } catch {
    return false;
  }
}

function cannotCall({ kind, pid }: WrittenOwner): TokenTrayError {
  return new TokenTrayError(kind === 'desktop' ? 'desktop_running' : 'window_not_served', { pid });
}

async function openPatiently(host: CommandContext['host'], folder: string): Promise<CoreHere> {
  const deadline = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    try {
      return await host.openCore({ folder, access: 'locked' });
    } catch (error) {
      const isLocked = error instanceof TokenTrayError && error.failure.code === 'settings_locked';
      if (!isLocked || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
  }
}
