import { type AddressInfo, type Server, createServer } from 'node:net';
import { isBlockedByBrowsers } from '../contract/addresses.ts';
import { DEFAULT_UI_PORT } from '../contract/limits-and-defaults.ts';
import { type HttpServer, BACKLOG } from '../server/http-server.ts';

/** Why an address cannot be bound: the system's code, and where. */
export interface BindError {
  code: string;
  address: string;
  port: number;
}

type BindResult = { ok: true; port: number } | { ok: false; error: BindError };

/**
 * Listens on one address, given as an address: a name or none would mean what the resolver says, or all
 * interfaces. Express's own `listen` is not used, as it calls its callback on failure too.
 */
export function bind(server: Server, address: string, port: number): Promise<BindResult> {
  return new Promise((resolve) => {
    const settle = (result: BindResult): void => {
      server.off('error', onError);
      server.off('listening', onListening);
      resolve(result);
    };
    const onError = (error: NodeJS.ErrnoException): void =>
      settle({ ok: false, error: { code: error.code ?? 'UNKNOWN', address, port } });
    const onListening = (): void => settle({ ok: true, port: boundPort(server) ?? port });
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host: address, port, backlog: BACKLOG, ipv6Only: true });
  });
}

function boundPort(server: Server): number | undefined {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

/** Whether the code means that this machine lacks the address family, or has it switched off. */
function isAbsent(code: string): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EPROTONOSUPPORT';
}

export const LOOPBACK_IPV4 = '127.0.0.1';
const LOOPBACK_IPV6 = '::1';

/** The loopback addresses of one port, each with its server. */
export interface Loopback {
  port: number;
  servers: Map<string, HttpServer>;
  /** Whether this machine has no `::1`. */
  withoutIpv6: boolean;
}

type LoopbackResult = { ok: true; loopback: Loopback } | { ok: false; error: BindError };

interface LoopbackOptions {
  createServer: () => HttpServer;
  /** 0: any port that is free on both addresses. */
  port: number;
  /** The second address; tests name one that this machine lacks. */
  ipv6?: string;
}

/** A port that is free on 127.0.0.1 may be taken on ::1. With port 0 it is worth trying another. */
const EPHEMERAL_TRIES = 20;

/**
 * Binds both loopback addresses on one port, so that `localhost` gets here whichever of them it means.
 * All or nothing, except that a machine may have IPv6 switched off.
 */
export async function bindLoopback(options: LoopbackOptions): Promise<LoopbackResult> {
  const tries = options.port === 0 ? EPHEMERAL_TRIES : 1;
  let result = await bindOnce(options);
  for (let tried = 1; tried < tries && !result.ok; tried += 1) result = await bindOnce(options);
  return result;
}

async function bindOnce(options: LoopbackOptions): Promise<LoopbackResult> {
  const { createServer, ipv6 = LOOPBACK_IPV6 } = options;
  const first = createServer();
  const onIpv4 = await bind(first.server, LOOPBACK_IPV4, options.port);
  if (!onIpv4.ok) return onIpv4;

  const { port } = onIpv4;
  const servers = new Map([[LOOPBACK_IPV4, first]]);
  const second = createServer();
  const onIpv6 = await bind(second.server, ipv6, port);
  if (onIpv6.ok) {
    servers.set(ipv6, second);
    return { ok: true, loopback: { port, servers, withoutIpv6: false } };
  }
  if (isAbsent(onIpv6.error.code)) {
    return { ok: true, loopback: { port, servers, withoutIpv6: true } };
  }
  first.server.close();
  return onIpv6;
}

/** Ports that a LiveKit developer's other tools will take as soon as they start. */
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
