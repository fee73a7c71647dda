import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { acquireDataFolderLock } from '../../../main/adapters/lock/data-folder-lock.ts';
import { readOwner } from '../../../main/adapters/lock/lock-owner.ts';
import { bundleChild } from '../../fixtures/faults/bundle-child.ts';
import { startChild } from '../../fixtures/faults/child.ts';
import {
  failureOf,
  hold,
  leaveLock,
  lockMine,
  refusalOf,
  take,
} from '../../fixtures/faults/folder-lock.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { expectPrivate, itOnLinux, itOnPosix } from '../../fixtures/posix.ts';

let countUp: string;

beforeAll(async () => {
  countUp = await bundleChild('count-up');
}, 60_000);

afterAll(() => {
  rmSync(dirname(countUp), { recursive: true });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('S9 the lock of a data folder', () => {
  it('says who holds it, and is gone after release', async () => {
    const folder = temporaryFolder();
    const lock = await acquireDataFolderLock(folder, { instanceId: 'mine', kind: 'desktop' });
    lock.updateOwner({ port: 7885, uiUrl: 'http://127.0.0.1:7886/' });
    expect(readOwner(folder)).toMatchObject({
      instanceId: 'mine',
      kind: 'desktop',
      pid: process.pid,
      port: 7885,
      uiUrl: 'http://127.0.0.1:7886/',
    });
    expectPrivate(join(folder, 'lock'));
    expectPrivate(join(folder, 'lock-owner.json'));
    lock.updateOwner({ port: undefined });
    expect(readOwner(folder)?.port).toBeUndefined();
    await lock.release();
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(readOwner(folder)).toBeUndefined();
  });

  it('writes what it says of itself only where that differs', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'lock-owner.json');
    const lock = await acquireDataFolderLock(folder, { instanceId: 'mine', kind: 'desktop' });
    const marks = [{}, { port: undefined }, { port: 7885 }, { port: 7885 }].map((changes) => {
      lock.updateOwner(changes);
      return statSync(path).ino;
    });
    // Each write makes a new file.
    expect(marks[1]).toBe(marks[0]);
    expect(marks[2]).not.toBe(marks[1]);
    expect(marks[3]).toBe(marks[2]);
    await lock.release();
  });

  it('refuses a second process at once, naming the pid and the port of the first', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    // On Linux nothing is waited for. Other systems do not tell whether it is that process, so it is asked.
    if (process.platform === 'linux') vi.useFakeTimers({ toFake: ['setTimeout'] });
    const failure = await refusalOf(folder);
    expect(failure?.code).toBe('settings_locked');
    expect(failure?.details).toMatchObject({ pid: holder.process.pid, port: 7885, folder });
    expect(failure?.message).toContain(`process ${holder.process.pid} on port 7885`);
  });

  itOnLinux('/proc', 'refuses while the first is stopped, however old its lock looks', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    holder.process.kill('SIGSTOP');
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(join(folder, 'lock'), old, old);
    const failure = await refusalOf(folder);
    expect(failure?.code).toBe('settings_locked');
  });

  itOnPosix('signals', 'is given back on SIGTERM', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    holder.process.kill('SIGTERM');
    expect(await holder.ended).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes nothing and wakes for nothing while it is held', async () => {
    const folder = temporaryFolder();
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    const lock = await lockMine(folder);
    expect(vi.getTimerCount()).toBe(0);
    await lock.release();
  });

  it.each(['cannot be watched', 'can no longer be watched'])(
    'is touched each second where the folder %s',
    async (fault) => {
      const folder = temporaryFolder();
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
      const system = { fail: (): void => {} };
      const lock = await lockMine(folder, {
        watch: (_folder, _onChange, onError) => {
          if (fault === 'cannot be watched') throw new Error('ENOSPC: too many watchers');
          system.fail = onError;
          return () => {};
        },
      });
      system.fail();
      const touchedAt = (): number => lstatSync(join(folder, 'lock')).mtimeMs;
      const before = touchedAt();
      vi.advanceTimersByTime(1000);
      const first = touchedAt();
      vi.advanceTimersByTime(1000);
      expect([first !== before, touchedAt() - first]).toEqual([true, 1000]);
      await lock.release();
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  itOnPosix('signals', 'is given back by a process that exits without releasing it', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    holder.process.kill('SIGINT');
    expect(await holder.ended).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is looked at again by each save: lost, or taken back where it was cleaned away', async () => {
    const folder = temporaryFolder();
    const lock = await lockMine(folder, { watch: () => () => {} });
    rmdirSync(join(folder, 'lock'));
    lock.assertHeld();
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    rmdirSync(join(folder, 'lock'));
    leaveLock(folder, { instanceId: 'theirs', pid: 4242 });
    expect(() => lock.assertHeld()).toThrow('process 4242');
    await lock.release();
    expect(existsSync(join(folder, 'lock'))).toBe(true);
  });

  it('comes back by itself where something cleaned it away', async () => {
    const folder = temporaryFolder();
    const lost = vi.fn<(reason: string) => void>();
    const lock = await lockMine(folder, { onLost: lost });
    rmdirSync(join(folder, 'lock'));
    await vi.waitFor(() => expect(existsSync(join(folder, 'lock'))).toBe(true));
    lock.assertHeld();
    expect(lost).not.toHaveBeenCalled();
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is lost, once and with a reason, where another process has taken it', async () => {
    const folder = temporaryFolder();
    const lost = vi.fn<(reason: string) => void>();
    const lock = await lockMine(folder, { onLost: lost });
    rmdirSync(join(folder, 'lock'));
    leaveLock(folder, { instanceId: 'theirs', pid: 4242 });
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
    expect(lost).toHaveBeenCalledWith(expect.stringContaining('process 4242'));
    expect(() => lock.assertHeld()).toThrow('has taken over');
    await lock.release();
    expect(readFileSync(join(folder, 'lock-owner.json'), 'utf8')).toContain('theirs');
    expect(existsSync(join(folder, 'lock'))).toBe(true);
  });

  it('is lost where the folder is gone', async () => {
    const folder = temporaryFolder();
    const lost = vi.fn<(reason: string) => void>();
    const lock = await lockMine(folder, { onLost: lost });
    rmSync(folder, { recursive: true });
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
    expect(() => lock.assertHeld()).toThrow('The folder is gone.');
    await lock.release();
  });

  it('says that a folder cannot be used where it is not there', async () => {
    const failure = await failureOf(take(join(temporaryFolder(), 'gone')));
    expect(failure?.code).toBe('data_folder_unusable');
    expect(failure?.message).toContain('The folder is gone.');
  });

  it('lets four writers with 200 updates each lose none', async () => {
    const folder = temporaryFolder();
    const writers = Array.from({ length: 4 }, () => startChild(countUp, [folder, '200']));
    const outcomes = await Promise.all(writers.map((writer) => writer.ended));
    expect(outcomes, writers.map((writer) => writer.output).join('')).toEqual([0, 0, 0, 0]);
    const { revision } = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
    expect(revision).toBe(801);
    expect(writers.map((writer) => writer.output).join('')).toMatch(/after [1-9]\d* refusals/);
  }, 60_000);
});
