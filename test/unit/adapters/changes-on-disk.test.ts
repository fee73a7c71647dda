import { randomUUID } from 'node:crypto';
import type * as fs from 'node:fs';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createFileSecretStore,
  createSecretFile,
} from '../../../main/adapters/secrets/secret-file.ts';
import { createSettingsStore } from '../../../main/adapters/settings/settings-store.ts';
import type { CallArguments } from '../../../main/contract/client.ts';
import { createClient } from '../../../main/contract/client.ts';
import type { CallName, CallValue } from '../../../main/contract/calls.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import type { SecretStore } from '../../../main/core/ports.ts';
import { createTokenTray, type TokenTray } from '../../../main/core/create-token-tray.ts';
import { breakDisk, healDisk, type Step } from '../../fixtures/faults/failing-disk.ts';
import { SENTINEL } from '../../fixtures/faults/sentinel.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { inProcessTransport } from '../../fixtures/in-process-transport.ts';
import { createMemoryPorts } from '../../fixtures/memory-ports.ts';

vi.mock('node:fs', async (importOriginal) => {
  const { failingDisk } = await import('../../fixtures/faults/failing-disk.ts');
  return failingDisk(await importOriginal<typeof fs>());
});

const PROJECT = {
  name: 'Kitchen',
  url: 'wss://kitchen.livekit.cloud',
  apiKey: 'APIkitchen0001',
  apiSecret: SENTINEL,
};

interface OnDisk {
  folder: string;
  core: TokenTray;
  secrets: SecretStore;
  call<Name extends CallName>(name: Name, ...input: CallArguments<Name>): Promise<CallValue<Name>>;
  failing<Name extends CallName>(name: Name, ...input: CallArguments<Name>): Promise<Failure>;
}

/** The core, started, with its settings and secrets in files. */
async function start(folder: string): Promise<OnDisk> {
  const secrets = createFileSecretStore(createSecretFile({ folder }));
  const core = createTokenTray({
    ...createMemoryPorts(),
    settings: createSettingsStore({ folder }),
    secrets,
  });
  await core.start();
  const client = createClient(inProcessTransport(core));
  return {
    folder,
    core,
    secrets,
    async call(name, ...input) {
      const reply = await client.call(name, ...input);
      if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
      return reply.value;
    },
    async failing(name, ...input) {
      const reply = await client.call(name, ...input);
      if (reply.ok) throw new Error(`${name} was to fail`);
      return reply.error;
    },
  };
}

/** What is in the folder, all of it. */
function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

function settingsAndSecrets(folder: string): unknown[] {
  return ['settings.json', 'secrets.json'].map((name) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  );
}

afterEach(() => {
  healDisk();
});

describe('S19 what was removed', () => {
  it('is nowhere in the data folder: not the secret of a project that is gone', async () => {
    const { folder, call, secrets } = await start(temporaryFolder());
    const { item } = await call('project.create', { fields: PROJECT });
    expect(secrets.ids()).toContain(item.id);
    expect(JSON.stringify(contentsOf(folder))).toContain(SENTINEL);
    await call('project.remove', { id: item.id });
    expect(secrets.ids()).not.toContain(item.id);
    expect(JSON.stringify(contentsOf(folder))).not.toContain(SENTINEL);
  });

  it('stays gone at the next start, with what a killed process left without a project', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    const { item } = await first.call('project.create', { fields: PROJECT });
    await first.core.close();
    // Killed between the secret and the settings.
    await createFileSecretStore(createSecretFile({ folder })).write(
      new Map([[randomUUID(), `other-${SENTINEL}`]]),
    );
    const { secrets } = await start(folder);
    expect(secrets.ids()).toEqual([item.id]);
    expect(JSON.stringify(contentsOf(folder))).not.toContain(`other-${SENTINEL}`);
  });

  it('leaves no secret behind where every project is removed', async () => {
    const { call, core, secrets } = await start(temporaryFolder());
    await call('project.create', { fields: PROJECT });
    for (const { id } of core.snapshot().projects) await call('project.remove', { id });
    expect(secrets.ids()).toEqual([]);
  });
});

/** Each step of each write: the secrets' first, then the backup and the settings. */
const STEPS: [step: Step, after: number][] = [
  ['openSync', 0],
  ['writeSync', 0],
  ['writeSync', 1],
  ['fsyncSync', 0],
  ['fsyncSync', 2],
  ['renameSync', 0],
  ['renameSync', 1],
];

describe('S8 S16 a change that the disk refuses half-way', () => {
  it.each(STEPS)('in %s after %i good ones: a new project leaves no trace', async (step, after) => {
    const { folder, core, failing, call } = await start(temporaryFolder());
    await call('project.create', { fields: { ...PROJECT, name: 'Before' } });
    // Its server is tried in the background, which is in the state, too.
    await expect.poll(() => core.snapshot().projects.at(-1)?.check).toBeDefined();
    const before = settingsAndSecrets(folder);
    const shown = core.snapshot();
    breakDisk(step, 'EIO', after, 1);
    const failure = await failing('project.create', { fields: PROJECT });
    healDisk();
    expect(['secret_unwritable', 'settings_unwritable']).toContain(failure.code);
    expect(failure.message).toContain('Nothing was changed');
    expect(settingsAndSecrets(folder)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp-'))).toEqual([]);
    expect(core.snapshot()).toEqual(shown);
  });

  it.each(STEPS)(
    'in %s after %i good ones: a new secret leaves the old one',
    async (step, after) => {
      const { folder, core, failing, call } = await start(temporaryFolder());
      const { item } = await call('project.create', { fields: PROJECT });
      const before = settingsAndSecrets(folder);
      const { revision } = core.snapshot();
      breakDisk(step, 'ENOSPC', after, 1);
      const failure = await failing('project.update', {
        id: item.id,
        revision,
        changes: { name: 'Renamed', apiSecret: 'another-secret-of-the-same-length-000' },
      });
      healDisk();
      expect(failure.message).toContain('The disk is full. Nothing was changed');
      expect(settingsAndSecrets(folder)).toEqual(before);
    },
  );

  it('that cannot be undone either names what is left', async () => {
    const { failing, call, folder, secrets } = await start(temporaryFolder());
    await call('project.create', { fields: { ...PROJECT, name: 'Before' } });
    const before = secrets.ids();
    // From the settings' write on, so that the secret cannot be taken back.
    breakDisk('writeSync', 'EIO', 1);
    const failure = await failing('project.create', { fields: PROJECT });
    healDisk();
    expect(failure.code).toBe('change_half_undone');
    expect(failure.message).not.toContain('Nothing was changed');
    expect(secrets.ids().length).toBe(before.length + 1);
    const { secrets: after } = await start(folder);
    expect(after.ids()).toEqual(before);
  });
});
