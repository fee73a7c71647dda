import { readFileSync, readdirSync, rmSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleChild } from '../../fixtures/faults/bundle-child.ts';
import { startChild } from '../../fixtures/faults/child.ts';
import { modeOf } from '../../fixtures/faults/mode-of.ts';
import { describeOnPosix } from '../../fixtures/posix.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';

const recorder = fileURLToPath(new URL('../../fixtures/faults/record-modes.cjs', import.meta.url));

let saveLoop: string;

beforeAll(async () => {
  saveLoop = await bundleChild('save-loop');
}, 60_000);

afterAll(() => {
  rmSync(dirname(saveLoop), { recursive: true });
});

interface Made {
  path: string;
  mode: string;
  folder: boolean;
}

describeOnPosix('file modes', 'S1 files and folders', () => {
  it.each(['022', '000'])(
    'are for this user alone from the moment they are made, under umask %s',
    async (umask) => {
      const top = temporaryFolder();
      const folder = join(top, 'Token Tray');
      const record = join(top, 'modes');
      const child = startChild(saveLoop, [folder, '6'], {
        umask: Number.parseInt(umask, 8),
        nodeArgs: ['--require', recorder],
        env: { RECORD_MODES: record },
      });
      await child.waitFor('saved 7');
      await child.waitFor('released');
      await child.ended;

      const made: Made[] = readFileSync(record, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const ours = made.filter(({ path }) => path.startsWith(folder));
      const names = ours.map(({ path }) => path.slice(folder.length + 1));
      expect(names).toContain('lock');
      expect(names.some((name) => name.startsWith('settings.json.tmp-'))).toBe(true);
      expect(names.some((name) => name.startsWith('settings.json.backup-'))).toBe(true);
      expect(names.some((name) => name.startsWith('secrets.json.tmp-'))).toBe(true);
      expect(names.some((name) => name.startsWith('lock-owner.json.tmp-'))).toBe(true);
      for (const { path, mode, folder: isFolder } of ours) {
        expect(`${path} ${mode}`).toBe(`${path} ${isFolder ? '0700' : '0600'}`);
      }

      expect(modeOf(folder)).toBe('0700');
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        expect(`${name} ${modeOf(path)}`).toBe(
          `${name} ${lstatSync(path).isDirectory() ? '0700' : '0600'}`,
        );
      }
    },
  );
});
