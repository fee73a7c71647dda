import type { Failure } from './errors.ts';
import { fillIn } from './text.ts';

interface ListeningAddress {
  address: string;
  /** Whether /health, asked at this address, is answered by this very process. */
  reachable: boolean;
}

/** What the token endpoint really does, checked by a request to itself; never a stored wish. */
export type ServerState =
  | { status: 'stopped' }
  | { status: 'starting'; port: number }
  | {
      status: 'serving';
      port: number;
      addresses: ListeningAddress[];
      lan: boolean;
      /** Addresses of this machine that a phone can use, while `lan` is on. */
      lanAddresses: string[];
      /** The interface of each of them, such as `en0`. */
      lanInterfaces?: Readonly<Record<string, string>>;
      /** What is wrong although tokens are served, such as IPv6 being off. */
      warning?: string;
    }
  | {
      status: 'failed';
      port: number;
      failure: Failure;
      /** The next free port, if another port would help. */
      suggestedPort?: number;
    };

/** What may be wrong with an endpoint that is serving. `{name}` is filled from the details. */
const SERVER_WARNINGS = {
  ipv6_off:
    'IPv6 is off on this machine, so only 127.0.0.1 answers. Apps that use localhost still get through.',
  address_silent:
    '{address} does not answer. A firewall or a proxy on this machine may be blocking it.',
  address_foreign:
    'Another program answers at {address}, port {port}. Stop it, or choose another port.',
  localhost_elsewhere:
    '"localhost" resolves to {address} on this machine, which is not this server. Use http://127.0.0.1:{port}/token, or fix the hosts file.',
  port_shared:
    'Another program listens on port {port} too{owner}. Apps that do not use the name localhost may reach it. Stop it, or choose another port.',
  airplay:
    'macOS uses port {port} for AirPlay Receiver. Switch that off, or choose another port, such as 7885.',
  lan_address_taken:
    'Devices cannot use {address}: another program has port {port} there. Stop it, or choose another port.',
  lan_address_gone: 'Devices cannot use {address}: this machine no longer has it.',
  lan_without_address:
    'This machine is not on a network, so no device can reach it. It will answer once it is.',
} as const;

type ServerWarningCode = keyof typeof SERVER_WARNINGS;

export function serverWarning(
  code: ServerWarningCode,
  details: Readonly<Record<string, string | number>> = {},
): string {
  return fillIn(SERVER_WARNINGS[code], details);
}
