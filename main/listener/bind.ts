import type { AddressInfo, Server } from 'node:net';
import { BACKLOG } from '../server/limits.ts';

/** Why an address cannot be bound: the system's code, and where. */
export interface BindError {
  code: string;
  address: string;
  port: number;
}

export type BindResult = { ok: true; port: number } | { ok: false; error: BindError };

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

/** What an address family answers that this machine does not have, or has switched off. */
export function isAbsent(code: string): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EPROTONOSUPPORT';
}
