import { afterEach, describe, expect, it } from 'vitest';
import { cause } from '../../../main/contract/causes/causes.ts';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { createLiveKitServer } from '../../../main/adapters/livekit/livekit-server.ts';
import type { LiveKitServer, ServerAnswer } from '../../../main/core/livekit-ports.ts';
import {
  startFakeLiveKitServer,
  type FakeLiveKitOptions,
} from '../../fixtures/fake-livekit-server.ts';
import { idleLiveKitServer } from '../../fixtures/memory-ports.ts';
import { SECRET, startCore } from '../handlers/harness.ts';

const FIELDS = {
  name: 'Kitchen',
  url: 'wss://kitchen.example',
  apiKey: 'APIknown',
  apiSecret: SECRET,
};
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function checkAt(url: string, liveKitServer: LiveKitServer) {
  const { call } = await startCore({ liveKitServer });
  return call('project.test', { fields: { ...FIELDS, url } });
}

async function checkOfFake(options: FakeLiveKitOptions) {
  const server = await startFakeLiveKitServer({ keys: { APIknown: SECRET }, ...options });
  closers.push(() => server.close());
  return checkAt(server.url, createLiveKitServer());
}

/** A server that answers so to validate and can be joined. */
function answering(answer: Partial<ServerAnswer>): LiveKitServer {
  return { ...idleLiveKitServer, ask: async () => ({ durationMs: 5, ...answer }) };
}

describe('the test of a project', () => {
  it.each<[string, number, boolean, string]>([
    ['D49: an hour behind', -3600, false, 'this machine is ahead'],
    ['D49: 70 s behind', -70, false, 'this machine is ahead'],
    ['D50: 45 s behind', -45, true, 'this machine is ahead'],
    ['D50: 10 s behind', -10, true, ''],
    ['D51: 70 s ahead', 70, true, 'the server is ahead'],
    ['D52: 600 s ahead', 600, true, 'the server is ahead'],
    ['D52: an hour ahead', 3600, false, 'the server is ahead'],
  ])('R18, %s', async (_what, offset, ok, direction) => {
    const found = await checkOfFake({ clockOffsetSeconds: offset });
    expect(found.ok).toBe(ok);
    if (!ok) expect(found.finding).toBe('clock_skew');
    expect(Math.abs((found.clockSkewSeconds ?? 0) + offset)).toBeLessThanOrEqual(1);
    expect(found.message).toContain(direction);
    expect(found.message.includes('apart')).toBe(direction !== '');
  });

  it('names the clock that is likely off', async () => {
    const late = answering({ clockOffsetSeconds: 40 });
    const local = await checkAt('ws://localhost:7880', late);
    expect(local.message).toContain('container, virtual machine or WSL');
    const cloud = await checkAt('wss://a.livekit.cloud', late);
    expect(cloud.message).toContain('this machine is likely the one');
  });

  it('D28, D29: a server that creates no room is accepted, and roomCreate is not advised', async () => {
    const found = await checkAt(FIELDS.url, answering({ roomMissing: true }));
    expect(found).toMatchObject({ ok: true, cause: { code: 'room_not_created' } });
    expect(found.message).not.toContain('roomCreate');
  });

  it('D66: is a join, so a proxy that passes no upgrade is found', async () => {
    expect(await checkOfFake({})).toMatchObject({ ok: true, finding: 'accepted' });
    expect(await checkOfFake({ version: null })).toMatchObject({
      ok: false,
      finding: 'no_websocket',
    });
  });

  it('D68: is a join, so a server whose media nothing reaches is found', async () => {
    const media = [
      { protocol: 'udp', address: '203.0.113.1', port: 7882, reachable: false },
    ] as const;
    const found = await checkAt(FIELDS.url, {
      ...idleLiveKitServer,
      probeJoin: async () => ({ signalMs: 1, media: [...media] }),
    });
    expect(found).toMatchObject({ ok: false, finding: 'no_media_path' });
  });

  it('tries the token that an app would get: with the preset and the defaults of the project', async () => {
    const asked: unknown[] = [];
    const { call } = await startCore({
      liveKitServer: {
        ...idleLiveKitServer,
        ask: async ({ token }) => {
          asked.push(decodeClaims(token)?.['roomConfig']);
          const detail = 'unknown field "deployment"';
          return { durationMs: 1, cause: cause('room_config_invalid', { detail }) };
        },
      },
    });
    const { item } = await call('project.create', { fields: FIELDS });
    const { id, revision, defaults } = item;
    const agents = [{ agentName: 'helper', deployment: 'blue' }];
    await call('project.update', { id, revision, changes: { defaults: { ...defaults, agents } } });
    expect(await call('project.test', { id })).toMatchObject({ finding: 'server_too_old' });
    expect(asked.at(-1)).toEqual({ agents });
  });
});
