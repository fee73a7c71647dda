import { expect } from 'vitest';
import { createClient, type CallArguments, type Client } from '../../../main/contract/client.ts';
import type { CallName, CallValue } from '../../../main/contract/calls.ts';
import type { ErrorCode, Failure } from '../../../main/contract/errors.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import { inProcessTransport } from '../../fixtures/in-process-transport.ts';
import { createTokenTray, type TokenTray } from '../../../main/core/create-token-tray.ts';
import type { TokenRequest } from '../../../main/core/ports.ts';
import { newRequestId } from '../../../main/server/answer.ts';
import {
  createMemoryEndpoint,
  createMemoryPorts,
  type MemoryEndpoint,
  type MemoryPorts,
} from '../../fixtures/memory-ports.ts';

export const SECRET = 'q3N8vX2kR7pL5wT9yB4mC6dF1gH0jK8sQ2zE5uA7';

export const KITCHEN = {
  name: 'Kitchen',
  url: 'https://kitchen.livekit.cloud',
  apiKey: 'APIkitchen0001',
  apiSecret: SECRET,
};

export interface Harness {
  tokenTray: TokenTray;
  ports: MemoryPorts;
  endpoint: MemoryEndpoint;
  client: Client;
  /** The value of a call that succeeds. */
  call<Name extends CallName>(name: Name, ...input: CallArguments<Name>): Promise<CallValue<Name>>;
  /** The failure of a call that does not. */
  fail(name: string, input?: unknown): Promise<Failure>;
  snapshot(): Snapshot;
  request(overrides?: Partial<TokenRequest>): TokenRequest;
}

/** The core, started, on memory alone. */
export async function startCore(
  options: Parameters<typeof createMemoryPorts>[0] = {},
): Promise<Harness> {
  const endpoint = createMemoryEndpoint();
  const ports = createMemoryPorts({ ...options, endpoint: () => endpoint });
  const tokenTray = createTokenTray(ports);
  await tokenTray.start();
  const client = createClient(inProcessTransport(tokenTray));
  return {
    tokenTray,
    ports,
    endpoint,
    client,
    async call(name, ...input) {
      const reply = await client.call(name, ...input);
      if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
      return reply.value;
    },
    async fail(name, input) {
      const reply = await tokenTray.dispatch(name, input);
      if (reply.ok) throw new Error(`${name} was to fail`);
      return reply.error;
    },
    snapshot: tokenTray.snapshot,
    request: (overrides = {}) => ({
      raw: {
        id: newRequestId(),
        receivedAt: Date.now(),
        method: 'POST',
        target: '/token',
        path: '/token',
        headers: { host: 'localhost:7885', authorization: 'Bearer SENTINEL' },
        body: '{}',
        bodyBytes: 2,
        caller: { host: 'localhost', from: 'loopback', address: '127.0.0.1' },
      },
      fields: { unknown: [] },
      nameIsIdentity: false,
      ...overrides,
    }),
  };
}

export function expectFailure(failure: Failure, code: ErrorCode, field?: string): void {
  expect(failure).toMatchObject({ code, ...(field === undefined ? {} : { field }) });
}
