import { endpointPort, tokenUrl } from '../../../main/contract/selectors.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';

/** Where an app runs. Each reaches this machine by a different name. */
export const TARGETS = ['browser', 'simulator', 'emulator', 'phone', 'container'] as const;
export type Target = (typeof TARGETS)[number];

const NAMES: Readonly<Record<Exclude<Target, 'phone'>, string>> = {
  browser: 'localhost',
  simulator: 'localhost',
  emulator: '10.0.2.2',
  container: 'host.docker.internal',
};

/** The host name for `target`. `undefined` for a phone while the LAN can't reach us. */
export function targetHost(snapshot: Snapshot, target: Target): string | undefined {
  if (target !== 'phone') return NAMES[target];
  const { server } = snapshot;
  return server.status === 'serving' && server.lan ? server.lanAddresses[0] : undefined;
}

/** The URL for an app on `target`. */
export function endpointUrl(
  snapshot: Snapshot,
  target: Target,
  query: Readonly<Record<string, string>> = {},
): string | undefined {
  const host = targetHost(snapshot, target);
  if (host === undefined) return undefined;
  return tokenUrl(host, endpointPort(snapshot), query);
}
