import type { CallInput, CallName } from '../../../main/contract/calls.ts';
import { KITCHEN, SECRET, startCore, type Harness } from '../handlers/harness.ts';
import {
  createMemoryPorts,
  createMemorySecretStore,
  createMemorySettingsStore,
  idleLiveKitServer,
} from '../../fixtures/memory-ports.ts';

export const LATER_SECRET = `${SECRET}-later`;

const PRESET = { ttlSeconds: 600, grants: { video: { roomJoin: true } } };

/** The steps of a change at which a fault can be injected. */
export type Fault = 'secret' | 'listener' | 'login' | 'save' | 'removal';

/** A core with a project in use, another one, and something to bring back of each kind. */
export interface Ground extends Harness {
  kitchen: string;
  garden: string;
  removedProject: string;
  preset: string;
  removedPreset: string;
  blockedRequest: string;
  /** An export of another installation, with secrets: one project is known here, one is new. */
  exported: string;
  /** What the system was last asked about the start at login. */
  login(): boolean;
  inject(fault: Fault | undefined): void;
}

export async function startGround(): Promise<Ground> {
  const exported = await exportFromElsewhere();
  const settings = createMemorySettingsStore();
  const secrets = createMemorySecretStore();
  let startsAtLogin = false;
  let loginFault: Error | undefined;
  const { host } = createMemoryPorts();
  host.actions.setStartAtLogin = async (start) => {
    const fault = loginFault;
    loginFault = undefined;
    startsAtLogin = start;
    if (fault !== undefined) throw fault;
  };
  // What a server answers comes later, in a snapshot of its own.
  const liveKitServer = { ...idleLiveKitServer, ask: () => new Promise<never>(() => {}) };
  const harness = await startCore({ settings, secrets, host, liveKitServer });
  const { call, ports, endpoint } = harness;
  const kitchen = (await call('project.create', { fields: KITCHEN })).item.id;
  const garden = (await call('project.create', { fields: { ...KITCHEN, name: 'Garden' } })).item.id;
  const gone = (await call('project.create', { fields: { ...KITCHEN, name: 'Gone' } })).item.id;
  await call('project.activate', { id: gone });
  await call('project.remove', { id: gone });
  await call('project.activate', { id: kitchen });
  const preset = (
    await call('preset.create', { fields: { ...PRESET, name: 'Listener', slug: 'listener' } })
  ).item.id;
  const removedPreset = (
    await call('preset.create', { fields: { ...PRESET, name: 'Old', slug: 'old' } })
  ).item.id;
  await call('preset.remove', { id: removedPreset });
  const { raw } = harness.request();
  ports
    .endpointCore()
    .refuse(
      raw,
      { code: 'origin_not_allowed', message: 'no' },
      { rule: 'origin', remedy: { kind: 'origin', value: 'https://a.example' } },
    );
  const blockedRequest = (await call('activity.list'))[0]?.id ?? '';

  return {
    ...harness,
    kitchen,
    garden,
    removedProject: gone,
    preset,
    removedPreset,
    blockedRequest,
    exported,
    login: () => startsAtLogin,
    inject(fault) {
      const full = new Error('The disk is full.');
      settings.failWith(fault === 'save' ? full : undefined);
      secrets.failWrites(fault === 'secret' || fault === 'removal' ? fault : undefined, full);
      endpoint.failNext(fault === 'listener');
      loginFault = fault === 'login' ? full : undefined;
    },
  };
}

export interface ChangeCase<Name extends CallName = CallName> {
  title: string;
  call: Name;
  input(ground: Ground): CallInput<Name>;
  /** The steps that this change has: a fault at each of them must make it fail. */
  steps: readonly Fault[];
}

function changeCase<Name extends CallName>(
  title: string,
  call: Name,
  steps: readonly Fault[],
  input: (ground: Ground) => CallInput<Name>,
): ChangeCase {
  return { title, call, steps, input };
}

function revisionOf({ snapshot }: Ground, id: string): number {
  const { projects, presets } = snapshot();
  return [...projects, ...presets].find((item) => item.id === id)?.revision ?? -1;
}

const LAN = { server: { lan: true } };

