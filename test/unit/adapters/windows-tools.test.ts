import type * as ChildProcess from 'node:child_process';
import { expect, it, vi } from 'vitest';
import { createAccessLists } from '../../../main/adapters/files/private-access.ts';

const ran = vi.hoisted(() => [] as string[]);

vi.mock('node:child_process', async (original) => ({
  ...(await original<typeof ChildProcess>()),
  execFileSync: (path: string) => {
    ran.push(path);
    return '"desktop\\ada","S-1-5-21-1-2-3-1001"\r\n';
  },
}));

it.each([
  ['D:\\Windows', 'D:\\Windows\\System32'],
  [undefined, 'C:\\Windows\\System32'],
])('S2 the tools of Windows are run by their full path, with SystemRoot %s', (root, folder) => {
  vi.stubEnv('SystemRoot', root);
  ran.length = 0;
  createAccessLists().close('E:\\data');
  expect(ran).toEqual(['whoami', 'icacls', 'icacls'].map((name) => `${folder}\\${name}.exe`));
});
