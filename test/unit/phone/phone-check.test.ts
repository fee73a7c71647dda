import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cause } from '../../../main/contract/causes/causes.ts';
import { idleLiveKitServer } from '../../fixtures/memory-ports.ts';
import { PHONE_REQUEST, startPhoneCore, type PhoneCore } from './phone-core.ts';

const NOW = Date.parse('2026-11-26T08:00:00Z');
const MINUTE = 60_000;

let core: PhoneCore;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  core = await startPhoneCore();
});

afterEach(async () => {
  await core.close();
  vi.useRealTimers();
});

const visitor = () => core.ports.endpointCore().check;
const server = () => core.tokenTray.snapshot().settings.server;

/** Opens the check at one address and answers its code. */
async function open(minutes?: number): Promise<string> {
  const serving = core.tokenTray.snapshot().server;
  if (serving.status === 'serving') Object.assign(serving, { lanAddresses: ['192.168.1.20'] });
  const { links } = await core.call('phone.open', minutes === undefined ? {} : { minutes });
  return links.length === 0 ? '' : new URL(links[0]?.url ?? '').hash.slice(1);
}

describe('the phone check', () => {
  it('turns LAN on for the time that was chosen', async () => {
    await open(15);
    expect(server()).toMatchObject({ lan: true, lanUntil: NOW + 15 * MINUTE });
    expect(core.tokenTray.snapshot().hasLanKey).toBe(true);
  });

  it('turns LAN off at a whole millisecond, as the settings want it, by a clock with fractions', async () => {
    await core.close();
    core = await startPhoneCore({ now: NOW + 0.448 });
    await open(15);
    expect(server()).toMatchObject({ lanUntil: NOW + 15 * MINUTE });
  });

  it('leaves LAN as it is where it is on already', async () => {
    await core.setLan(true);
    await open(15);
    expect(server()).not.toHaveProperty('lanUntil');
  });

  it('starts serving if that was stopped', async () => {
    await core.call('server.stop');
    await open();
    expect(core.tokenTray.snapshot().server).toMatchObject({ status: 'serving', lan: true });
  });

  it('shows the code in its answer alone, and lets one phone in with it', async () => {
    await core.setLan(true);
    const code = await open();
    expect(code.length).toBeGreaterThanOrEqual(22);
    expect(JSON.stringify(core.tokenTray.snapshot())).not.toContain(code);
    expect(visitor().enter('another', undefined)).toBeUndefined();
    const session = visitor().enter(code, undefined) ?? '';
    expect(visitor().isIn(session)).toBe(true);
    expect(visitor().isIn(code)).toBe(false);
    expect(visitor().enter(code, undefined)).toBeUndefined();
  });

  it('is over for a phone once it is closed or opened again', async () => {
    await core.setLan(true);
    const session = visitor().enter(await open(), undefined) ?? '';
    const next = await open();
    expect(visitor().isIn(session)).toBe(false);
    await core.call('phone.close');
    expect(visitor().isOpen()).toBe(false);
    expect(visitor().enter(next, undefined)).toBeUndefined();
    expect(core.tokenTray.snapshot()).not.toHaveProperty('phone');
  });

  it('says after 15 s what may keep a phone from coming, and takes it back when one comes', async () => {
    await core.setLan(true);
    const code = await open();
    await vi.advanceTimersByTimeAsync(14_999);
    expect(core.hop('endpoint')).toEqual({ hop: 'endpoint', state: 'waiting' });
    await vi.advanceTimersByTimeAsync(1);
    expect(core.hop('endpoint')?.cause?.code).toBe('phone_not_seen');
    visitor().enter(code, undefined);
    expect(core.hop('endpoint')).toEqual({ hop: 'endpoint', state: 'running' });
  });

  it('says at which hop a phone went away', async () => {
    await core.setLan(true);
    visitor().enter(await open(), undefined);
    await visitor().report({ hop: 'endpoint', state: 'ok', ms: 12.4 });
    await visitor().report({ hop: 'token', state: 'running' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(core.hop('endpoint')).toEqual({ hop: 'endpoint', state: 'ok', ms: 12 });
    expect(core.hop('token')).toMatchObject({ state: 'running', cause: { code: 'phone_gone' } });
  });

  it('closes by itself when it was left open', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(visitor().isOpen()).toBe(false);
  });

  it('gives the phone a token in a room of its own, which the activity shows', async () => {
    await open();
    const result = await visitor().token(PHONE_REQUEST);
    expect(result).toMatchObject({
      ok: true,
      answer: {
        roomName: expect.stringMatching(/^phone-check-/),
        serverUrl: 'ws://192.168.1.20:7880',
      },
    });
    expect(await core.call('activity.list')).toMatchObject([
      { outcome: 'issued', path: '/check/token' },
    ]);
  });

  it('names the project’s own fault where no token can be made', async () => {
    const { item } = await core.call('project.create', {
      fields: {
        name: 'Mine',
        url: 'wss://a.example',
        apiKey: 'APIabcdefgh',
        apiSecret: 'q7Lw2Zx9Vb4Nn8Mm1Kk6Jj3Hh5Gg0Ff',
      },
      activate: true,
    });
    core.ports.secrets.readings.set(item.id, { state: 'locked' });
    core.ports.secrets.tellChange();
    await vi.advanceTimersByTimeAsync(0);
    await open();
    expect(await visitor().token(PHONE_REQUEST)).toMatchObject({ ok: false });
    await visitor().report({ hop: 'token', state: 'failed', ms: 3 });
    expect(core.hop('token')).toMatchObject({
      state: 'failed',
      ms: 3,
      cause: { code: 'secret_locked' },
    });
  });
});

async function failAt(hop: 'signal' | 'media' | 'joined', detail?: string) {
  await open();
  await visitor().token(PHONE_REQUEST);
  await visitor().report({ hop, state: 'failed', ...(detail === undefined ? {} : { detail }) });
  return core.hop(hop)?.cause;
}

async function restart(liveKitServer: Partial<typeof idleLiveKitServer>): Promise<void> {
  await core.close();
  core = await startPhoneCore({ liveKitServer: { ...idleLiveKitServer, ...liveKitServer } });
}

describe('why a phone got no further', () => {
  it('is the server’s own answer where that refuses this machine too', async () => {
    await restart({
      ask: async () => ({ durationMs: 1, cause: cause('unknown_api_key', { key: 'devkey' }) }),
    });
    expect(await failAt('signal')).toMatchObject({ code: 'unknown_api_key' });
  });

  it('is loopback where the server answers at localhost and not at the phone’s address', async () => {
    await restart({
      ask: async ({ url }) =>
        url.includes('localhost')
          ? { durationMs: 1 }
          : { durationMs: 1, cause: cause('connection_refused', { host: '192.168.1.20' }) },
    });
    expect(await failAt('signal')).toMatchObject({ code: 'server_on_loopback' });
  });

  it('is what lies between where the server answers this machine at both', async () => {
    expect(await failAt('signal')).toMatchObject({
      code: 'signal_blocked',
      fix: expect.stringContaining('TCP port 7880'),
    });
  });

  it('is the server’s media address where not even this machine reaches one', async () => {
    const media = [
      { protocol: 'udp' as const, address: '172.17.0.2', port: 7882, reachable: false },
    ];
    await restart({ probeJoin: async () => ({ media }) });
    expect(await failAt('media')).toMatchObject({
      code: 'no_media_path',
      sentence: expect.stringContaining('udp 172.17.0.2:7882'),
    });
  });

  it('is a firewall where this machine reaches the media address', async () => {
    const media = [
      { protocol: 'udp' as const, address: '192.168.1.20', port: 7882, reachable: true },
    ];
    await restart({ probeJoin: async () => ({ media }) });
    expect(await failAt('media')).toMatchObject({ code: 'media_blocked' });
  });

  it('is what the client said where it could not stay', async () => {
    expect(await failAt('joined', 'the room was closed')).toMatchObject({
      code: 'data_blocked',
      sentence: expect.stringContaining('the room was closed'),
    });
  });
});
