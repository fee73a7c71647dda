import { bind, isAbsent, type BindError } from './bind.ts';
import type { HttpServer } from '../server/http-server.ts';

export const LOOPBACK_IPV4 = '127.0.0.1';
export const LOOPBACK_IPV6 = '::1';

/** The loopback addresses of one port, each with its server. */
export interface Loopback {
  port: number;
  servers: Map<string, HttpServer>;
  /** Whether this machine has no `::1`. */
  withoutIpv6: boolean;
}

export type LoopbackResult = { ok: true; loopback: Loopback } | { ok: false; error: BindError };

interface LoopbackOptions {
  createServer: () => HttpServer;
  /** 0: any port that is free on both addresses. */
  port: number;
  /** The second address; tests name one that this machine does not have. */
  ipv6?: string;
}

/** A port that is free on 127.0.0.1 may be taken on ::1. With port 0 it is worth another throw. */
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