export const CHANGE_CASES: readonly ChangeCase[] = [
  changeCase('a project is made', 'project.create', ['secret', 'save'], () => ({
    fields: { ...KITCHEN, name: 'New' },
  })),
  changeCase('a project is made and activated', 'project.create', ['secret', 'save'], () => ({
    fields: { ...KITCHEN, name: 'New' },
    activate: true,
  })),
  changeCase('a project is renamed', 'project.update', ['save'], (ground) => ({
    id: ground.kitchen,
    revision: revisionOf(ground, ground.kitchen),
    changes: { name: 'Kitchen 2' },
  })),
  changeCase(
    'a project gets another key and secret',
    'project.update',
    ['secret', 'save', 'removal'],
    (g) => ({
      id: g.kitchen,
      revision: revisionOf(g, g.kitchen),
      changes: { apiKey: 'APIother', apiSecret: LATER_SECRET },
    }),
  ),
  changeCase('a project asks for the key', 'project.update', ['secret', 'save'], (ground) => ({
    id: ground.kitchen,
    revision: revisionOf(ground, ground.kitchen),
    changes: { requireKey: true },
  })),
  changeCase('a project is duplicated', 'project.duplicate', ['secret', 'save'], ({ kitchen }) => ({
    id: kitchen,
  })),
  changeCase('the active project is removed', 'project.remove', ['save', 'removal'], (ground) => ({
    id: ground.kitchen,
  })),
  changeCase('a removed project comes back', 'project.restore', ['secret', 'save'], (ground) => ({
    id: ground.removedProject,
  })),
  changeCase('another project is activated', 'project.activate', ['save'], ({ garden }) => ({
    id: garden,
  })),
  changeCase(
    'a token server ID is made again',
    'project.regenerateTokenServerId',
    ['save'],
    ({ kitchen }) => ({ id: kitchen }),
  ),
  changeCase('the local server is used', 'project.useLocal', ['save'], () => ({})),
  changeCase('a preset is made', 'preset.create', ['save'], () => ({
    fields: { ...PRESET, name: 'New', slug: 'new' },
  })),
  changeCase('a preset is changed', 'preset.update', ['save'], (ground) => ({
    id: ground.preset,
    revision: revisionOf(ground, ground.preset),
    fields: { ...PRESET, name: 'Listener 2', slug: 'listener' },
  })),
  changeCase('a preset is removed', 'preset.remove', ['save'], ({ preset }) => ({ id: preset })),
  changeCase('a removed preset comes back', 'preset.restore', ['save'], ({ removedPreset }) => ({
    id: removedPreset,
  })),
  changeCase('the theme is changed', 'settings.update', ['save'], ({ snapshot }) => ({
    revision: snapshot().revision,
    changes: { app: { theme: 'dark' } },
  })),
  changeCase('the port is changed', 'settings.update', ['listener', 'save'], ({ snapshot }) => ({
    revision: snapshot().revision,
    changes: { server: { port: 7999 } },
  })),
  changeCase('the LAN is turned on', 'settings.update', ['secret', 'listener', 'save'], (g) => ({
    revision: g.snapshot().revision,
    changes: LAN,
  })),
  changeCase('the app starts at login', 'settings.update', ['login', 'save'], ({ snapshot }) => ({
    revision: snapshot().revision,
    changes: { app: { startAtLogin: true } },
  })),
  changeCase(
    'everything at once',
    'settings.update',
    ['secret', 'login', 'listener', 'save'],
    ({ snapshot }) => ({
      revision: snapshot().revision,
      changes: { server: { port: 7999, lan: true }, app: { startAtLogin: true, theme: 'dark' } },
    }),
  ),
  changeCase(
    'a file of settings is imported, with everything it asks',
    'settings.import',
    ['secret', 'listener', 'save', 'removal'],
    ({ exported, tokenTray }) => ({
      content: exported,
      accept: ['server.lan', ...tokenTray.snapshot().projects.map(({ id }) => `project:${id}`)],
    }),
  ),
  changeCase('projects of another tool are imported', 'import.run', ['secret', 'save'], () => ({
    file: {
      name: 'cli-config.yaml',
      content: ['one', 'two']
        .map(
          (name) =>
            `- name: ${name}\n  url: ws://${name}\n  api_key: API${name}\n  api_secret: ${SECRET}`,
        )
        .join('\n')
        .replace(/^/, 'projects:\n'),
    },
  })),
  changeCase('the LAN key is made', 'lan.showKey', ['secret'], () => ({})),
  changeCase('the LAN key is made again', 'lan.regenerateKey', ['secret'], () => ({})),
  changeCase('serving is stopped', 'server.stop', ['save'], () => ({})),
  changeCase('an origin is allowed', 'activity.allow', ['save'], ({ blockedRequest }) => ({
    id: blockedRequest,
  })),
];

async function exportFromElsewhere(): Promise<string> {
  const { call, ports, snapshot } = await startCore();
  await call('project.create', {
    fields: { ...KITCHEN, apiKey: 'APIelsewhere', apiSecret: LATER_SECRET },
  });
  await call('project.create', { fields: { ...KITCHEN, name: 'Cellar' } });
  const changes = { server: { lan: true, port: 7998 } };
  await call('settings.update', { revision: snapshot().revision, changes });
  await call('settings.exportWithSecrets');
  return [...ports.exports.values()][0] ?? '';
}
