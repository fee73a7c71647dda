import { Agent, get } from 'node:http';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServerState } from '../../../main/contract/server-state.ts';
import { itWithAddress, itWithTwoAddresses } from './bindable-addresses.ts';
import { foreignServer } from './foreign-server.ts';
import { expectServing, servingEndpoint, SETTINGS, stateThat } from './started-endpoint.ts';

interface Answered {
  status: number | undefined;
  body: string;
  connection: string | undefined;
}

/** One request that says so when it is broken off. */
function ask(port: number, path: string, agent: Agent, host = '127.0.0.1'): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path, agent }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode, body, connection: response.headers.connection }),
      );
    });
    request.on('error', reject);
  });
}

function keepAliveAgent(): Agent {
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  return agent;
}

function network(...addresses: string[]): NodeJS.Dict<NetworkInterfaceInfo[]> {
  return { en0: addresses.map(interfaceInfo) };
}

function interfaceInfo(address: string): NetworkInterfaceInfo {
  const rest = { address, netmask: '', mac: '', internal: false, cidr: null };
  return address.includes(':')
    ? { ...rest, family: 'IPv6', scopeid: 0 }
    : { ...rest, family: 'IPv4' };
}

function hasLanAddress(address: string): (state: ServerState) => boolean {
  return (state) => state.status === 'serving' && state.lanAddresses[0] === address;
}

describe('settings that change', () => {
  it('R6 answers 50 requests in flight on the old port after the move, and the next on the new', async () => {
    const { endpoint, port, states, until, release } = await servingEndpoint();
    const agent = keepAliveAgent();
    const inFlight = Array.from({ length: 50 }, () => ask(port, '/token?hold', agent));
    await until(50);

    const free = await foreignServer('127.0.0.1');
    await free.close();
    const moved = expectServing(await endpoint.apply({ ...SETTINGS, port: free.port }));
    expect(moved.port).toBe(free.port);
    expect((await ask(moved.port, '/token', agent)).status).toBe(200);
    await expect(ask(port, '/token', new Agent())).rejects.toThrow('ECONNREFUSED');

    release();
    const answers = await Promise.all(inFlight);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(answers.filter(({ connection }) => connection === 'close')).toHaveLength(50);
    // The new port was bound before the old one was left: at no moment was nothing served.
    expect(states.map(({ status }) => status)).toEqual(['starting', 'serving', 'serving']);
  });

  itWithAddress(
    'R6 answers 50 requests in flight while LAN is switched on and off, on the same connections',
    async (address) => {
      const { endpoint, port, until, release } = await servingEndpoint({
        networkInterfaces: () => network(address),
      });
      const agent = keepAliveAgent();
      const inFlight = Array.from({ length: 50 }, () => ask(port, '/token?hold', agent));
      await until(50);
      const on = expectServing(await endpoint.apply({ ...SETTINGS, port, lan: true }));
      expect(on).toMatchObject({ lan: true, lanAddresses: [address] });
      expect((await ask(port, '/token', new Agent(), address)).status).toBe(200);
      const off = expectServing(await endpoint.apply({ ...SETTINGS, port }));
      expect(off).toMatchObject({ lan: false, lanAddresses: [] });
      await expect(ask(port, '/token', new Agent(), address)).rejects.toThrow('ECONNREFUSED');

      release();
      const answers = await Promise.all(inFlight);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
      expect(answers.filter(({ connection }) => connection === 'keep-alive')).toHaveLength(50);
    },
  );

  it('R6 leaves the port alone where nothing changed', async () => {
    const { endpoint, port, states } = await servingEndpoint();
    expect(await endpoint.apply(SETTINGS)).toMatchObject({ status: 'serving', port });
    expect(await endpoint.apply({ ...SETTINGS, port })).toMatchObject({ status: 'serving', port });
    expect(states.map(({ status }) => status)).toEqual(['starting', 'serving']);
  });

  it('R7 answers why a move failed, and the old port was never left', async () => {
    const { endpoint, port, states, until, release } = await servingEndpoint();
    const agent = keepAliveAgent();
    const inFlight = ask(port, '/token?hold', agent);
    await until(1);
    const foreign = await foreignServer('127.0.0.1');
    const outcome = await endpoint.apply({ ...SETTINGS, port: foreign.port });
    expect(outcome).toMatchObject({ status: 'failed', failure: { code: 'port_in_use' } });
    expect(endpoint.state).toMatchObject({ status: 'serving', port });
    expect(states.map(({ status }) => status)).toEqual(['starting', 'serving']);
    release();
    expect((await inFlight).connection).toBe('keep-alive');
    expect((await ask(port, '/token', agent)).status).toBe(200);
  });

  it('carries out wishes one after another, each with its own outcome', async () => {
    const { endpoint, port } = await servingEndpoint();
    const [stopped, started, again] = await Promise.all([
      endpoint.apply({ ...SETTINGS, serve: false }),
      endpoint.apply({ ...SETTINGS, port }),
      endpoint.apply({ ...SETTINGS, port }),
    ]);
    expect([stopped.status, started.status, again.status]).toEqual([
      'stopped',
      'serving',
      'serving',
    ]);
    expect(endpoint.state).toMatchObject({ status: 'serving', port });
  });
});

