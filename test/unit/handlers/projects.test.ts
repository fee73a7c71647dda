import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import { idleLiveKitServer } from '../../fixtures/memory-ports.ts';
import { expectFailure, KITCHEN, SECRET, startCore } from './harness.ts';

describe('projects', () => {
  it('starts with a local LiveKit project that needs nothing', async () => {
    const { snapshot } = await startCore();
    expect(snapshot().projects).toMatchObject([
      {
        name: 'Local LiveKit',
        url: 'ws://localhost:7880',
        apiKey: 'devkey',
        secret: { state: 'set' },
      },
    ]);
    expect(snapshot().activeProjectId).toBe(snapshot().projects[0]?.id);
  });

  it('makes the first real project active, and lets later ones wait', async () => {
    const { call, snapshot } = await startCore();
    const { item: kitchen } = await call('project.create', { fields: KITCHEN });
    expect(snapshot().activeProjectId).toBe(kitchen.id);
    await call('project.create', { fields: { ...KITCHEN, name: 'Garden' } });
    expect(snapshot().activeProjectId).toBe(kitchen.id);
  });

  it('S15 never tells a secret, only that there is one and how it ends', async () => {
    const { call, snapshot, ports } = await startCore();
    const { item: view } = await call('project.create', { fields: KITCHEN });
    expect(view.secret).toEqual({ state: 'set', hint: SECRET.slice(-4) });
    expect(JSON.stringify([view, snapshot(), ports.settings.saved])).not.toContain(SECRET);
    expect(ports.secrets.secrets.get(view.id)).toBe(SECRET);
  });

  it('S16 does not list a project whose secret could not be kept', async () => {
    const { fail, snapshot, ports } = await startCore();
    ports.secrets.failWith(
      new TokenTrayError('secret_unwritable', { reason: 'The disk is full.' }),
    );
    expectFailure(await fail('project.create', { fields: KITCHEN }), 'secret_unwritable');
    expect(snapshot().projects).toHaveLength(1);
  });

  it('S8 leaves no secret behind where the project could not be saved', async () => {
    const { fail, snapshot, ports } = await startCore();
    ports.settings.failWith(
      new TokenTrayError('settings_unwritable', { reason: 'The disk is full.' }),
    );
    expectFailure(await fail('project.create', { fields: KITCHEN }), 'settings_unwritable');
    expect(snapshot().projects).toHaveLength(1);
    expect(ports.secrets.secrets.size).toBe(0);
  });

  it('S8 keeps the old secret where a change could not be saved', async () => {
    const { call, fail, ports } = await startCore();
    const {
      item: { id, revision },
    } = await call('project.create', { fields: KITCHEN });
    ports.settings.failWith(
      new TokenTrayError('settings_unwritable', { reason: 'The disk is full.' }),
    );
    const changes = { apiSecret: `${SECRET}-new` };
    expectFailure(await fail('project.update', { id, revision, changes }), 'settings_unwritable');
    expect(ports.secrets.secrets.get(id)).toBe(SECRET);
  });

  it('S11 refuses a change made on an older version', async () => {
    const { call, fail, snapshot } = await startCore();
    const {
      item: { id, revision },
    } = await call('project.create', { fields: KITCHEN });
    await call('project.update', { id, revision, changes: { name: 'One' } });
    expectFailure(
      await fail('project.update', { id, revision, changes: { name: 'Two' } }),
      'conflict',
    );
    expect(snapshot().projects.at(-1)).toMatchObject({ name: 'One', revision: revision + 1 });
  });

  it.each([
    [{ url: 'ftp://x' }, 'url_scheme', 'changes.url'],
    [{ apiKey: '' }, 'api_key_missing', 'changes.apiKey'],
    [{ apiSecret: 'two words' }, 'api_secret_invalid', 'changes.apiSecret'],
    [{ name: 'local livekit' }, 'name_taken', 'changes.name'],
    [{ name: ' ' }, 'name_missing', 'changes.name'],
    [{ slug: 'local' }, 'slug_taken', 'changes.slug'],
    [{ slug: 'No Slug' }, 'slug_invalid', 'changes.slug'],
    [{ tokenServerId: '-x-' }, 'token_server_id_invalid', 'changes.tokenServerId'],
  ] as const)('refuses %j with %s at its field', async (changes, code, field) => {
    const { call, fail } = await startCore();
    const {
      item: { id, revision },
    } = await call('project.create', { fields: KITCHEN });
    expectFailure(await fail('project.update', { id, revision, changes }), code, field);
  });

  it('refuses a template with an unknown word, at its field', async () => {
    const { call, fail } = await startCore();
    const {
      item: { id, revision, defaults },
    } = await call('project.create', { fields: KITCHEN });
    const changes = { defaults: { ...defaults, nameTemplate: '{colour}' } };
    expectFailure(
      await fail('project.update', { id, revision, changes }),
      'template_unknown_word',
      'changes.defaults.nameTemplate',
    );
  });

  it('refuses a token server ID that another project has', async () => {
    const { call, fail, snapshot } = await startCore();
    const {
      item: { id, revision },
    } = await call('project.create', { fields: KITCHEN });
    const changes = { tokenServerId: snapshot().projects[0]?.tokenServerId ?? '' };
    expectFailure(await fail('project.update', { id, revision, changes }), 'token_server_id_taken');
  });

  it('brings back what was removed, secret and all', async () => {
    const { call, snapshot, ports } = await startCore();
    const {
      item: { id },
    } = await call('project.create', { fields: KITCHEN });
    await call('project.remove', { id });
    expect(snapshot().projects).toHaveLength(1);
    expect(ports.secrets.secrets.has(id)).toBe(false);
    expect(snapshot().activeProjectId).toBe(snapshot().projects[0]?.id);
    await call('project.restore', { id });
    expect(ports.secrets.secrets.get(id)).toBe(SECRET);
    expect(snapshot().activeProjectId).toBe(id);
  });

  it('makes the first of the others active, on disk too, where the active one is removed', async () => {
    const { call, snapshot, ports } = await startCore();
    const { item: kitchen } = await call('project.create', { fields: KITCHEN });
    const { item: garden } = await call('project.create', {
      fields: { ...KITCHEN, name: 'Garden' },
    });
    const [local] = snapshot().projects;
    await call('project.remove', { id: kitchen.id });
    expect(snapshot().activeProjectId).toBe(local?.id);
    expect(ports.settings.saved.at(-1)?.activeProjectId).toBe(local?.id);
    await call('project.remove', { id: local?.id ?? '' });
    expect(ports.settings.saved.at(-1)?.activeProjectId).toBe(garden.id);
  });

  it('duplicates everything but the name, the slug and the token server ID', async () => {
    const { call, ports } = await startCore();
    const { item: original } = await call('project.create', { fields: KITCHEN });
    const { item: copy } = await call('project.duplicate', { id: original.id });
    expect(copy).toMatchObject({ name: 'Kitchen copy', slug: 'kitchen-2', url: original.url });
    expect(copy.tokenServerId).not.toBe(original.tokenServerId);
    expect(ports.secrets.secrets.get(copy.id)).toBe(SECRET);
  });

  it('has a key to give once a project asks for one on this machine', async () => {
    const { call, snapshot } = await startCore();
    const {
      item: { id, revision },
    } = await call('project.create', { fields: KITCHEN });
    expect(snapshot().hasLanKey).toBe(false);
    await call('project.update', { id, revision, changes: { requireKey: true } });
    expect(snapshot().hasLanKey).toBe(true);
  });

  it('tests typed fields with the stored secret in the place of what was left out', async () => {
    const asked: { url: string; token: string }[] = [];
    const { call } = await startCore({
      liveKitServer: {
        ...idleLiveKitServer,
        ask: async (input) => {
          asked.push(input);
          return { durationMs: 1 };
        },
      },
    });
    const {
      item: { id },
    } = await call('project.create', { fields: KITCHEN });
    await call('project.test', { id, fields: { url: 'ws://other:7880' } });
    expect(asked.at(-1)).toMatchObject({
      url: 'ws://other:7880',
      token: expect.stringMatching(/^ey/),
    });
    const { token = '' } = asked.at(-1) ?? {};
    const [header = '', payload = '', signature] = token.split('.');
    expect(decodeClaims(token)).toMatchObject({ iss: KITCHEN.apiKey });
    expect(signature).toBe(
      createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url'),
    );
  });

  it('shows a project of the environment, uses it, and never saves it', async () => {
    const { fail, snapshot, ports } = await startCore({
      environmentProject: { url: 'wss://e.livekit.cloud', apiKey: 'APIenv', apiSecret: SECRET },
    });
    const [project] = snapshot().projects;
    expect(project).toMatchObject({ source: 'environment', secret: { state: 'set' } });
    expect(snapshot().activeProjectId).toBe(project?.id);
    expect(snapshot().overrides).toEqual([{ setting: 'project', source: 'LIVEKIT_URL' }]);
    expectFailure(await fail('project.remove', { id: project?.id }), 'project_from_environment');
    expect(JSON.stringify(ports.settings.saved)).not.toContain('APIenv');
    expect(ports.secrets.secrets.size).toBe(0);
  });

  it('tells what cannot be copied on this host', async () => {
    const { call, fail } = await startCore();
    const {
      item: { id },
    } = await call('project.create', { fields: KITCHEN });
    expectFailure(await fail('project.copySecret', { id }), 'not_supported');
  });
});
