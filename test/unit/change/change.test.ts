import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import { KITCHEN, SECRET, startCore } from '../handlers/harness.ts';
import {
  CHANGE_CASES,
  LATER_SECRET,
  startGround,
  type Fault,
  type Ground,
} from './change-cases.ts';

const FAULTS: readonly Fault[] = ['secret', 'listener', 'login', 'save', 'removal'];

/** Everything that a failed change must leave as it was. */
function everything({ ports, endpoint, snapshot, login }: Ground): unknown {
  const { sequence: _sequence, ...state } = snapshot();
  return structuredClone({
    saved: ports.settings.saved.at(-1),
    secrets: Object.fromEntries(ports.secrets.secrets),
    server: endpoint.state,
    login: login(),
    state,
  });
}

function heardSnapshots({ tokenTray }: Ground): Snapshot[] {
  const heard: Snapshot[] = [];
  tokenTray.listen('state.changed', (snapshot) => {
    heard.push(snapshot);
  });
  return heard;
}

describe.each(CHANGE_CASES)('$title', ({ call, input, steps }) => {
  it.each(FAULTS)('is all there or not at all with a fault at: %s', async (fault) => {
    const ground = await startGround();
    const before = everything(ground);
    const given = input(ground);
    ground.inject(fault);
    const reply = await ground.tokenTray.dispatch(call, given);
    expect(reply.ok).toBe(!steps.includes(fault));
    if (reply.ok) return;
    expect(everything(ground)).toEqual(before);
    // Nothing is stuck: the same change works once the fault is gone.
    ground.inject(undefined);
    expect(await ground.tokenTray.dispatch(call, given)).toMatchObject({ ok: true });
    expect(everything(ground)).not.toEqual(before);
  });

  it('makes one snapshot, which is the reply, the event and the state', async () => {
    const ground = await startGround();
    const heard = heardSnapshots(ground);
    const { sequence } = ground.snapshot();
    const reply = await ground.tokenTray.dispatch(call, input(ground));
    expect(heard).toHaveLength(1);
    expect(heard[0]?.sequence).toBeGreaterThan(sequence);
    expect(reply).toMatchObject({ ok: true, value: { snapshot: heard[0] } });
    expect(ground.snapshot()).toEqual(heard[0]);
  });
});

