import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  acquireDataFolderLock,
  type DataFolderLockOptions,
} from '../../../main/adapters/lock/data-folder-lock.ts';
import { readOwner, identifyThisProcess } from '../../../main/adapters/lock/lock-owner.ts';
import { TokenTrayError, type Failure } from '../../../main/contract/errors.ts';
import { bundleChild } from '../../fixtures/faults/bundle-child.ts';
import { startChild, type Child } from '../../fixtures/faults/child.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { expectPrivate, itOnLinux, itOnPosix } from '../../fixtures/posix.ts';

let holdFolder: string;
let countUp: string;

beforeAll(async () => {
  [holdFolder, countUp] = await Promise.all([bundleChild('hold-folder'), bundleChild('count-up')]);
}, 60_000);

afterAll(() => {
  for (const bundle of [holdFolder, countUp]) rmSync(dirname(bundle), { recursive: true });
});

async function hold(folder: string, instanceId: string): Promise<Child> {
  const child = startChild(holdFolder, [folder, instanceId]);
  await child.waitFor('held');
  return child;
}

async function failureOf(action: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await action;
  } catch (error) {
    if (error instanceof TokenTrayError) return error.failure;
    throw error;
  }
  return undefined;
}

/** What a dead process left behind: its lock and its owner file. */
function leaveLock(folder: string, owner: Record<string, unknown> | undefined): void {
  mkdirSync(join(folder, 'lock'));
  const old = new Date(Date.now() - 60_000);
  utimesSync(join(folder, 'lock'), old, old);
  if (owner === undefined) return;
  writeFileSync(
    join(folder, 'lock-owner.json'),
    JSON.stringify({ ...identifyThisProcess(), instanceId: 'dead', kind: 'headless', ...owner }),
  );
}

/** Takes the folder on a clock of its own, and answers how many milliseconds that took. */
async function take(folder: string, options: DataFolderLockOptions = {}): Promise<number> {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const acquiring = acquireDataFolderLock(
    folder,
    { instanceId: 'mine', kind: 'headless' },
    options,
  );
  const taking = { isOver: false };
  const over = (): void => {
    taking.isOver = true;
  };
  acquiring.then(over, over);
  let waited = 0;
  await vi.advanceTimersByTimeAsync(0);
  for (; !taking.isOver; waited += 100) await vi.advanceTimersByTimeAsync(100);
  vi.useRealTimers();
  const lock = await acquiring;
  expect(readOwner(folder)?.instanceId).toBe('mine');
  await lock.release();
  return waited;
}

