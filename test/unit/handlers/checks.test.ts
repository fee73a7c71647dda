import { afterEach, describe, expect, it, vi } from 'vitest';
import { cause } from '../../../main/contract/causes/causes.ts';
import { tokenTrouble } from '../../../main/contract/selectors.ts';
import type { LiveKitServer, ServerAnswer } from '../../../main/core/livekit-ports.ts';
import { trayIcon } from '../../../main/core/tray/tray-status.ts';
import { idleLiveKitServer } from '../../fixtures/memory-ports.ts';
import { SECRET, startCore } from './harness.ts';

const FIELDS = {
  name: 'Garden',
  url: 'wss://garden.example',
  apiKey: 'APIgarden00001',
  apiSecret: SECRET,
};
const REFUSED: ServerAnswer = { durationMs: 3, cause: cause('wrong_secret', {}) };

/** A core whose LiveKit server answers as told, and the URLs that were asked. */
async function withServer(answer: () => ServerAnswer | Promise<ServerAnswer>) {
  const asked: string[] = [];
  const core = await startCore({
    liveKitServer: {
      ...idleLiveKitServer,
      ask: async ({ url }) => {
        asked.push(url);
        return answer();
      },
    },
  });
  const checkOf = (id: string) =>
    core.snapshot().projects.find((project) => project.id === id)?.check;
  return { ...core, asked, checkOf };
}

function listed(name: string): string {
  return `- {name: ${name}, url: wss://${name}.example, api_key: API${name}0000001, api_secret: ${SECRET}}\n`;
}

describe('whether the server takes the key', () => {
  it('is asked when a project is saved, in the background, and is in the snapshot', async () => {
    const { call, checkOf, snapshot } = await withServer(() => REFUSED);
    const { item } = await call('project.create', { fields: FIELDS });
    expect(item.check).toBeUndefined();
    await expect
      .poll(() => checkOf(item.id))
      .toMatchObject({ ok: false, finding: 'wrong_secret', at: expect.any(Number) });
    expect(trayIcon(snapshot())).toBe('attention');
  });

  it('is not asked of a project whose secret cannot be read', async () => {
    const { call, asked, ports } = await withServer(() => REFUSED);
    const { item } = await call('project.create', { fields: FIELDS });
    await expect.poll(() => asked).toEqual([item.url]);
    ports.secrets.readings.set(item.id, { state: 'locked' });
    ports.secrets.tellChange();
    await expect
      .poll(async () => (await call('state.get')).projects.find(({ id }) => id === item.id)?.secret)
      .toMatchObject({ state: 'locked' });
    await call('project.activate', { id: item.id });
    // The checks of later projects come after it.
    const other = {
      ...FIELDS,
      name: 'Other',
      url: 'wss://other.example',
      apiKey: 'APIother000001',
    };
    await call('project.create', { fields: other });
    await expect.poll(() => asked.at(-1)).toBe('wss://other.example');
    expect(asked).toEqual([item.url, 'wss://other.example']);
  });

  it('is asked at activation and on demand, and says when all is well', async () => {
    let answer = REFUSED;
    const { call, checkOf, asked } = await withServer(() => answer);
    const { item } = await call('project.create', { fields: FIELDS, activate: false });
    await expect.poll(() => checkOf(item.id)?.ok).toBe(false);
    answer = { durationMs: 1 };
    await call('project.activate', { id: item.id });
    await expect.poll(() => checkOf(item.id)?.ok).toBe(true);
    await call('project.test', { id: item.id });
    expect(asked).toHaveLength(3);
  });

  it('is forgotten with the credentials it was about, and asked again for the new ones', async () => {
    let answer: ServerAnswer | Promise<ServerAnswer> = REFUSED;
    const { call, checkOf } = await withServer(() => answer);
    const { item } = await call('project.create', { fields: FIELDS });
    await expect.poll(() => checkOf(item.id)?.ok).toBe(false);
    const answered: ((given: ServerAnswer) => void)[] = [];
    answer = new Promise<ServerAnswer>((resolve) => answered.push(resolve));
    const changes = { url: 'wss://other.example' };
    await call('project.update', { id: item.id, revision: item.revision, changes });
    expect(checkOf(item.id)).toBeUndefined();
    answered[0]?.({ durationMs: 1 });
    await expect.poll(() => checkOf(item.id)?.ok).toBe(true);
  });

  it('keeps no token waiting while the server does not answer', async () => {
    const { call } = await withServer(() => new Promise<ServerAnswer>(() => {}));
    await call('project.create', { fields: FIELDS });
    expect(await call('token.mint', {})).toMatchObject({ serverUrl: FIELDS.url });
  });

  it('is not asked about fields that are not saved, nor where the project says so', async () => {
    const { call, checkOf, asked } = await withServer(() => REFUSED);
    const { item } = await call('project.create', { fields: FIELDS });
    await expect.poll(() => checkOf(item.id)?.ok).toBe(false);
    await call('project.test', { id: item.id, fields: { url: 'wss://typed.example' } });
    expect(checkOf(item.id)?.ok).toBe(false);
    const { item: quiet } = await call('project.update', {
      id: item.id,
      revision: item.revision,
      changes: { watchJoins: false },
    });
    await call('project.activate', { id: quiet.id });
    expect(asked).toEqual([FIELDS.url, 'wss://typed.example']);
  });

  it('is asked about every imported project', async () => {
    const { call, asked } = await withServer(() => ({ durationMs: 1 }));
    const content = `projects:\n${['a', 'b', 'c', 'd', 'e'].map(listed).join('')}`;
    await call('import.run', { file: { name: 'cli-config.yaml', content } });
    await expect.poll(() => asked.length).toBe(5);
  });
});

