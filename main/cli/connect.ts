import { type Client, createClient, type Reply } from '../contract/client.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { CommandHost, CoreHere, CoreOptions } from './command-host.ts';
import { findHost } from './find-host.ts';
import { createHttpTransport } from './http-transport.ts';

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