/** When a process began, as Linux tells it. */
function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
}

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

  it('refuses a second process at once, naming the pid and the port of the first', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    // On Linux nothing is waited for. Other systems do not tell whether it is that process, so it is asked.
    if (process.platform === 'linux') vi.useFakeTimers({ toFake: ['setTimeout'] });
    const failure = await failureOf(
      acquireDataFolderLock(folder, { instanceId: 'second', kind: 'headless' }),
    );
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
    const failure = await failureOf(
      acquireDataFolderLock(folder, { instanceId: 'second', kind: 'headless' }),
    );
    expect(failure?.code).toBe('settings_locked');
  });

  it('is taken over within 5 s after kill -9', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    holder.process.kill('SIGKILL');
    await holder.ended;
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    expect(readOwner(folder)).toBeUndefined();
    expect(await take(folder)).toBeLessThan(5000);
  });

  itOnPosix('signals', 'is given back on SIGTERM', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    holder.process.kill('SIGTERM');
    expect(await holder.ended).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
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
    const failure = await failureOf(
      acquireDataFolderLock(folder, { instanceId: 'second', kind: 'headless' }),
    );
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
    const failing = failureOf(
      acquireDataFolderLock(folder, { instanceId: 'second', kind: 'headless' }),
    );
    await vi.advanceTimersByTimeAsync(1000);
    utimesSync(join(folder, 'lock'), new Date(), new Date());
    await vi.advanceTimersByTimeAsync(100);
    expect((await failing)?.code).toBe('settings_locked');
  });

  it('writes nothing and wakes for nothing while it is held', async () => {
    const folder = temporaryFolder();
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    const lock = await acquireDataFolderLock(folder, { instanceId: 'mine', kind: 'headless' });
    expect(vi.getTimerCount()).toBe(0);
    await lock.release();
  });

  it.each(['cannot be watched', 'can no longer be watched'])(
    'is touched each second where the folder %s',
    async (fault) => {
      const folder = temporaryFolder();
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
      const system = { fail: (): void => {} };
      const lock = await acquireDataFolderLock(
        folder,
        { instanceId: 'mine', kind: 'headless' },
        {
          watch: (_folder, _onChange, onError) => {
            if (fault === 'cannot be watched') throw new Error('ENOSPC: too many watchers');
            system.fail = onError;
            return () => {};
          },
        },
      );
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

  it('asks the endpoint of a first that ran elsewhere, and waits no longer', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, { realm: 'another-container', instanceId: 'elsewhere', port: 7885 });
    const answersAt = vi.fn<NonNullable<DataFolderLockOptions['answersAt']>>(() =>
      Promise.resolve(true),
    );
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const failure = await failureOf(
      acquireDataFolderLock(folder, { instanceId: 'second', kind: 'headless' }, { answersAt }),
    );
    expect(failure?.details).toMatchObject({ port: 7885 });
    expect(answersAt).toHaveBeenCalledWith(7885, 'elsewhere');
  });

  it('takes over where another instance answers on the port of the first', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, { realm: 'another-container', instanceId: 'elsewhere', port: 7885 });
    expect(await take(folder, { answersAt: () => Promise.resolve(false) })).toBeLessThan(5000);
  });

  itOnPosix('signals', 'is given back by a process that exits without releasing it', async () => {
    const folder = temporaryFolder();
    const holder = await hold(folder, 'first');
    holder.process.kill('SIGINT');
    expect(await holder.ended).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  itOnPosix('named pipes', 'takes over a lock whose owner file is a pipe', async () => {
    const folder = temporaryFolder();
    leaveLock(folder, undefined);
    execFileSync('mkfifo', [join(folder, 'lock-owner.json')]);
    expect(await take(folder)).toBeLessThan(5000);
  });

  it('is looked at again by each save: lost, or taken back where it was cleaned away', async () => {
    const folder = temporaryFolder();
    const lock = await acquireDataFolderLock(
      folder,
      { instanceId: 'mine', kind: 'headless' },
      { watch: () => () => {} },
    );
    rmdirSync(join(folder, 'lock'));
    lock.assertHeld();
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    rmdirSync(join(folder, 'lock'));
    leaveLock(folder, { instanceId: 'theirs', pid: 4242 });
    expect(() => lock.assertHeld()).toThrow('process 4242');
    await lock.release();
    expect(existsSync(join(folder, 'lock'))).toBe(true);
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
      Array.from({ length: 6 }, (_, index) => {
        const child = startChild(holdFolder, [folder, `starter-${index}`]);
        return Promise.race([child.waitFor('held'), child.waitFor('refused')]).then(() => child);
      }),
    );
    const held = starters.filter((child) => child.output.includes('held'));
    expect(held).toHaveLength(1);
    const [winner] = held;
    expect(readOwner(folder)?.pid).toBe(winner?.process.pid);
    await vi.waitFor(() => expect(lstatSync(join(folder, 'lock')).isDirectory()).toBe(true));
    expect(winner?.output).not.toContain('lost');
  });

  it('comes back by itself where something cleaned it away', async () => {
    const folder = temporaryFolder();
    const lost = vi.fn<(reason: string) => void>();
    const lock = await acquireDataFolderLock(
      folder,
      { instanceId: 'mine', kind: 'headless' },
      { onLost: lost },
    );
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
    const lock = await acquireDataFolderLock(
      folder,
      { instanceId: 'mine', kind: 'headless' },
      { onLost: lost },
    );
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
    const lock = await acquireDataFolderLock(
      folder,
      { instanceId: 'mine', kind: 'headless' },
      { onLost: lost },
    );
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
