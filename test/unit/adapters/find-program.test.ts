import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { expect } from 'vitest';
import { findProgram } from '../../../main/adapters/find-program.ts';
import { createAdb } from '../../../main/adapters/device-tools.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { itOnPosix } from '../../fixtures/posix.ts';

itOnPosix(
  'modes',
  'a program is found by no relative path, as no folder and only where it can be run',
  () => {
    const [plain, folder, good] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    writeFileSync(join(plain, 'tray-tool'), '', { mode: 0o644 });
    mkdirSync(join(folder, 'tray-tool'));
    writeFileSync(join(good, 'tray-tool'), '', { mode: 0o755 });
    const here = relative(process.cwd(), good);
    const PATH = [here, '', plain, folder].join(delimiter);
    expect(findProgram('tray-tool', { env: { PATH }, folders: [here] })).toBeUndefined();
    const found = findProgram('tray-tool', { env: { PATH }, folders: [here, good] });
    expect(found).toBe(join(good, 'tray-tool'));
    expect(findProgram('tray-tool', { env: { Path: good } })).toBe(join(good, 'tray-tool'));
  },
);

itOnPosix(
  'modes',
  'adb is found in the folder of the Android SDK, and not by a relative PATH',
  async () => {
    const sdk = temporaryFolder();
    const tools = join(sdk, 'platform-tools');
    mkdirSync(tools);
    writeFileSync(join(tools, 'adb.exe'), '#!/bin/sh\necho "R5CT device model:Fair_6"\n', {
      mode: 0o755,
    });
    const here = relative(process.cwd(), tools);
    expect(await createAdb({ PATH: here }, undefined, 'win32').devices()).toBeUndefined();
    expect(await createAdb({ ANDROID_HOME: sdk }, undefined, 'win32').devices()).toEqual([
      { id: 'R5CT', name: 'Fair 6', state: 'device' },
    ]);
  },
);
