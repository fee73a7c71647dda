import { randomUUID } from 'node:crypto';
import { acquireDataFolderLock } from '../../adapters/lock/data-folder-lock.ts';
import { prepareDataFolder } from '../../adapters/data-folder.ts';
import { createReadingSettingsStore } from '../../adapters/settings/settings-store.ts';
import { createStderrLog } from '../../adapters/log/log-line.ts';
import type { CoreHere, CoreOptions } from '../../cli/command-host.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Log } from '../../core/ports.ts';
import { answersAt } from '../../listener/probe.ts';
import { createHeadlessCore } from './create-core.ts';
import { createIdleEndpoint } from './idle-endpoint.ts';
import { createHeadlessSettings } from './settings-store.ts';

/** The core for one command, without an endpoint. */
export function openCore(options: CoreOptions, version: string): Promise<CoreHere> {
  return options.access === 'locked' ? openLocked(options, version) : openReading(options, version);
}

async function openLocked({ folder }: CoreOptions, version: string): Promise<CoreHere> {
  const prepared = prepareDataFolder(folder);
  const instanceId = randomUUID();
  const owner = { instanceId, kind: 'command', version } as const;
  const { assertHeld, release } = await acquireDataFolderLock(prepared.path, owner, { answersAt });
  const core = createHeadlessCore({
    folder: prepared.path,
    version,
    instanceId,
    logPath: null,
    settings: createHeadlessSettings(prepared, assertHeld, log),
    assertHeld,
    endpoint: createIdleEndpoint,
    log,
  });
  await core.start();
  return {
    dispatch: core.dispatch,
    close: async () => {
      await core.close();
      await release();
    },
  };
}

async function openReading(
  { folder, environmentProject }: CoreOptions,
  version: string,
): Promise<CoreHere> {
  const core = createHeadlessCore({
    folder,
    version,
    instanceId: randomUUID(),
    logPath: null,
    settings: createReadingSettingsStore(folder),
    assertHeld: () => {
      throw new TokenTrayError('settings_unwritable', { reason: 'This command only reads.' });
    },
    endpoint: createIdleEndpoint,
    log,
    ...(environmentProject === undefined ? {} : { environmentProject }),
  });
  await core.start();
  return { dispatch: core.dispatch, close: () => core.close() };
}

/** A command says what it did on stdout; only what went wrong beside it goes to stderr. */
const log: Log = (level, message, fields) => {
  if (level !== 'info') createStderrLog()(level, message, fields);
};
