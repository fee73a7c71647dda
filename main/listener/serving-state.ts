import type { NetworkInterfaceInfo } from 'node:os';
import { type ServerState, serverWarning } from '../contract/server-state.ts';
import { interfacesOf } from './own-addresses.ts';
import type { AddressStatus, Listener } from './listener.ts';

/** The ports that macOS listens on itself, for AirPlay Receiver. */
const AIRPLAY_PORTS: ReadonlySet<number> = new Set([5_000, 7_000]);

/** The state of an endpoint that serves. `notes`: what was found out since (surroundings.ts). */
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
