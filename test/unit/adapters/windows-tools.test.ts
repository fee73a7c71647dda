import type * as ChildProcess from 'node:child_process';
import { expect, it, vi } from 'vitest';
import { createAccessLists } from '../../../main/adapters/files/private-access.ts';
import { createMachine } from '../../../main/adapters/machine.ts';
import { openBrowser } from '../../../main/hosts/headless/browser.ts';
import { outputOf } from '../../../main/system/run-program.ts';

const ran = vi.hoisted(() => [] as string[]);

vi.mock('node:child_process', async (original) => {
  const actual = await original<typeof ChildProcess>();
  return {
    ...actual,
    execFileSync: (path: string) => {
      ran.push(path);
      return '"desktop\\ada","S-1-5-21-1-2-3-1001"\r\n';
    },
    execFile: (path: string, _parameters: unknown, _options: unknown, done: (e: null) => void) => {
      ran.push(path);
      done(null);
    },
    spawn: (path: string) => {
      ran.push(path);
      return actual.spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    },
  };
});

it.each([
  ['D:\\Windows', 'D:\\Windows\\System32'],
  [undefined, 'C:\\Windows\\System32'],
])(
  'S2 the tools of Windows are run by their full path, with SystemRoot %s',
  async (root, folder) => {
    vi.stubEnv('SystemRoot', root);
    ran.length = 0;
    createAccessLists().close('E:\\data');
    await createMachine({ listening: async () => [], platform: 'win32' }).firewall();
    await outputOf('netstat', ['-ano'], { withinMs: 1_000, platform: 'win32' });
    await openBrowser('http://localhost:7885/', 'win32');
    const names = ['whoami', 'icacls', 'icacls', 'reg', 'reg', 'netstat', 'rundll32'];
    expect(ran).toEqual(names.map((name) => `${folder}\\${name}.exe`));
  },
);

it('programs of other systems are found on the PATH', async () => {
  ran.length = 0;
  await outputOf('lsof', [], { withinMs: 1_000, platform: 'darwin' });
  expect(ran).toEqual(['lsof']);
});
