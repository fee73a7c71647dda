import { failure, type ErrorCode, type Failure } from '../contract/errors.ts';
import { DEFAULT_PORT } from '../contract/limits-and-defaults.ts';
import type { BindError } from './bind.ts';
import { freePortAfter, LOWEST_UNPRIVILEGED_PORT } from './free-port.ts';
import type { OpenFailure } from './listener.ts';
import { portListeners, type PortListener } from './port-owner.ts';
import { probeAddress } from './probe.ts';

export interface PortFailure {
  failure: Failure;
  suggestedPort?: number;
}

/** What to tell a person about a port that could not be opened, with who has it and what is free. */
export async function openFailure(
  why: OpenFailure,
  instanceId: string,
  platform = process.platform,
): Promise<PortFailure> {
  if (why.kind === 'bind') return bindFailure(why.error, instanceId, platform);
  const { address, port } = why;
  if (why.probe === 'silent') return { failure: failure('port_unreachable', { address, port }) };
  return withSuggestion('port_shadowed', { address, port }, await freePortAfter(port));
}

/** What the system's code for a failed bind means here. */
export function bindFailureCode(code: string, platform = process.platform): ErrorCode {
  if (code === 'EADDRINUSE') return 'port_in_use';
  if (code !== 'EACCES' && code !== 'EPERM') return 'address_unavailable';
  return platform === 'win32' ? 'port_reserved' : 'port_forbidden';
}

async function bindFailure(
  { code: systemCode, address, port }: BindError,
  instanceId: string,
  platform: NodeJS.Platform,
): Promise<PortFailure> {
  const code = bindFailureCode(systemCode, platform);
  if (code === 'address_unavailable') return { failure: failure(code, { address }) };
  // Below 1024 everything may be forbidden, and the usual port is easier to remember than 1024.
  const after = port < LOWEST_UNPRIVILEGED_PORT ? DEFAULT_PORT - 1 : port;
  const [listeners, suggestion, answer] = await Promise.all([
    portListeners(port),
    freePortAfter(after),
    probeAddress({ host: '127.0.0.1', port, instanceId, timeoutMs: 500 }),
  ]);
  // Windows says "not allowed", too, where a program has the port for itself alone.
  if (code === 'port_in_use' || (code === 'port_reserved' && listeners.length > 0)) {
    const owner = ownerPhrase(listeners, answer === 'another-token-tray');
    return withSuggestion('port_in_use', { port, owner }, suggestion);
  }
  return withSuggestion(code, { port }, suggestion);
}

function withSuggestion(
  code: ErrorCode,
  details: Readonly<Record<string, string | number>>,
  suggestion: number | undefined,
): PortFailure {
  if (suggestion === undefined) {
    return { failure: failure(code, { ...details, suggestion: 'one above 1024' }) };
  }
  return { failure: failure(code, { ...details, suggestion }), suggestedPort: suggestion };
}

/** The owner of a port as part of a sentence, with a leading space; empty if unknown. */
export function ownerPhrase(listeners: readonly PortListener[], isTokenTray: boolean): string {
  const [owner] = listeners;
  if (owner?.pid === process.pid) return ' by Token Tray itself';
  const name = isTokenTray ? 'another Token Tray' : owner?.name;
  if (name === undefined) return owner === undefined ? '' : ` by process ${owner.pid}`;
  return owner === undefined ? ` by ${name}` : ` by ${name} (process ${owner.pid})`;
}
