import { failure, type Failure } from '../contract/errors.ts';
import type { BindError } from './bind.ts';
import { freePortAfter } from './free-port.ts';
import type { OpenFailure } from './listener.ts';
import { portListeners, type PortListener } from './port-owner.ts';
import { probeAddress } from './probe.ts';

export interface PortFailure {
  failure: Failure;
  suggestedPort?: number;
}

/** What to tell a person about a port that could not be opened, with who has it and what is free. */
export async function openFailure(why: OpenFailure, instanceId: string): Promise<PortFailure> {
  if (why.kind === 'bind') return bindFailure(why.error, instanceId);
  const { address, port } = why;
  if (why.probe === 'silent') return { failure: failure('port_unreachable', { address, port }) };
  return withSuggestion('port_shadowed', { address, port }, await freePortAfter(port));
}

async function bindFailure(error: BindError, instanceId: string): Promise<PortFailure> {
  const { code, address, port } = error;
  if (code === 'EADDRINUSE') return portInUse(port, instanceId);
  if (code === 'EACCES' || code === 'EPERM') {
    return { failure: failure('port_forbidden', { port }) };
  }
  return { failure: failure('address_unavailable', { address }) };
}

async function portInUse(port: number, instanceId: string): Promise<PortFailure> {
  const [listeners, suggestion, answer] = await Promise.all([
    portListeners(port),
    freePortAfter(port),
    probeAddress({ host: '127.0.0.1', port, instanceId, timeoutMs: 500 }),
  ]);
  const owner = ownerPhrase(listeners, answer === 'another-token-tray');
  return withSuggestion('port_in_use', { port, owner }, suggestion);
}

function withSuggestion(
  code: 'port_in_use' | 'port_shadowed',
  details: Readonly<Record<string, string | number>>,
  suggestion: number | undefined,
): PortFailure {
  if (suggestion === undefined) return { failure: failure(code, details) };
  return { failure: failure(code, { ...details, suggestion }), suggestedPort: suggestion };
}

/** How the owner of a port stands in a sentence, with its leading space; empty where nothing is known. */
export function ownerPhrase(listeners: readonly PortListener[], isTokenTray: boolean): string {
  const [owner] = listeners;
  if (owner?.pid === process.pid) return ' by Token Tray itself';
  const name = isTokenTray ? 'another Token Tray' : owner?.name;
  if (name === undefined) return owner === undefined ? '' : ` by process ${owner.pid}`;
  return owner === undefined ? ` by ${name}` : ` by ${name} (process ${owner.pid})`;
}
