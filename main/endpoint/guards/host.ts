import { failure } from '../../contract/errors.ts';
import type { Blocked } from './blocked.ts';
import { readHostName } from '../../server/request-checks.ts';

/** Names by which a container reaches the machine it runs on. An outsider cannot give them an address. */
const CONTAINER_HOSTS: ReadonlySet<string> = new Set([
  'host.docker.internal',
  'host.containers.internal',
]);

export interface HostAccess {
  allowedHosts: ReadonlySet<string>;
  lan: boolean;
  /** The machine's own name, as the system tells it. */
  machineName: string;
  /** The port of this endpoint, for the message. */
  port: number;
}

/**
 * Whether a request may come under this Host, which is what stops DNS rebinding: a name that another
 * person controls never passes, whatever it resolves to. IP literals cannot be rebound, so they pass,
 * except the unspecified ones, by which browsers once reached local servers around their own rules.
 */
export function checkHost(
  header: string | undefined,
  access: HostAccess,
): { hostname: string } | Blocked {
  const name = header === undefined ? undefined : readHostName(header);
  if (name === undefined) {
    return { rule: 'host', failure: failure('host_missing', { port: access.port }) };
  }
  const { hostname, kind } = name;
  if (kind === 'loopback' || kind === 'address') return { hostname };
  if (kind === 'name' && isAllowedName(hostname, access)) return { hostname };
  return {
    rule: 'host',
    failure: failure('host_not_allowed', { host: hostname }),
    ...(kind === 'name' ? { remedy: { kind: 'host', value: hostname } as const } : {}),
  };
}

function isAllowedName(hostname: string, { allowedHosts, lan, machineName }: HostAccess): boolean {
  if (CONTAINER_HOSTS.has(hostname) || allowedHosts.has(hostname)) return true;
  if (!lan || machineName === '') return false;
  const own = machineName.toLowerCase().replace(/\.local$/, '');
  return hostname === own || hostname === `${own}.local`;
}
