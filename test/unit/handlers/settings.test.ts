import { describe, expect, it } from 'vitest';
import { failure } from '../../../main/contract/errors.ts';
import { createMemorySettingsStore } from '../../fixtures/memory-ports.ts';
import { expectFailure, KITCHEN, SECRET, startCore } from './harness.ts';

describe('settings', () => {
  it('moves the endpoint before it saves', async () => {
    const { call, snapshot, endpoint } = await startCore();
    await call('settings.update', {
      revision: snapshot().revision,
      changes: { server: { port: 7999 } },
    });
    expect(endpoint.state).toMatchObject({ status: 'serving', port: 7999 });
    expect(snapshot().settings.server.port).toBe(7999);
  });

  it('R7 keeps the old port, in memory and on the disk, where the new one is taken', async () => {
    const { fail, snapshot, endpoint, ports } = await startCore();
    endpoint.outcomes.set(7999, {
      status: 'failed',
      port: 7999,
      failure: failure('port_in_use', { port: 7999, owner: '', suggestion: 8000 }),
    });
    const saves = ports.settings.saved.length;
    const changes = { server: { port: 7999 } };
    expectFailure(
      await fail('settings.update', { revision: snapshot().revision, changes }),
      'port_in_use',
      'changes.server.port',
    );
    expect(endpoint.state).toMatchObject({ status: 'serving', port: 7885 });
    expect(snapshot().settings.server.port).toBe(7885);
    expect(ports.settings.saved).toHaveLength(saves);
  });

  it('refuses a shortcut that would take a letter from every program, and says what one looks like', async () => {
    const { fail, snapshot } = await startCore();
    const changes = { app: { copyTokenShortcut: 'Shift+K' } };
    const failed = await fail('settings.update', { revision: snapshot().revision, changes });
    expectFailure(failed, 'shortcut_invalid', 'changes.app.copyTokenShortcut');
  });

  it.each([
    [{ port: 65_536 }, 'port_invalid'],
    [{ port: -1 }, 'port_invalid'],
    [{ port: 0 }, 'port_invalid'],
    [{ port: 80.9 }, 'port_invalid'],
    [{ port: 6000 }, 'port_blocked'],
    [{ allowedOrigins: ['example.com'] }, 'origin_invalid'],
    [{ allowedOrigins: ['https://example.com/path'] }, 'origin_invalid'],
    [{ allowedHosts: ['http://x'] }, 'host_invalid'],
    [{ allowedHosts: ['.local'] }, 'host_invalid'],
  ] as const)('R5 refuses %j with %s', async (server, code) => {
    const { fail, snapshot } = await startCore();
    const revision = snapshot().revision;
    expectFailure(await fail('settings.update', { revision, changes: { server } }), code);
    expect(snapshot().revision).toBe(revision);
  });

  it('S11 refuses the second of two windows that saw the same version', async () => {
    const { call, fail, snapshot } = await startCore();
    const { revision } = snapshot();
    await call('settings.update', { revision, changes: { app: { theme: 'dark' } } });
    const late = await fail('settings.update', { revision, changes: { app: { theme: 'light' } } });
    expectFailure(late, 'conflict');
    expect(snapshot().settings.app.theme).toBe('dark');
  });

  it('shows a port of the command line as overridden, and refuses to change it', async () => {
    const { fail, snapshot, endpoint } = await startCore({ overrides: { port: 7001 } });
    expect(endpoint.state).toMatchObject({ port: 7001 });
    expect(snapshot().overrides).toEqual([{ setting: 'server.port', source: '--port' }]);
    const changes = { server: { port: 7002 } };
    expectFailure(
      await fail('settings.update', { revision: snapshot().revision, changes }),
      'overridden',
    );
  });

  it('A19 makes a key of at least 128 bits when the LAN is switched on', async () => {
    const { call, snapshot, ports } = await startCore();
    expect(ports.endpointCore().access().lanKey).toBeUndefined();
    await call('settings.update', {
      revision: snapshot().revision,
      changes: { server: { lan: true } },
    });
    const { key } = await call('lan.showKey');
    expect(Buffer.from(key, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(ports.endpointCore().access().lanKey).toBe(key);
    expect(JSON.stringify(snapshot())).not.toContain(key);
    const { key: next } = await call('lan.regenerateKey');
    expect(ports.endpointCore().access().lanKey).toBe(next);
  });

  it('remembers stop and start for the next time', async () => {
    const { call, ports, endpoint } = await startCore();
    await call('server.stop');
    expect(endpoint.state.status).toBe('stopped');
    expect(ports.settings.saved.at(-1)?.server.serve).toBe(false);
    await call('server.start');
    expect(endpoint.state.status).toBe('serving');
  });

  it('S15 exports no secret, unless it is asked for, and then into a file alone', async () => {
    const { call, ports } = await startCore();
    await call('project.create', { fields: KITCHEN });
    const { content } = await call('settings.export');
    expect(content).not.toContain(SECRET);
    const reply = await call('settings.exportWithSecrets');
    expect(JSON.stringify(reply)).not.toContain(SECRET);
    expect([...ports.exports.values()].join('')).toContain(SECRET);
  });

  it('takes an export into an empty installation', async () => {
    const first = await startCore();
    const {
      item: { id },
    } = await first.call('project.create', { fields: KITCHEN });
    await first.call('settings.exportWithSecrets');
    const [content = ''] = first.ports.exports.values();
    const second = await startCore();
    const { report } = await second.call('settings.import', { content });
    expect(report).toMatchObject({ added: ['Kitchen'], updated: ['Local LiveKit'], warnings: [] });
    expect(second.snapshot().activeProjectId).toBe(id);
    expect(second.ports.secrets.secrets.get(id)).toBe(SECRET);
  });

  it('says which projects of an export without secrets still need one', async () => {
    const first = await startCore();
    await first.call('project.create', { fields: KITCHEN });
    const { content } = await first.call('settings.export');
    const second = await startCore();
    const { report } = await second.call('settings.import', { content });
    expect(report.warnings).toEqual([
      'The file has no secret for "Kitchen". Enter it in Projects.',
    ]);
  });

  it.each(['', '{', '[]', '{"tokenTrayExport":2}', '{"tokenTrayExport":1,"settings":{}}'])(
    'refuses %j as no export, and changes nothing',
    async (content) => {
      const { fail, snapshot } = await startCore();
      const before = snapshot();
      expectFailure(await fail('settings.import', { content }), 'import_unreadable');
      expect(snapshot()).toEqual(before);
    },
  );

  it('tells what happened to the settings file, until it is dismissed', async () => {
    const settings = createMemorySettingsStore(undefined, ['A backup was restored.']);
    const { call, snapshot } = await startCore({ settings });
    const [notice] = snapshot().notices;
    expect(notice).toMatchObject({ message: 'A backup was restored.' });
    await call('notice.dismiss', { id: notice?.id ?? '' });
    expect(snapshot().notices).toEqual([]);
  });

  it('S10 takes what another program wrote, and says that the change was not made', async () => {
    const settings = createMemorySettingsStore();
    const { call, fail, snapshot } = await startCore({ settings });
    const [ours] = settings.saved;
    const theirs = { ...ours!, app: { ...ours!.app, theme: 'dark' as const } };
    settings.replaceWith(theirs);
    const update = () => ({
      revision: snapshot().revision,
      changes: { app: { notifyOnCopy: false } },
    });
    expectFailure(await fail('settings.update', update()), 'conflict');
    expect(snapshot().settings.app).toMatchObject({ theme: 'dark', notifyOnCopy: true });
    expect(snapshot().notices).toHaveLength(1);
    await call('settings.update', update());
    expect(snapshot().settings.app).toMatchObject({ theme: 'dark', notifyOnCopy: false });
  });

  it('serves although the settings of a first start cannot be saved, and says so', async () => {
    const settings = createMemorySettingsStore();
    settings.failWith(new Error('The settings cannot be saved.'));
    const { snapshot, endpoint } = await startCore({ settings });
    expect(endpoint.state.status).toBe('serving');
    expect(snapshot().notices).toMatchObject([{ message: 'The settings cannot be saved.' }]);
  });
});