describe('a change that fails', () => {
  it.each([
    ['settings_unwritable', 'save'],
    ['secret_unwritable', 'secret'],
  ] as const)('says %s, and that nothing was changed', async (code, step) => {
    const ground = await startGround();
    const error = new TokenTrayError(code, { reason: 'The disk is full.' });
    if (step === 'save') ground.ports.settings.failWith(error);
    else ground.ports.secrets.failWrites('secret', error);
    const failure = await ground.fail('project.create', { fields: { ...KITCHEN, name: 'New' } });
    expect(failure.message).toContain('The disk is full. Nothing was changed.');
  });

  it('says what is different now where it cannot be undone', async () => {
    const ground = await startGround();
    const reason = 'The disk is full.';
    ground.ports.settings.failWith(new TokenTrayError('settings_unwritable', { reason }));
    ground.ports.secrets.failUndo(new Error(reason));
    ground.endpoint.failAfter(1);
    const { revision } = ground.snapshot();
    const failure = await ground.fail('settings.update', {
      revision,
      changes: { server: { port: 7999, lan: true } },
    });
    expect(failure).toMatchObject({
      code: 'change_half_undone',
      message: `The change failed: ${reason} It could not be undone completely: The endpoint is no longer on port 7885. The new secret is stored.`,
    });
    expect(failure.message).not.toContain('Nothing was changed');
    expect(ground.ports.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  it('takes the whole file or nothing where the second secret of an import fails', async () => {
    const ground = await startGround();
    const before = everything(ground);
    ground.ports.secrets.failWrites('secret', new Error('The disk is full.'), LATER_SECRET);
    const input = CHANGE_CASES.find(({ call }) => call === 'settings.import')?.input(ground);
    await ground.fail('settings.import', input);
    expect(everything(ground)).toEqual(before);
  });

  it('leaves the minting as it was', async () => {
    const ground = await startGround();
    ground.inject('save');
    const id = ground.kitchen;
    const { revision } = ground.snapshot().projects.find((project) => project.id === id)!;
    const changes = { apiKey: 'APIother', apiSecret: LATER_SECRET };
    await ground.fail('project.update', { id, revision, changes });
    const token = await ground.call('token.mint', { room: 'r' });
    expect(
      JSON.parse(Buffer.from(token.token.split('.')[1] ?? '', 'base64url').toString()),
    ).toMatchObject({
      iss: KITCHEN.apiKey,
    });
  });
});

describe('changes that come together', () => {
  it('are made one after the other, each on what the one before left', async () => {
    const ground = await startGround();
    const heard = heardSnapshots(ground);
    const names = Array.from({ length: 20 }, (_, index) => `Project ${index}`);
    const replies = await Promise.all(
      names.map((name) => ground.call('project.create', { fields: { ...KITCHEN, name } })),
    );
    expect(
      ground
        .snapshot()
        .projects.slice(-20)
        .map(({ name }) => name),
    ).toEqual(names);
    const sequences = replies.map(({ snapshot }) => snapshot.sequence);
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    expect(new Set(sequences).size).toBe(20);
    expect(heard.map(({ sequence }) => sequence)).toEqual(sequences);
  });

  it('go on after one that fails', async () => {
    const ground = await startGround();
    const same = { fields: { ...KITCHEN, name: 'Twice' } };
    const [first, second, third] = await Promise.all([
      ground.tokenTray.dispatch('project.create', same),
      ground.tokenTray.dispatch('project.create', same),
      ground.tokenTray.dispatch('project.activate', { id: ground.garden }),
    ]);
    expect([first?.ok, second?.ok, third?.ok]).toEqual([true, false, true]);
  });

  it('of two windows that saw the same revision, only the first is made', async () => {
    const ground = await startGround();
    const { revision } = ground.snapshot();
    const [first, second] = await Promise.all(
      (['dark', 'light'] as const).map((theme) =>
        ground.tokenTray.dispatch('settings.update', { revision, changes: { app: { theme } } }),
      ),
    );
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(ground.snapshot().settings.app.theme).toBe('dark');
  });
});

describe('undo', () => {
  it('brings a project back with its secret, and active where it was', async () => {
    const ground = await startGround();
    const { call, kitchen, ports, snapshot } = ground;
    await call('project.remove', { id: kitchen });
    expect(ports.secrets.secrets.has(kitchen)).toBe(false);
    expect(snapshot().activeProjectId).not.toBe(kitchen);
    const { item } = await call('project.restore', { id: kitchen });
    expect(item).toMatchObject({ id: kitchen, secret: { state: 'set' } });
    expect(ports.secrets.secrets.get(kitchen)).toBe(SECRET);
    expect(snapshot().activeProjectId).toBe(kitchen);
    expect(ports.settings.saved.at(-1)?.activeProjectId).toBe(kitchen);
  });

  it('leaves another project active where the removed one was not', async () => {
    const { call, kitchen, garden, snapshot } = await startGround();
    await call('project.remove', { id: garden });
    await call('project.restore', { id: garden });
    expect(snapshot().activeProjectId).toBe(kitchen);
  });

  it('brings back a secret that cannot be read now', async () => {
    const { call, kitchen, ports, snapshot } = await startGround();
    ports.secrets.readings.set(kitchen, { state: 'unreadable' });
    ports.secrets.tellChange();
    await call('project.remove', { id: kitchen });
    await call('project.restore', { id: kitchen });
    expect(snapshot().projects.find(({ id }) => id === kitchen)?.secret.state).toBe('unreadable');
  });
});

describe('an allowed origin', () => {
  it('joins those that are allowed already', async () => {
    const { call, snapshot, blockedRequest } = await startGround();
    const changes = { server: { allowedOrigins: ['https://b.example'] } };
    await call('settings.update', { revision: snapshot().revision, changes });
    await call('activity.allow', { id: blockedRequest });
    await call('activity.allow', { id: blockedRequest });
    const { allowedOrigins } = snapshot().settings.server;
    expect(allowedOrigins).toEqual(['https://b.example', 'https://a.example']);
  });
});

describe('secrets without a project', () => {
  const orphan = '6f9619ff-8b86-4011-b42d-00c04fc964ff';

  it('are removed at the next start, and nothing else is', async () => {
    const { ports } = await startGround();
    ports.secrets.secrets.set(orphan, SECRET);
    ports.secrets.secrets.set('something-else', SECRET);
    const before = [...ports.secrets.secrets.keys()].filter((id) => id !== orphan);
    await startCore({ settings: ports.settings, secrets: ports.secrets });
    expect([...ports.secrets.secrets.keys()]).toEqual(before);
  });

  it.each([
    ['read-only', { readOnly: 'It is from a newer version.' }],
    ['restored from a backup', { restored: true as const }],
    ['missing', { settings: undefined }],
  ])('stay where the settings are %s', async (_what, loaded) => {
    const { ports } = await startGround();
    ports.secrets.secrets.set(orphan, SECRET);
    const settings = { ...ports.settings, load: () => ({ ...ports.settings.load(), ...loaded }) };
    await startCore({ settings, secrets: ports.secrets });
    expect(ports.secrets.secrets.has(orphan)).toBe(true);
  });
});
