import { endpointPort, tokenUrl } from '../../../main/contract/selectors.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';

/** Where an app runs. Each reaches this machine by a different name. */
export const DEVICES = [
  'simulator',
  'emulator',
  'phone',
  'browser',
  'container',
  'esp32',
  'machine',
] as const;
export type Device = (typeof DEVICES)[number];

/** Whether a device reaches this machine over the network, so LAN has to be on. */
export function needsLan(device: Device): boolean {
  return device === 'phone' || device === 'esp32';
}

/** The host name for `device`. `undefined` for one on the network while the LAN can't reach us. */
export function deviceHost({ server }: Snapshot, device: Device): string | undefined {
  if (device === 'emulator') return '10.0.2.2';
  if (device === 'container') return 'host.docker.internal';
  if (!needsLan(device)) return 'localhost';
  return server.status === 'serving' && server.lan ? server.lanAddresses[0] : undefined;
}

/** The URL for an app on `device`. */
export function endpointUrl(
  snapshot: Snapshot,
  device: Device,
  query: { preset?: string; project?: string } = {},
): string | undefined {
  const host = deviceHost(snapshot, device);
  return host === undefined ? undefined : tokenUrl(host, endpointPort(snapshot), query);
}