describe('when the server is tried without being told to', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const AT_ONCE = 1;
  const AFTER_START = 1_500;
  const HALF_A_MINUTE = 30_000;

  /** A core on a clock of its own, with the project "Garden", and how often its server was tried since. */
  async function withClock(readRoom: LiveKitServer['readRoom'] = idleLiveKitServer.readRoom) {
    vi.useFakeTimers();
    let tries = 0;
    const core = await startCore({
      clock: Date.now,
      liveKitServer: {
        ...idleLiveKitServer,
        readRoom,
        ask: async ({ url }) => {
          if (url === FIELDS.url) tries += 1;
          return { durationMs: 1 };
        },
      },
    });
    await vi.advanceTimersByTimeAsync(AFTER_START);
    const { item } = await core.call('project.create', { fields: FIELDS, activate: true });
    await vi.advanceTimersByTimeAsync(AT_ONCE);
    let told = tries;
    /** How often it was tried since this was asked last, and in the time from now. */
    const triesDuring = async (ms: number): Promise<number> => {
      await vi.advanceTimersByTimeAsync(ms);
      const before = told;
      told = tries;
      return tries - before;
    };
    return { ...core, id: item.id, triesDuring };
  }

  it('it is tried once at the start of serving, after the first tokens', async () => {
    const { call, triesDuring } = await withClock();
    await call('server.stop');
    expect(await triesDuring(HALF_A_MINUTE)).toBe(0);
    await call('server.start');
    expect(await triesDuring(AFTER_START - 1)).toBe(0);
    expect(await triesDuring(1)).toBe(1);
    expect(await triesDuring(HALF_A_MINUTE)).toBe(0);
  });

  it('it is not tried again if the window was quicker', async () => {
    const { call, id, triesDuring } = await withClock();
    await call('server.stop');
    await call('server.start');
    await call('project.test', { id });
    expect(await triesDuring(HALF_A_MINUTE)).toBe(1);
  });

  it('it is not tried if serving ended first, nor while nothing serves', async () => {
    const { call, triesDuring } = await withClock();
    await call('server.stop');
    await call('server.start');
    await call('server.stop');
    expect(await triesDuring(HALF_A_MINUTE)).toBe(0);
  });

  it('it is tried at a change of project', async () => {
    const { call, id, snapshot, triesDuring } = await withClock();
    const other = snapshot().projects.find((project) => project.id !== id)?.id ?? '';
    await call('project.activate', { id: other });
    expect(await triesDuring(AT_ONCE)).toBe(0);
    await call('project.activate', { id });
    expect(await triesDuring(AT_ONCE)).toBe(1);
  });

  it('it is tried when an issued token does not join, and once for many of them', async () => {
    const { ports, request, triesDuring } = await withClock();
    for (const name of ['a', 'b', 'c']) {
      ports.endpointCore().issue(request({ fields: { roomName: name, unknown: [] } }));
    }
    expect(await triesDuring(HALF_A_MINUTE - 1)).toBe(0);
    expect(await triesDuring(2)).toBe(1);
    expect(await triesDuring(HALF_A_MINUTE)).toBe(0);
  });

  it('it is tried when the server cannot be asked for the room', async () => {
    const gone = cause('connection_refused', { host: 'garden.example' });
    const { ports, request, triesDuring } = await withClock(async () => ({ failure: gone }));
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
    ports.endpointCore().issue(request());
    expect(await triesDuring(500)).toBe(1);
    expect(await triesDuring(5_000)).toBe(0);
  });

  it('it is not tried if the project forbids it, and the last result is hidden', async () => {
    const { call, id, ports, request, snapshot, triesDuring } = await withClock();
    const checkOf = () => snapshot().projects.find((project) => project.id === id)?.check;
    expect(checkOf()?.ok).toBe(true);
    await call('project.update', { id, revision: 1, changes: { watchJoins: false } });
    expect(checkOf()).toBeUndefined();
    await call('server.stop');
    await call('server.start');
    ports.endpointCore().issue(request());
    expect((await call('activity.list'))[0]).not.toHaveProperty('join');
    expect(await triesDuring(2 * HALF_A_MINUTE)).toBe(0);
  });
});

