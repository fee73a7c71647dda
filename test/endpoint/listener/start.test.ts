import { smallServer } from './small-app.ts';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { Server, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import express from 'express';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as v from 'valibot';
import { ServerSettingsSchema } from '../../../main/contract/settings.ts';
import { lanAddresses } from '../../../main/listener/own-addresses.ts';
import { bindLoopback } from '../../../main/listener/bind.ts';
import { servingState } from '../../../main/listener/serving-state.ts';
import { foreignServer } from './foreign-server.ts';
import { servingEndpoint, SETTINGS, stateThat, testEndpoint } from './started-endpoint.ts';

const run = promisify(execFile);

describe('addresses', () => {
  it('R4 A18 W28 binds 127.0.0.1 and ::1 by address, on one port', async () => {
    const { endpoint, port } = await servingEndpoint();
    expect(endpoint.state).toEqual({
      status: 'serving',
      port,
      addresses: [
        { address: '127.0.0.1', reachable: true },
        { address: '::1', reachable: true },
      ],
      lan: false,
      lanAddresses: [],
    });
  });

  it('R4 answers by name and by address, whichever family a client tries first', async () => {
    const { port, instanceId } = await servingEndpoint();
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      for (const order of ['ipv4first', 'verbatim']) {
        const code = `fetch('http://${host}:${port}/health').then((r) => r.json()).then((h) => console.log(h.instance_id))`;
        const { stdout } = await run(process.execPath, [`--dns-result-order=${order}`, '-e', code]);
        expect([host, order, stdout.trim()]).toEqual([host, order, instanceId]);
      }
    }
  });

  it('R4 serves IPv4 alone where the machine has no ::1, and says so', async () => {
    const result = await bindLoopback({
      createServer: () => smallServer(),
      port: 0,
      // From the block for documentation: no machine has it, which is what a switched-off IPv6 looks like.
      ipv6: '2001:db8::1',
    });
    if (!result.ok) throw new Error(result.error.code);
    const { servers, withoutIpv6, port } = result.loopback;
    onTestFinished(() => void servers.get('127.0.0.1')?.server.close());
    expect([[...servers.keys()], withoutIpv6]).toEqual([['127.0.0.1'], true]);

    const listener = {
      port,
      withoutIpv6,
      loopback: () => [{ address: '127.0.0.1', probe: 'ours' as const }],
      lan: () => [],
      verify: () => Promise.resolve(true),
      setLan: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
    const state = servingState(listener, {
      lan: false,
      notes: [],
      platform: 'linux',
      interfaces: {},
    });
    expect(state).toMatchObject({ warning: expect.stringContaining('IPv6 is off') });
  });

  it('A18 refuses a connection through an address of the network', async () => {
    const { port } = await servingEndpoint();
    for (const address of lanAddresses(networkInterfaces())) {
      const socket = connect({ host: address, port });
      const [error] = await once(socket, 'error');
      expect([address, error]).toEqual([
        address,
        expect.objectContaining({ code: 'ECONNREFUSED' }),
      ]);
    }
  });

  it('A22 has no setting that could hold an address: all interfaces are the LAN switch alone', () => {
    for (const host of ['0', '0x0', '0.0', '0.0.0.0', '::', '::0', '[::]', '::ffff:0.0.0.0', '']) {
      expect([host, v.safeParse(ServerSettingsSchema, { ...SETTINGS, host }).success]).toEqual([
        host,
        false,
      ]);
    }
  });
});

describe('a port that is taken', () => {
  it.each(['127.0.0.1', '::1', '0.0.0.0', '::'])(
    'R1 R2 is a state with its owner and a free port to choose, and never a silent move (%s)',
    async (host) => {
      const foreign = await foreignServer(host);
      const { endpoint, states } = testEndpoint();
      const state = await endpoint.apply({ ...SETTINGS, port: foreign.port });
      expect(state).toEqual({
        status: 'failed',
        port: foreign.port,
        failure: {
          code: 'port_in_use',
          message: expect.stringContaining(`Port ${foreign.port} is taken by`),
          details: {
            port: foreign.port,
            owner: ' by Token Tray itself',
            suggestion: expect.any(Number),
          },
        },
        suggestedPort: expect.any(Number),
      });
      expect(states.map(({ status }) => status)).toEqual(['starting', 'failed']);
      if (state.status !== 'failed') throw new Error('unreachable');
      const moved = await endpoint.apply({ ...SETTINGS, port: state.suggestedPort ?? 0 });
      expect(moved).toMatchObject({ status: 'serving', port: state.suggestedPort });
    },
  );

  it('R1 names the process that has it', async () => {
    const code =
      "const s = require('http').createServer(); s.listen(0, '127.0.0.1', () => console.log(s.address().port))";
    const child = execFile(process.execPath, ['-e', code]);
    onTestFinished(() => void child.kill());
    if (child.stdout === null) throw new Error('no output');
    const [line] = await once(child.stdout, 'data');
    const { endpoint } = testEndpoint();
    const state = await endpoint.apply({ ...SETTINGS, port: Number(line) });
    expect(state).toMatchObject({
      failure: { details: { owner: expect.stringMatching(`^ by .+ \\(process ${child.pid}\\)$`) } },
    });
  });

  it('R1 is tried again until it is free, without a word in between', async () => {
    const foreign = await foreignServer('127.0.0.1');
    const { endpoint, states } = testEndpoint({ timing: { retryMs: 10 } });
    await endpoint.apply({ ...SETTINGS, port: foreign.port });
    const tries = vi.spyOn(Server.prototype, 'listen');
    onTestFinished(() => tries.mockRestore());
    await vi.waitFor(() => expect(tries.mock.calls.length).toBeGreaterThan(3));
    expect(states.map(({ status }) => status)).toEqual(['starting', 'failed']);
    await foreign.close();
    const state = await stateThat(endpoint, ({ status }) => status === 'serving');
    expect(state).toMatchObject({ port: foreign.port });
  });

  it('R1 is not tried again once the user chose otherwise', async () => {
    const foreign = await foreignServer('127.0.0.1');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { endpoint, states } = testEndpoint();
    await endpoint.apply({ ...SETTINGS, port: foreign.port });
    expect(vi.getTimerCount()).toBe(1);
    await endpoint.apply({ ...SETTINGS, port: foreign.port, serve: false });
    expect(vi.getTimerCount()).toBe(0);
    expect(states.map(({ status }) => status)).toEqual(['starting', 'failed', 'stopped']);
  });
});

describe('who answers', () => {
  it('R1 R3 serves only once its own /health answered with its own id', async () => {
    const impostor = express();
    impostor.get('/health', (_request, response) => {
      response.json({ instance_id: 'another', version: '0.0.0', status: 'ok' });
    });
    const { endpoint, states } = testEndpoint({ app: impostor });
    const state = await endpoint.apply(SETTINGS);
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'port_shadowed' } });
    expect(states.some(({ status }) => status === 'serving')).toBe(false);
  });

  it('R3 does not take silence for an answer', async () => {
    const silent = express();
    silent.get('/health', () => undefined);
    const { endpoint } = testEndpoint({ app: silent });
    const state = await endpoint.apply(SETTINGS);
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'port_unreachable' } });
  });

  it('R3 warns where ::1 leads elsewhere although 127.0.0.1 is ours', () => {
    const listener = {
      port: 7885,
      withoutIpv6: false,
      loopback: () => [
        { address: '127.0.0.1', probe: 'ours' as const },
        { address: '::1', probe: 'foreign' as const },
      ],
      lan: () => [],
      verify: () => Promise.resolve(true),
      setLan: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
    expect(
      servingState(listener, { lan: false, notes: [], platform: 'linux', interfaces: {} }),
    ).toMatchObject({
      addresses: [
        { address: '127.0.0.1', reachable: true },
        { address: '::1', reachable: false },
      ],
      warning: 'Another program answers at ::1, port 7885. Stop it, or choose another port.',
    });
  });
});
