import { describe, expect, it, vi } from 'vitest';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import type { SettingsChanges } from '../../../main/contract/settings.ts';
import {
  freeName,
  requireOneLineTexts,
  slugFor,
  underField,
} from '../../../main/core/change/rules.ts';
import { withServerChanges } from '../../../main/core/change/rules.ts';
import { createMemoryPorts, createMemorySettingsStore } from '../../fixtures/memory-ports.ts';
import { expectFailure, KITCHEN, SECRET, startCore, type Harness } from '../handlers/harness.ts';
import { startGround } from './change-cases.ts';

async function update({ call, snapshot }: Harness, changes: SettingsChanges): Promise<void> {
  await call('settings.update', { revision: snapshot().revision, changes });
}

describe('the listener', () => {
  it.each<[SettingsChanges, number]>([
    [{ server: { port: 7999 } }, 1],
    [{ server: { lan: true } }, 1],
    [{ server: { port: 7885 } }, 0],
    [{ server: { allowedOrigins: ['https://a.example'] } }, 0],
    [{ app: { theme: 'dark' } }, 0],
  ])('%j moves it %d times', async (changes, times) => {
    const core = await startCore();
    const before = core.endpoint.applied.length;
    await update(core, changes);
    expect(core.endpoint.applied.length - before).toBe(times);
  });

  it('stays stopped while other settings change', async () => {
    const core = await startCore({ overrides: { port: 7001 } });
    await core.call('server.stop');
    const before = core.endpoint.applied.length;
    await update(core, { app: { theme: 'dark' }, server: { allowedHosts: ['a.example'] } });
    expect(core.endpoint.applied).toHaveLength(before);
    expect(core.endpoint.state.status).toBe('stopped');
  });

  it('is stopped again where a start cannot be saved, and that counts as undone', async () => {
    const { call, fail, endpoint, ports } = await startCore();
    await call('server.stop');
    ports.settings.failWith(new TokenTrayError('settings_unwritable', { reason: 'Full.' }));
    expectFailure(await fail('server.start'), 'settings_unwritable');
    expect(endpoint.state.status).toBe('stopped');
  });
});

describe('the start at login', () => {
  it.each<[SettingsChanges['app'], SettingsChanges['app'], unknown[][]]>([
    [{}, { startAtLogin: true }, [[true, true]]],
    [{}, { startHidden: false }, []],
    [{}, { theme: 'dark' }, []],
    [{ startAtLogin: true }, { startHidden: false }, [[true, false]]],
    [{ startAtLogin: true }, { theme: 'dark' }, []],
    [{ startAtLogin: true }, { startAtLogin: false }, [[false, true]]],
  ])('after %j, %j asks the system: %j', async (before, changes, asked) => {
    const { host } = createMemoryPorts();
    const setStartAtLogin = vi.fn<(start: boolean, hidden: boolean) => Promise<void>>();
    host.actions.setStartAtLogin = setStartAtLogin;
    const core = await startCore({ host });
    await update(core, { app: { startHidden: true, ...before } });
    setStartAtLogin.mockClear();
    await update(core, { app: changes });
    expect(setStartAtLogin.mock.calls).toEqual(asked);
  });

  it.each([true, false])(
    'that cannot be undone is reported as it ended: %s',
    async (startAtLogin) => {
      const { host } = createMemoryPorts();
      let fails = false;
      host.actions.setStartAtLogin = async () => {
        if (fails) throw new Error('No.');
      };
      const core = await startCore({ host });
      await update(core, { app: { startAtLogin: !startAtLogin } });
      fails = true;
      const { revision } = core.snapshot();
      const failure = await core.fail('settings.update', {
        revision,
        changes: { app: { startAtLogin } },
      });
      expectFailure(failure, 'change_half_undone');
      expect(failure.message).toContain(
        startAtLogin ? 'Token Tray starts at login.' : 'Token Tray does not start at login.',
      );
    },
  );
});

