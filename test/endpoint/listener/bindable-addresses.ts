import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { lanAddresses } from '../../../main/listener/lan-addresses.ts';

/** Addresses besides 127.0.0.1 that this machine can bind: all of 127.0.0.0/8 on Linux and Windows, its own on a Mac. */
export async function bindableAddresses(count: number): Promise<string[]> {
  const found: string[] = [];
  for (const address of ['127.0.0.2', '127.0.0.3', ...lanAddresses(networkInterfaces())]) {
    if (found.length < count && (await canBind(address))) found.push(address);
  }
  if (found.length < count) throw new Error(`this test needs ${count} addresses to bind`);
  return found;
}

async function canBind(address: string): Promise<boolean> {
  const server = createServer();
  server.listen(0, address);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  return true;
}
