import type { CommandContext } from './command-context.ts';
import type { CoreOptions } from './command-host.ts';
import { connect, type Connection } from './connect.ts';

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
