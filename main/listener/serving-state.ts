// Not from node:dns/promises, which is a module that every start would load.
import { promises as dns } from 'node:dns';
import type { NetworkInterfaceInfo } from 'node:os';
import { type ServerState, serverWarning } from '../contract/server-state.ts';
import type { AddressStatus, Listener } from './listener.ts';
import { interfacesOf } from './own-addresses.ts';
import { ownerPhrase, portListeners } from './port-failure.ts';
import { probeAddress } from './probe.ts';

/** The ports that macOS listens on itself, for AirPlay Receiver. */
const AIRPLAY_PORTS: ReadonlySet<number> = new Set([5_000, 7_000]);

/** The state of an endpoint that serves. `notes`: what `surroundings` has found since. */
export function servingState(
  listener: Listener,
  options: {
    lan: boolean;
    notes: readonly string[];
    platform: NodeJS.Platform;
    interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>;
  },
): ServerState {
  const loopback = listener.loopback();
  const lan = listener.lan();
  const lanAddresses = lan.filter(({ error }) => error === undefined).map(({ address }) => address);
  const warnings = [...warningsOf(listener, options), ...options.notes];
  return {
    status: 'serving',
    port: listener.port,
    addresses: [...loopback, ...lan].map(({ address, probe }) => ({
      address,
      reachable: probe === 'ours',
    })),
    lan: options.lan,
    lanAddresses,
    ...(lanAddresses.length === 0
      ? {}
      : { lanInterfaces: interfacesOf(options.interfaces, lanAddresses) }),
    ...(warnings.length === 0 ? {} : { warning: warnings.join(' ') }),
  };
}

function warningsOf(
  listener: Listener,
  { lan, platform }: { lan: boolean; platform: NodeJS.Platform },
): string[] {
  const { port } = listener;
  const warnings: string[] = [];
  if (listener.withoutIpv6) warnings.push(serverWarning('ipv6_off'));
  if (platform === 'darwin' && AIRPLAY_PORTS.has(port)) {
    warnings.push(serverWarning('airplay', { port }));
  }
  for (const status of listener.loopback()) warnings.push(...probeWarning(status, port));
  if (!lan) return warnings;

  const addresses = listener.lan();
  if (addresses.length === 0) warnings.push(serverWarning('lan_without_address'));
  for (const status of addresses) warnings.push(...lanWarning(status, port));
  return warnings;
}

function lanWarning(status: AddressStatus, port: number): string[] {
  const { address, error } = status;
  if (error === undefined) return probeWarning(status, port);
  const code = error.code === 'EADDRINUSE' ? 'lan_address_taken' : 'lan_address_gone';
  return [serverWarning(code, { address, port })];
}

function probeWarning({ address, probe }: AddressStatus, port: number): string[] {
  if (probe === 'ours') return [];
  const code = probe === 'silent' ? 'address_silent' : 'address_foreign';
  return [serverWarning(code, { address, port })];
}

interface SurroundingsOptions {
  port: number;
  instanceId: string;
  /** The loopback addresses that were asked already. */
  asked: readonly string[];
  platform: NodeJS.Platform;
}

/**
 * What can lead an app elsewhere although our port serves: where `localhost` resolves to, and who else has the
 * port. Resolves to sentences. It is slow, so it runs once tokens are served.
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
