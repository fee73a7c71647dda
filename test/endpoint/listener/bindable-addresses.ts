import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { it } from 'vitest';
import { lanAddresses } from '../../../main/listener/own-addresses.ts';

/** Addresses besides 127.0.0.1 that this machine can bind: all of 127.0.0.0/8 on Linux and Windows, its own on a Mac. */
const bindable: string[] = [];
for (const address of ['127.0.0.2', '127.0.0.3', ...lanAddresses(networkInterfaces())]) {
  if (bindable.length < 2 && (await canBind(address))) bindable.push(address);
}

/** A test with two addresses besides 127.0.0.1, which a Mac with one network lacks: then the title says what helps. */
export function itWithTwoAddresses(
  title: string,
  run: (first: string, second: string) => Promise<void>,
): void {
  const [first, second] = bindable;
  if (first !== undefined && second !== undefined) it(title, () => run(first, second));
  else it.skip(`${title} (needs two addresses: sudo ifconfig lo0 alias 127.0.0.2)`);
}

/** A test with an address besides 127.0.0.1. */
export function itWithAddress(title: string, run: (address: string) => Promise<void>): void {
  const [address] = bindable;
  if (address !== undefined) it(title, () => run(address));
  else it.skip(`${title} (needs a network: no address besides 127.0.0.1 can be bound)`);
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