describe('the settings file', () => {
  const environmentProject = { url: KITCHEN.url, apiKey: 'APIenv', apiSecret: SECRET };

  it('is written at the first start alone, and never while it is read-only', async () => {
    const first = await startCore();
    await vi.waitFor(() => expect(first.ports.settings.saved).toHaveLength(1));
    const settings = first.ports.settings;
    await startCore({ settings });
    expect(settings.saved).toHaveLength(1);

    const fresh = createMemorySettingsStore();
    const readOnly = { ...fresh, load: () => ({ ...fresh.load(), readOnly: 'It is newer.' }) };
    await startCore({ settings: readOnly });
    expect(fresh.saved).toEqual([]);
  });

  it('is not written for a drill', async () => {
    const { call, ports, snapshot } = await startCore();
    const saves = ports.settings.saved.length;
    await call('drill.arm', { drill: 'expired' });
    expect(snapshot().drill).toMatchObject({ drill: 'expired' });
    await call('drill.off');
    expect(snapshot().drill).toBeUndefined();
    expect(ports.settings.saved).toHaveLength(saves);
  });

  it('never names the project of the environment as the active one', async () => {
    const { call, ports, snapshot } = await startCore({ environmentProject });
    const fromEnvironment = snapshot().projects.find(({ source }) => source === 'environment');
    const local = snapshot().projects.find(({ source }) => source === 'local');
    await call('project.activate', { id: local?.id ?? '' });
    expect(ports.settings.saved.at(-1)?.activeProjectId).toBe(local?.id);
    await call('project.activate', { id: fromEnvironment?.id ?? '' });
    expect(snapshot().activeProjectId).toBe(fromEnvironment?.id);
    expect(ports.settings.saved.at(-1)?.activeProjectId).toBe(local?.id);
  });
});

describe('a failed change', () => {
  it.each([
    [{ app: { theme: 'dark' } }, 0],
    [{ server: { port: 7999 } }, 1],
  ] as const)('%j is told to the windows only where the endpoint moved', async (changes, times) => {
    const ground = await startGround();
    const heard = vi.fn<(snapshot: unknown) => void>();
    ground.tokenTray.listen('state.changed', heard);
    ground.inject('save');
    const { revision } = ground.snapshot();
    await ground.fail('settings.update', { revision, changes });
    expect(heard).toHaveBeenCalledTimes(times);
  });

  it('names the field with its path, if a field is at fault', () => {
    expect(fieldOf(() => underField('changes', failing('apiKey')))).toBe('changes.apiKey');
    expect(fieldOf(() => underField('changes', failing()))).toBeUndefined();
    const other = new Error('other');
    expect(
      fieldOf(() =>
        underField('changes', () => {
          throw other;
        }),
      ),
    ).toBe(other);
  });
});

describe('the rules of a change', () => {
  it.each([
    ['x\u202e', 'name', 'name'],
    [{ name: 'x\u202e' }, '', 'name'],
    [{ a: { b: [null, 7, 'x\u202e'] } }, 'grants', 'grants.a.b.2'],
    [{ 'x\u202e': true }, 'grants', 'grants'],
  ])('an unfit text in %j is at its field', (value, at, field) => {
    expect(() => requireOneLineTexts(value, at)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ field }) }),
    );
  });

  it('other values have no text to judge', () => {
    for (const value of [null, undefined, 7, true, { a: null }, 'fine']) {
      expect(() => requireOneLineTexts(value, 'x')).not.toThrow();
    }
  });

  it('a free name and slug are the first that is free', () => {
    const items = [
      { id: 'a', name: 'Kitchen', slug: 'kitchen' },
      { id: 'b', name: 'kitchen 2', slug: 'kitchen-2' },
    ];
    expect(freeName(items, 'KITCHEN')).toBe('KITCHEN 3');
    expect(freeName(items, 'Garden')).toBe('Garden');
    expect(slugFor(items, 'Kitchen')).toBe('kitchen-3');
    expect(slugFor(items, '★')).toBe('project');
  });

  const server = { ...createFirstServer(), lan: true, lanUntil: 5000 };
  it.each([
    [{}, 5000],
    [{ allowedHosts: ['a.example'] }, 5000],
    [{ lan: true, lanUntil: 9000 }, 9000],
    [{ lanUntil: 9000 }, 9000],
    [{ lan: true }, undefined],
    [{ lan: false }, undefined],
    [{ lan: false, lanUntil: 9000 }, undefined],
    [{ lan: true, lanUntil: 0 }, undefined],
  ])('the LAN is on until a time, and %j makes it %s', (changes, until) => {
    expect(withServerChanges(server, changes).lanUntil).toBe(until);
  });
});

function failing(field?: string): () => never {
  return () => {
    throw new TokenTrayError('conflict', { kind: 'project' }, field);
  };
}

/** The field of the failure that `action` throws, or the error itself if it is not one. */
function fieldOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error instanceof TokenTrayError ? error.failure.field : error;
  }
}

function createFirstServer(): Parameters<typeof withServerChanges>[0] {
  return {
    port: 7885,
    lan: false,
    serve: true,
    dangerouslySkipLanKey: false,
    dangerouslyAllowNullOrigin: false,
    allowedOrigins: [],
    allowedHosts: [],
  };
}
