import { Server } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isJsonObject } from '../../../main/contract/json.ts';
import { isBlockedByBrowsers, portProblem } from '../../../main/contract/addresses.ts';
import type { OpenFailure } from '../../../main/listener/listener.ts';
import { openFailure } from '../../../main/listener/port-failure.ts';
import { freePortAfter } from '../../../main/listener/bind.ts';
import { foreignServer } from './foreign-server.ts';
import { servingEndpoint, SETTINGS, stateThat, testEndpoint } from './started-endpoint.ts';

/** How fetch of this Node, which follows the same standard as browsers, takes a port. */
async function isRefusedByFetch(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) });
    return false;
  } catch (error) {
    return error instanceof Error && String(error.cause).includes('bad port');
  }
}

describe('ports', () => {
  it.each([Number.NaN, 80.9, -1, 65_536, Number.POSITIVE_INFINITY])(
    'R5 refuses %s as no port',
    async (port) => {
      const { endpoint } = testEndpoint();
      expect(await endpoint.apply({ ...SETTINGS, port })).toMatchObject({
        status: 'failed',
        failure: { code: 'port_invalid', field: 'port' },
      });
    },
  );

  it.each([22, 6000, 6665, 6669, 10_080])('R5 refuses %s, which browsers block', async (port) => {
    const { endpoint } = testEndpoint();
    expect(await endpoint.apply({ ...SETTINGS, port })).toMatchObject({
      status: 'failed',
      port,
      failure: { code: 'port_blocked', details: { port } },
    });
  });

  it('R5 blocks what fetch blocks, and no other', async () => {
    const blocked = Array.from({ length: 65_536 }, (_, port) => port).filter(isBlockedByBrowsers);
    // A port that fetch blocks is refused before a connection, so nothing on this machine is asked.
    for (const port of blocked) expect([port, await isRefusedByFetch(port)]).toEqual([port, true]);
    expect(blocked).toHaveLength(82);
  });

  it('R5 takes the usual ports', () => {
    for (const port of [0, 80, 443, 1024, 3000, 5000, 7885, 8080, 65_535]) {
      expect([port, portProblem(port)]).toEqual([port, undefined]);
    }
  });

  it('R5 R7 keeps serving where it is when the new port is none', async () => {
    const { endpoint, port } = await servingEndpoint();
    expect(await endpoint.apply({ ...SETTINGS, port: 6000 })).toMatchObject({ status: 'failed' });
    expect(endpoint.state).toMatchObject({ status: 'serving', port });
  });

  it('R2 suggests a port that is free on both addresses and that browsers take', async () => {
    const foreign = await foreignServer('::1');
    const suggestion = await freePortAfter(foreign.port - 1);
    expect(suggestion).not.toBe(foreign.port);
    expect(suggestion).toBeGreaterThan(1_023);
    expect(await freePortAfter(6664)).not.toBe(6665);
    expect([7880, 7881, 7882, 7886]).not.toContain(await freePortAfter(7879));
  });
});

function refused(port: number): OpenFailure {
  return { kind: 'bind', error: { code: 'EACCES', address: '127.0.0.1', port } };
}

describe('a port that the system refuses', () => {
  it('R2 is reserved on Windows: what shows the ranges, and a port that is free', async () => {
    const { failure, suggestedPort } = await openFailure(refused(50_100), 'me', 'win32');
    expect(failure.code).toBe('port_reserved');
    expect(failure.message).toContain('netsh int ipv4 show excludedportrange protocol=tcp');
    expect(suggestedPort).toBeGreaterThan(50_100);
    expect(failure.message).toContain(`such as ${suggestedPort}.`);
  });

  it('R2 is low elsewhere: the usual one, or the next that is free', async () => {
    const { failure, suggestedPort } = await openFailure(refused(80), 'me', 'linux');
    expect(failure.code).toBe('port_forbidden');
    expect(suggestedPort).toBeGreaterThanOrEqual(7885);
  });

  it('R1 is tried again on Windows, where a restart moves the reserved ranges', async () => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    const listen = vi.spyOn(Server.prototype, 'listen');
    onTestFinished(() => void vi.restoreAllMocks());
    const wanted = await freePortAfter(40_000);
    if (wanted === undefined) throw new Error('no port is free');
    listen.mockImplementation(function refuse(this: Server, options: unknown) {
      const isWanted = isJsonObject(options) && options['port'] === wanted;
      const code = isWanted ? 'EACCES' : 'EADDRINUSE';
      setImmediate(() => this.emit('error', Object.assign(new Error(code), { code })));
      return this;
    });
    const { endpoint } = testEndpoint({ timing: { retryMs: 10 } });
    const failed = await endpoint.apply({ ...SETTINGS, port: wanted });
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'port_reserved' } });
    expect(failed).toMatchObject({
      failure: { message: expect.stringContaining('such as one above 1024.') },
    });
    listen.mockRestore();
    const state = await stateThat(endpoint, ({ status }) => status === 'serving');
    expect(state).toMatchObject({ port: wanted });
  });
});
