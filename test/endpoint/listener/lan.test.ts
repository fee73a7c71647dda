import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTokenTray } from '../../../main/core/create-token-tray.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { createEndpointApp } from '../../../main/endpoint/endpoint-app.ts';
import { createEndpoint } from '../../../main/listener/endpoint.ts';
import { lanAddresses } from '../../../main/listener/own-addresses.ts';
import { createMemoryPorts, createMemorySettingsStore } from '../../fixtures/memory-ports.ts';

const log = (): void => {};

describe('the shipped endpoint on the networks of this machine', () => {
  it('R20 A19 reaches itself through each address, past its own guards, while LAN is on', async () => {
    const seed = seedSettings();
    const settings = { ...seed, server: { ...seed.server, port: 0, lan: true } };
    const instanceId = 'lan-real';
    const ports = createMemoryPorts({
      settings: createMemorySettingsStore(settings),
      endpoint: (core) => {
        const app = createEndpointApp(core, {
          instanceId,
          version: '0.0.0',
          state: () => ({ status: 'stopped' }),
          log,
        });
        return createEndpoint({ ...app, instanceId, log });
      },
    });
    const tokenTray = createTokenTray(ports);
    onTestFinished(() => tokenTray.close());
    await tokenTray.start();
    const { server } = tokenTray.snapshot();
    if (server.status !== 'serving') throw new Error(`The endpoint is ${server.status}.`);
    // IPv6 addresses come and go by themselves on some systems; those of IPv4 stay for a test.
    const expected = ['127.0.0.1', ...lanAddresses(networkInterfaces()).filter(isIPv4)];
    const reached = server.addresses.filter(({ reachable }) => reachable);
    expect(reached.map(({ address }) => address)).toEqual(expect.arrayContaining(expected));
    expect(server.lan).toBe(true);
  });
});
