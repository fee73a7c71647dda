// Not from node:dns/promises, which is a module that every start would load.
import { promises as dns } from 'node:dns';
import { serverWarning } from '../contract/server-state.ts';
import { ownerPhrase } from './open-failure.ts';
import { portListeners } from './port-owner.ts';
import { probeAddress } from './probe.ts';

export interface SurroundingsOptions {
  port: number;
  instanceId: string;
  /** The loopback addresses that were asked already. */
  asked: readonly string[];
  platform: NodeJS.Platform;
}

/**
 * What can lead an app elsewhere although our port serves: where the name `localhost` goes,
 * and who else has the port. Answers sentences. Takes its time, so it runs after the first token can be had.
 */
export async function surroundings(options: SurroundingsOptions): Promise<string[]> {
  const [localhost, shared] = await Promise.all([whereLocalhostGoes(options), whoShares(options)]);
  return [...localhost, ...shared];
}

async function whereLocalhostGoes(options: SurroundingsOptions): Promise<string[]> {
  const { port, instanceId, asked } = options;
  const found = await dns.lookup('localhost', { all: true }).catch(() => []);
  const others = found
    .map(({ address }) => address)
    // With IPv6 off, ::1 refuses, and every client goes on to 127.0.0.1.
    .filter((address) => !asked.includes(address) && address !== '::1');
  const answers = await Promise.all(
    others.map(async (host) => ({ host, probe: await probeAddress({ host, port, instanceId }) })),
  );
  return answers
    .filter(({ probe }) => probe !== 'ours')
    .map(({ host }) => serverWarning('localhost_elsewhere', { address: host, port }));
}

/**
 * Linux gives a port to one process only. macOS and Windows let another one hold it for all interfaces
 * beside our loopback addresses; an app that uses another name than localhost then gets that one.
 */
async function whoShares({ port, platform }: SurroundingsOptions): Promise<string[]> {
  if (platform !== 'darwin' && platform !== 'win32') return [];
  const others = (await portListeners(port)).filter(({ pid }) => pid !== process.pid);
  if (others.length === 0) return [];
  const owner = ownerPhrase(others, false).replace(/^ by /, ': ');
  return [serverWarning('port_shared', { port, owner })];
}