describe('networks that change', () => {
  const timing = { watchMs: 40 };

  itWithTwoAddresses(
    'R20 follows the addresses of the machine, and loopback goes on',
    async (first, second) => {
      let now = network(first);
      const options = { networkInterfaces: () => now, timing };
      const { endpoint, port, until, release } = await servingEndpoint(options, { lan: true });
      expect(endpoint.state).toMatchObject({ lanAddresses: [first] });
      const agent = keepAliveAgent();
      const inFlight = ask(port, '/token?hold', agent);
      await until(1);

      now = network(second);
      await stateThat(endpoint, hasLanAddress(second));
      expect((await ask(port, '/token', new Agent(), second)).status).toBe(200);
      await expect(ask(port, '/token', new Agent(), first)).rejects.toThrow('ECONNREFUSED');

      now = network(second, first);
      await stateThat(endpoint, (state) => JSON.stringify(state).includes(`"${first}"`));
      expect((await ask(port, '/token', new Agent(), first)).status).toBe(200);
      release();
      expect((await inFlight).connection).toBe('keep-alive');
    },
  );

  itWithAddress(
    'R20 says so where no network is left, or nothing but link-local IPv6',
    async (address) => {
      let now = network(address);
      const options = { networkInterfaces: () => now, timing };
      const { endpoint, port } = await servingEndpoint(options, { lan: true });
      now = network('fe80::1c8f:7fff:fe00:1');
      const state = await stateThat(
        endpoint,
        (each) => 'warning' in each && (each.warning ?? '').includes('on a network'),
      );
      expect(state).toMatchObject({ status: 'serving', lan: true, lanAddresses: [] });
      expect((await ask(port, '/token', new Agent())).status).toBe(200);
    },
  );

  itWithAddress(
    'R20 reports an address that is gone when it is bound, and serves the rest',
    async (address) => {
      // An address for documentation: the list named it, and it went before it could be bound.
      const options = { networkInterfaces: () => network('203.0.113.77', address), timing };
      const { endpoint } = await servingEndpoint(options, { lan: true });
      expect(endpoint.state).toMatchObject({
        lanAddresses: [address],
        warning: expect.stringContaining('Devices cannot use 203.0.113.77'),
      });
    },
  );

  itWithAddress('R20 names a network address whose port another program has', async (address) => {
    const foreign = await foreignServer(address);
    const options = { networkInterfaces: () => network(address), timing };
    const settings = { port: foreign.port, lan: true };
    const { endpoint } = await servingEndpoint(options, settings);
    expect(endpoint.state).toMatchObject({
      lanAddresses: [],
      warning: expect.stringContaining(`another program has port ${foreign.port} there`),
    });
    await foreign.close();
    await stateThat(endpoint, hasLanAddress(address));
  });
});
