import type { CallName, CallValue } from '../../../main/contract/calls.ts';
import { createClient, type CallArguments } from '../../../main/contract/client.ts';
import type { PhoneHop, PhoneHopName } from '../../../main/contract/phone-check.ts';
import { createTokenTray, type TokenTray } from '../../../main/core/create-token-tray.ts';
import type { RawRequest } from '../../../main/core/ports.ts';
import { inProcessTransport } from '../../fixtures/in-process-transport.ts';
import { createMemoryPorts, type MemoryPorts } from '../../fixtures/memory-ports.ts';

export interface PhoneCore {
  ports: MemoryPorts;
  tokenTray: TokenTray;
  call<Name extends CallName>(name: Name, ...input: CallArguments<Name>): Promise<CallValue<Name>>;
  setLan(lan: boolean, lanUntil?: number): Promise<void>;
  hop(name: PhoneHopName): PhoneHop | undefined;
  close(): Promise<void>;
}

/** A core that serves, for tests of what a phone needs. */
export async function startPhoneCore(
  options: Parameters<typeof createMemoryPorts>[0] = {},
): Promise<PhoneCore> {
  const ports = createMemoryPorts(options);
  const tokenTray = createTokenTray(ports);
  await tokenTray.start();
  const client = createClient(inProcessTransport(tokenTray));
  const call: PhoneCore['call'] = async (name, ...input) => {
    const reply = await client.call(name, ...input);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
    return reply.value;
  };
  return {
    ports,
    tokenTray,
    call,
    async setLan(lan, lanUntil) {
      const { revision } = tokenTray.snapshot();
      await call('settings.update', {
        revision,
        changes: { server: { lan, ...(lanUntil === undefined ? {} : { lanUntil }) } },
      });
    },
    hop: (name) => tokenTray.snapshot().phone?.hops.find(({ hop }) => hop === name),
    close: () => tokenTray.close(),
  };
}

export const PHONE_REQUEST: RawRequest = {
  id: 'request-of-a-phone',
  receivedAt: 0,
  method: 'POST',
  target: '/check/token',
  path: '/check/token',
  headers: {},
  body: '',
  caller: { host: '192.168.1.20', from: 'lan', address: '192.168.1.7' },
};
