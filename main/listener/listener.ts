import { stopServer, type HttpServer } from '../server/http-server.ts';
import { bind, type BindError, bindLoopback, LOOPBACK_IPV4 } from './bind.ts';
import { probeAddress, type ProbeResult } from './probe.ts';

/** How long requests in flight may take after a stop: a host has to be gone within two seconds. */
export const STOP_WITHIN_MS = 1_500;

/** One address of this machine: bound and asked, or why not. */
export interface AddressStatus {
  address: string;
  probe: ProbeResult;
  error?: BindError;
}

/** The endpoint on one port: its loopback addresses, and while LAN is on those of the networks. */
export interface Listener {
  readonly port: number;
  readonly withoutIpv6: boolean;
  loopback(): AddressStatus[];
  lan(): AddressStatus[];
  /** Asks every address again who answers there. Whether 127.0.0.1 is still this process. */
  verify(): Promise<boolean>;
  /** Binds the addresses that are new, leaves those that are gone. Loopback is not touched. */
  setLan(addresses: readonly string[]): Promise<void>;
  /** Refuses new connections from now on; resolves when the old ones are gone. */
  stop(withinMs: number): Promise<void>;
}

interface ListenerOptions {
  createServer: () => HttpServer;
  port: number;
  instanceId: string;
}

export type OpenFailure =
  | { kind: 'bind'; error: BindError }
  | { kind: 'probe'; probe: ProbeResult; address: string; port: number };

export type OpenResult = { ok: true; listener: Listener } | { ok: false; why: OpenFailure };

interface Bound extends AddressStatus {
  /** Absent where the address could not be bound. */
  httpServer?: HttpServer;
}

/**
 * Opens `port` on the loopback addresses, and asks itself through each of them. Open means that
 * 127.0.0.1 answered as this process; anything else is undone.
 */
export async function openListener(options: ListenerOptions): Promise<OpenResult> {
  const { createServer, instanceId } = options;
  const result = await bindLoopback({ createServer, port: options.port });
  if (!result.ok) return { ok: false, why: { kind: 'bind', error: result.error } };

  const { port, servers, withoutIpv6 } = result.loopback;
  const loopback: Bound[] = [...servers].map(([address, httpServer]) => ({
    address,
    httpServer,
    probe: 'silent',
  }));
  let lan: Bound[] = [];
  const leaving = new Set<Promise<void>>();

  const ask = async (bound: Bound): Promise<void> => {
    if (bound.httpServer === undefined) return;
    bound.probe = await probeAddress({ host: bound.address, port, instanceId });
  };

  const bindLan = async (address: string): Promise<Bound> => {
    const httpServer = createServer();
    const onAddress = await bind(httpServer.server, address, port);
    if (!onAddress.ok) return { address, probe: 'silent', error: onAddress.error };
    const bound: Bound = { address, httpServer, probe: 'silent' };
    await ask(bound);
    return bound;
  };

  const leave = (bounds: readonly Bound[], withinMs: number): void => {
    for (const { httpServer } of bounds) {
      if (httpServer === undefined) continue;
      const left = stopServer(httpServer, withinMs).finally(() => leaving.delete(left));
      leaving.add(left);
    }
  };

  const mainProbe = (): ProbeResult =>
    loopback.find(({ address }) => address === LOOPBACK_IPV4)?.probe ?? 'silent';

  const listener: Listener = {
    port,
    withoutIpv6,
    loopback: () => loopback.map(withoutServer),
    lan: () => lan.map(withoutServer),
    verify: async () => {
      await Promise.all([...loopback, ...lan].map(ask));
      return mainProbe() === 'ours';
    },
    setLan: async (addresses) => {
      const wanted = new Set(addresses);
      const kept = new Map<string, Bound>();
      for (const bound of lan) {
        if (!wanted.has(bound.address)) leave([bound], STOP_WITHIN_MS);
        else if (bound.httpServer !== undefined) kept.set(bound.address, bound);
      }
      lan = await Promise.all(
        addresses.map(async (address) => kept.get(address) ?? (await bindLan(address))),
      );
    },
    stop: async (withinMs) => {
      leave([...loopback, ...lan], withinMs);
      await Promise.all(leaving);
    },
  };

  if (await listener.verify()) return { ok: true, listener };
  await listener.stop(0);
  return { ok: false, why: { kind: 'probe', probe: mainProbe(), address: LOOPBACK_IPV4, port } };
}

function withoutServer({ httpServer: _httpServer, ...status }: Bound): AddressStatus {
  return status;
}
