import type { AccessSettings } from '../../core/ports.ts';
import type { Blocked } from './blocked.ts';
import { checkHost } from './host.ts';
import { checkOrigin } from './origin.ts';

/** Apps ask under a handful of names; whoever sends many is not one of them. */
const MAX_REMEMBERED = 256;
const MAX_REMEMBERED_LENGTH = 256;

/** The Host and Origin decisions under one set of settings, each made once per value. */
export interface Decisions {
  readonly access: AccessSettings;
  readonly port: number;
  host(header: string | undefined): { hostname: string } | Blocked;
  origin(origin: string, hostname: string): Blocked | undefined;
}

export interface DecisionsOptions {
  access: AccessSettings;
  /** The machine's own name, as the system tells it. */
  machineName: string;
  port: number;
}

export function createDecisions({ access, machineName, port }: DecisionsOptions): Decisions {
  const { allowedHosts, lan } = access;
  const host = remembering((header: string) =>
    checkHost(header, { allowedHosts, lan, machineName, port }),
  );
  /** By Host, since a page of that host is allowed. */
  const origins = remembering((hostname: string) =>
    remembering((origin: string) => ({ blocked: checkOrigin(origin, hostname, access) })),
  );
  return {
    access,
    port,
    host: (header = '') => host(header),
    origin: (origin, hostname) => origins(hostname)(origin).blocked,
  };
}

function remembering<Decision extends object>(
  decide: (value: string) => Decision,
): (value: string) => Decision {
  const decisions = new Map<string, Decision>();
  return (value) => {
    const known = decisions.get(value);
    if (known !== undefined) return known;
    const decision = decide(value);
    if (value.length <= MAX_REMEMBERED_LENGTH) {
      if (decisions.size >= MAX_REMEMBERED) decisions.clear();
      decisions.set(value, decision);
    }
    return decision;
  };
}
