import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type DataFolderLockOptions } from '../../../main/adapters/lock/data-folder-lock.ts';
import { readOwner } from '../../../main/adapters/lock/lock-owner.ts';
import {
  hold,
  leaveLock,
  refusalOf,
  startHolder,
  startOf,
  take,
} from '../../fixtures/faults/folder-lock.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { itOnLinux, itOnPosix } from '../../fixtures/posix.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('S9 the lock that a dead process left', () => {
  it('is taken over within 5 s after kill -9', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    holder.process.kill('SIGKILL');
    await holder.ended;
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    expect(readOwner(folder)).toBeUndefined();
    expect(await take(folder)).toBeLessThan(5000);
  });

  it('is not fooled by a process that got the number of the dead one', async () => {
    const folder = temporaryFolder();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)']);
    onTestFinished(() => {
      bystander.kill('SIGKILL');
    });
    leaveLock(folder, { pid: bystander.pid, startedAt: 'another-boot/123' });
    expect(await take(folder)).toBeLessThan(5000);
    expect(bystander.exitCode).toBeNull();
  });

  it('is not fooled where the system does not tell when a process began', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, { pid: process.pid, startedAt: undefined });
    expect(await take(folder)).toBeLessThan(5000);
  });

  itOnLinux(
    '/proc',
    'is not fooled by a zombie, which has the number and the start of the dead one',
    async () => {
      const folder = temporaryFolder();
      // The shell becomes a program that does not collect its child.
      const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      onTestFinished(() => {
        parent.kill('SIGKILL');
      });
      const [line] = await once(parent.stdout, 'data');
      const pid = Number(String(line).trim());
      await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z '));
      leaveLock(folder, { pid, startedAt: startOf(pid) });
      expect(readOwner(folder)).toBeUndefined();
      expect(await take(folder)).toBe(0);
    },
  );

  it('is asked about where the first runs in another container, and answers', async () => {
    const folder = temporaryFolder();
    await hold(folder, 'first');
    const path = join(folder, 'lock-owner.json');
    const owner = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...owner, realm: 'another-container' }));
    const failure = await refusalOf(folder);
    expect(failure?.code).toBe('settings_locked');
    expect(readdirSync(folder).toSorted()).toEqual(['lock', 'lock-owner.json']);
  });

  it('is taken over where the first was killed in another container and no answer comes', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, { realm: 'another-container', pid: 1 });
    const waited = await take(folder);
    expect(waited).toBeGreaterThan(3000);
    expect(waited).toBeLessThan(5000);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('respects the heartbeat of version 0.1 in another container', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, { realm: 'another-container', pid: 1 });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const failing = refusalOf(folder);
    await vi.advanceTimersByTimeAsync(1000);
    utimesSync(join(folder, 'lock'), new Date(), new Date());
    await vi.advanceTimersByTimeAsync(100);
    expect((await failing)?.code).toBe('settings_locked');
  });

  it('asks the endpoint of a first that ran elsewhere, and waits no longer', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, { realm: 'another-container', instanceId: 'elsewhere', port: 7885 });
    const answersAt = vi.fn<NonNullable<DataFolderLockOptions['answersAt']>>(() =>
      Promise.resolve(true),
    );
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const failure = await refusalOf(folder, { answersAt });
    expect(failure?.details).toMatchObject({ port: 7885 });
    expect(answersAt).toHaveBeenCalledWith(7885, 'elsewhere');
  });

  it('takes over where another instance answers on the port of the first', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, { realm: 'another-container', instanceId: 'elsewhere', port: 7885 });
    expect(await take(folder, { answersAt: () => Promise.resolve(false) })).toBeLessThan(5000);
  });

  itOnPosix('named pipes', 'takes over a lock whose owner file is a pipe', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, undefined);
    execFileSync('mkfifo', [join(folder, 'lock-owner.json')]);
    expect(await take(folder)).toBeLessThan(5000);
  });

  it.each([
    ['no owner file', undefined],
    ['an owner file that cannot be read', 'garbage'],
  ])('takes over a lock with %s', async (_, content) => {
    const folder = temporaryFolder();
    leaveLock(folder, undefined);
    if (content !== undefined) writeFileSync(join(folder, 'lock-owner.json'), content);
    expect(await take(folder)).toBeLessThan(5000);
  });

  it('lets one in of many that meet at a dead lock', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'dead');
    holder.process.kill('SIGKILL');
    await holder.ended;
    const starters = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const child = await startHolder(folder, `starter-${index}`);
        await Promise.race([child.waitFor('held'), child.waitFor('refused')]);
        return child;
      }),
    );
    const held = starters.filter((child) => child.output.includes('held'));
    expect(held).toHaveLength(1);
    const [winner] = held;
    expect(readOwner(folder)?.pid).toBe(winner?.process.pid);
    await vi.waitFor(() => expect(lstatSync(join(folder, 'lock')).isDirectory()).toBe(true));
    expect(winner?.output).not.toContain('lost');
  });
});