describe('the second URL of a project', () => {
  it('is judged like the first, and may be empty', async () => {
    const { call, fail } = await startCore();
    const { item } = await call('project.create', { fields: FIELDS });
    const update = { id: item.id, revision: item.revision };
    const refused = await fail('project.update', {
      ...update,
      changes: { remoteUrl: 'ws://1.2.3.999' },
    });
    expect(refused).toMatchObject({ code: 'url_host', field: 'changes.remoteUrl' });
    const saved = await call('project.update', {
      ...update,
      changes: { remoteUrl: '192.168.1.50:7880' },
    });
    expect(saved.item.remoteUrl).toBe('ws://192.168.1.50:7880');
  });
});

describe('tokens of a project whose key is refused', () => {
  it('are marked: in the activity, the answer and the list, until the key is put right', async () => {
    let answer = REFUSED;
    const { call, checkOf, ports, request, snapshot } = await withServer(() => answer);
    const { item } = await call('project.create', { fields: FIELDS });
    await expect.poll(() => checkOf(item.id)?.ok).toBe(false);
    const marked = request();
    const sentence = checkOf(item.id)?.cause?.sentence;
    const { issue } = ports.endpointCore();
    expect(issue(marked)).toMatchObject({ ok: true, answer: { trouble: sentence } });
    expect(await call('activity.get', { id: marked.raw.id })).toMatchObject({
      outcome: 'issued',
      trouble: sentence,
      warnings: [{ code: 'project_refused' }],
    });
    const [before] = await call('token.list');
    if (before === undefined) throw new Error('There is no token.');
    expect(tokenTrouble(before, snapshot().projects)).toBe(sentence);

    answer = { durationMs: 1 };
    const { revision } = item;
    await call('project.update', { id: item.id, revision, changes: { apiSecret: `${SECRET}2` } });
    await expect.poll(() => checkOf(item.id)?.ok).toBe(true);
    const good = request();
    expect(issue(good)).not.toMatchObject({ answer: { trouble: expect.anything() } });
    const [after] = await call('token.list');
    if (after === undefined) throw new Error('There is no token.');
    expect(tokenTrouble(after, snapshot().projects)).toBeUndefined();
    expect(tokenTrouble(before, snapshot().projects)).toContain('before');
  });
});
