import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentForLk, findLk, lkFile } from '../../../main/adapters/lk/lk-command.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { itOnPosix } from '../../fixtures/posix.ts';

/** A program at `path` in a home folder of its own. */
function homeWith(...path: string[]): { home: string; program: string } {
  const home = temporaryFolder();
  const program = join(home, ...path);
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '', { mode: 0o755 });
  return { home, program };
}

describe('where lk is', () => {
  it('keeps its projects in the home folder', () => {
    expect(lkFile('/home/amy')).toBe(join('/home/amy', '.livekit', 'cli-config.yaml'));
  });

  itOnPosix('modes', 'is on the PATH, first of all', () => {
    const { home, program } = homeWith('tools', 'lk');
    homeWith('go', 'bin', 'lk');
    const env = {
      PATH: ['relative', '', join(home, 'empty'), join(home, 'tools')].join(delimiter),
    };
    expect(findLk({ home, env, platform: 'linux' })).toBe(program);
    expect(findLk({ home, env: { Path: env.PATH }, platform: 'linux' })).toBe(program);
    expect(findLk({ home: undefined, env: {}, platform: 'win32' })).toBeUndefined();
  });

  itOnPosix('modes', 'is where Go and install scripts put it', () => {
    for (const path of [
      ['.local', 'bin', 'lk'],
      ['go', 'bin', 'lk'],
    ]) {
      const { home, program } = homeWith(...path);
      expect(findLk({ home, env: {}, platform: 'linux' })).toBe(program);
      expect(findLk({ home: undefined, env: {}, platform: 'linux' })).toBeUndefined();
    }
    const { home, program } = homeWith('bin', 'lk');
    expect(findLk({ home, env: { GOPATH: home }, platform: 'linux' })).toBe(program);
    expect(findLk({ home, env: { GOBIN: join(home, 'bin') }, platform: 'linux' })).toBe(program);
  });

  itOnPosix('modes', 'is where scoop and winget put it on Windows, and there alone', () => {
    const scoop = homeWith('scoop', 'shims', 'lk.exe');
    expect(findLk({ home: scoop.home, env: {}, platform: 'win32' })).toBe(scoop.program);
    const winget = homeWith('Microsoft', 'WinGet', 'Links', 'lk.exe');
    const env = { LOCALAPPDATA: winget.home };
    expect(findLk({ home: undefined, env, platform: 'win32' })).toBe(winget.program);
    const posix = homeWith('scoop', 'shims', 'lk');
    expect(findLk({ home: posix.home, env: {}, platform: 'linux' })).toBeUndefined();
    const links = homeWith('Microsoft', 'WinGet', 'Links', 'lk');
    expect(
      findLk({ home: undefined, env: { LOCALAPPDATA: links.home }, platform: 'linux' }),
    ).toBeUndefined();
  });

  itOnPosix('modes', 'is no folder, and no file that cannot be run', () => {
    const { home, program } = homeWith('tools', 'lk', 'inside');
    const env = { PATH: dirname(dirname(program)) };
    expect(findLk({ home, env, platform: 'linux' })).toBeUndefined();
    const plain = temporaryFolder();
    writeFileSync(join(plain, 'lk'), '', { mode: 0o644 });
    expect(findLk({ home, env: { PATH: plain }, platform: 'linux' })).toBeUndefined();
  });

  it('gets what it needs, and nothing that this process signs with', () => {
    expect(
      environmentForLk({
        PATH: '/bin',
        lc_all: 'C',
        XDG_RUNTIME_DIR: '/run',
        LIVEKIT_API_SECRET: 'secret',
        MY_PATH: 'x',
        HOME: undefined,
      }),
    ).toEqual({ PATH: '/bin', lc_all: 'C', XDG_RUNTIME_DIR: '/run' });
  });
});
