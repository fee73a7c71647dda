import type { ActivityDetail, IssuedToken } from '../../../main/contract/activity.ts';
import {
  endpointPort,
  SANDBOX_PATH,
  TOKEN_PATH,
  tokenUrl,
} from '../../../main/contract/selectors.ts';
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

/** The addresses of this machine on its networks, the likeliest first; none while LAN is off. */
export function lanAddresses({ server }: Snapshot): readonly string[] {
  return server.status === 'serving' && server.lan ? server.lanAddresses : [];
}

/** The name of this machine on an Android device whose ports adb forwards to it. */
export const OVER_ADB = 'localhost';

/**
 * The host name for `device`. `undefined` for one on the network while the LAN can't reach us.
 *
 * @param address which of this machine's addresses a device on the network uses; the likeliest one if that address is gone.
 *   `OVER_ADB` for a phone or an emulator that was set up
 */
export function deviceHost(
  snapshot: Snapshot,
  device: Device,
  address?: string,
): string | undefined {
  if (address === OVER_ADB && (device === 'emulator' || device === 'phone')) return OVER_ADB;
  if (device === 'emulator') return '10.0.2.2';
  if (device === 'container') return 'host.docker.internal';
  if (!needsLan(device)) return 'localhost';
  const known = lanAddresses(snapshot);
  return known.find((one) => one === address) ?? known[0];
}

/** The URL for an app on `device`. */
export function endpointUrl(
  snapshot: Snapshot,
  device: Device,
  query: { preset?: string; project?: string } = {},
  address?: string,
): string | undefined {
  const host = deviceHost(snapshot, device, address);
  const path = device === 'esp32' ? SANDBOX_PATH : TOKEN_PATH;
  return host === undefined ? undefined : tokenUrl(host, endpointPort(snapshot), query, path);
}

/** Text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A request that gets a token like this one. */
export function curlForToken(token: IssuedToken, url: string): string {
  const body = {
    room_name: token.room,
    participant_identity: token.identity,
    ...(token.name === undefined ? {} : { participant_name: token.name }),
  };
  return [
    `curl -X POST ${shellWord(url)}`,
    `-H 'Content-Type: application/json'`,
    `-d ${shellWord(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

/** Headers that curl sets itself or that belong to the connection. */
const SKIPPED = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
]);

/** The recorded request as a command. Masked headers stay masked, because their values weren't kept. */
export function curlForRequest({ request, method, caller }: ActivityDetail, port: number): string {
  const host = caller.host.includes(':') ? `[${caller.host}]` : caller.host;
  const headers = Object.entries(request.headers)
    .filter(([name]) => !SKIPPED.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${shellWord(`${name}: ${value}`)}`);
  return [
    `curl -X ${method} ${shellWord(`http://${host}:${port}${request.target}`)}`,
    ...headers,
    ...(request.body === '' ? [] : [`--data-binary ${shellWord(request.body)}`]),
  ].join(' \\\n  ');
}
