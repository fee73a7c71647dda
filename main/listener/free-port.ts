import { createServer } from 'node:net';
import { isBlockedByBrowsers } from '../contract/addresses.ts';
import { DEFAULT_UI_PORT } from '../contract/limits-and-defaults.ts';
import { LOOPBACK_IPV4, LOOPBACK_IPV6 } from './loopback.ts';
import { bind, isAbsent } from './bind.ts';

/** Ports that will be taken as soon as the rest of a LiveKit developer's tools start. */
const SPOKEN_FOR: ReadonlySet<number> = new Set([DEFAULT_UI_PORT, 7880, 7881, 7882]);

const HIGHEST_PORT = 65_535;
export const LOWEST_UNPRIVILEGED_PORT = 1_024;
/** Windows reserves hundreds in a row for Hyper-V. */
const TRIES = 2_000;

/** The next port after `port` that is free on both loopback addresses, as something to suggest. */
export async function freePortAfter(port: number): Promise<number | undefined> {
  let candidate = port;
  for (let tried = 0; tried < TRIES; tried += 1) {
    candidate = candidate >= HIGHEST_PORT ? LOWEST_UNPRIVILEGED_PORT : candidate + 1;
    if (candidate < LOWEST_UNPRIVILEGED_PORT) candidate = LOWEST_UNPRIVILEGED_PORT;
    if (isBlockedByBrowsers(candidate) || SPOKEN_FOR.has(candidate)) continue;
    if ((await isFree(LOOPBACK_IPV4, candidate)) && (await isFree(LOOPBACK_IPV6, candidate))) {
      return candidate;
    }
  }
  return undefined;
}

async function isFree(address: string, port: number): Promise<boolean> {
  const server = createServer();
  const result = await bind(server, address, port);
  if (!result.ok) return isAbsent(result.error.code);
  await new Promise((resolve) => server.close(resolve));
  return true;
}
