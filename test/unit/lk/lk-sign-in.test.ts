import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLk } from '../../../main/adapters/lk/create-lk.ts';
import { findLk } from '../../../main/adapters/lk/lk-command.ts';
import type { CloudSignIn } from '../../../main/contract/credential-import.ts';
import {
  LK_PROJECT,
  LK_URL,
  makeFakeLk,
  type FakeLk,
  type LkBehaviour,
} from '../../fixtures/fake-lk.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { expectFailure, startCore, type Harness } from '../handlers/harness.ts';
import { describeOnPosix, itOnPosix } from '../../fixtures/posix.ts';

interface Machine extends Harness {
  fake: FakeLk;
  /** Resolves with the first sign-in of this state. */
  until(state: CloudSignIn['state']): Promise<CloudSignIn>;
}

async function startWith(behaviour: LkBehaviour, secrets = {}): Promise<Machine> {
  const fake = makeFakeLk(behaviour);
  const core = await startCore({
    lk: createLk({ home: fake.home, env: { ...fake.env, ...secrets } }),
  });
  onTestFinished(async () => {
    await core.tokenTray.close();
    fake.remove();
  });
  const seen: CloudSignIn[] = [];
  const waiting = new Set<() => void>();
  core.tokenTray.listen('state.changed', ({ cloudSignIn }) => {
    if (cloudSignIn !== undefined) seen.push(cloudSignIn);
    for (const look of waiting) look();
  });
  return {
    ...core,
    fake,
    until: (state) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = seen.find((step) => step.state === state);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describeOnPosix('a shell script in the place of lk', 'the sign-in to LiveKit Cloud by lk', () => {
  it('shows the page and the code, takes the project that lk adds, and makes it active', async () => {
    const { call, snapshot, until, fake, ports } = await startWith('adds', {
      LIVEKIT_API_SECRET: 'not-for-lk',
      NEXT_PUBLIC_LIVEKIT_API_SECRET: 'not-for-lk',
      OTHER_TOKEN: 'not-for-lk',
    });
    const { snapshot: started } = await call('cloud.signIn');
    expect(started.cloudSignIn).toMatchObject({ state: 'running' });
    const done = await until('done');
    const added = snapshot().projects.at(-1);
    expect(added).toMatchObject({
      name: LK_PROJECT.name,
      url: LK_PROJECT.url,
      apiKey: LK_PROJECT.api_key,
      secret: { state: 'set' },
    });
    expect(done).toEqual({ state: 'done', projectId: added?.id, projectName: LK_PROJECT.name });
    expect(snapshot().activeProjectId).toBe(added?.id);
    expect(fake.run().arguments).toEqual(['cloud', 'auth']);
    expect(fake.run().environment).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/LIVEKIT|TOKEN/)]),
    );
    expect(JSON.stringify([snapshot(), ports.lines])).not.toContain(LK_PROJECT.api_secret);
  });

  it('takes only what was added: what lk had before is offered, not taken', async () => {
    const { call, snapshot, until, fake } = await startWith('adds');
    const older = { ...LK_PROJECT, name: 'older', api_key: 'APIolder000001' };
    fake.write([older]);
    await call('cloud.signIn');
    await until('done');
    expect(snapshot().projects.map(({ name }) => name)).toEqual(['Local LiveKit', 'kitchen-demo']);
    await call('import.scan');
    expect(snapshot().offer?.projects.map(({ name }) => name)).toEqual(['older']);
  });

  it('shows what it waits for, and ends at once when it is cancelled', async () => {
    const { call, snapshot, until } = await startWith('hangs');
    await call('cloud.signIn');
    await vi.waitFor(() => {
      expect(snapshot().cloudSignIn).toMatchObject({ url: LK_URL, code: 'ABCD-1234' });
    });
    await until('running');
    const { snapshot: after } = await call('cloud.cancel');
    expect(after.cloudSignIn).toBeUndefined();
    expect(after.projects).toHaveLength(1);
  });

  it('says why lk failed', async () => {
    const { call, until, snapshot } = await startWith('fails');
    await call('cloud.signIn');
    expect(await until('failed')).toEqual({
      state: 'failed',
      message: 'lk could not sign in: access denied',
    });
    expect(snapshot().projects).toHaveLength(1);
    expect((await call('cloud.cancel')).snapshot.cloudSignIn).toBeUndefined();
  });

  it('says so where lk ends without a project', async () => {
    const { call, until } = await startWith('adds nothing');
    await call('cloud.signIn');
    expect(await until('failed')).toMatchObject({
      message: expect.stringContaining('without adding a project'),
    });
  });

  it('takes the project that a person adds in a terminal, where lk wants one', async () => {
    const { call, until, snapshot, fake } = await startWith('wants a terminal');
    await call('cloud.signIn');
    await until('terminal');
    fake.write([LK_PROJECT]);
    await until('done');
    expect(snapshot().projects.at(-1)).toMatchObject({ apiKey: LK_PROJECT.api_key });
  });

  it('ends after ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { call, until, snapshot } = await startWith('hangs');
    await call('cloud.signIn');
    await vi.advanceTimersByTimeAsync(10 * 60_000 - 1);
    expect(snapshot().cloudSignIn?.state).toBe('running');
    await vi.advanceTimersByTimeAsync(1);
    expect(await until('failed')).toMatchObject({
      message: expect.stringContaining('within 10 minutes'),
    });
    await vi.advanceTimersByTimeAsync(5_000);
  });

  it('runs once, however often it is asked for', async () => {
    const { call, until, snapshot } = await startWith('adds');
    await Promise.all([call('cloud.signIn'), call('cloud.signIn')]);
    await until('done');
    expect(snapshot().projects).toHaveLength(2);
  });
});

describe('the program', () => {
  it('is missed by name where there is none', async () => {
    const { fail } = await startCore();
    expectFailure(await fail('cloud.signIn'), 'lk_missing');
  });

  itOnPosix(
    'a shell script in the place of lk',
    'is found on the PATH, then where it is usually installed; never in the folder at hand',
    async () => {
      const fake = makeFakeLk('adds');
      onTestFinished(fake.remove);
      const program = join(fake.home, 'bin', 'lk');
      const home = temporaryFolder();
      expect(findLk({ home, env: fake.env })).toBe(program);
      expect(findLk({ home, env: { PATH: '.:bin:' } })).toBeUndefined();
      expect(findLk({ home, env: { GOBIN: join(fake.home, 'bin') } })).toBe(program);
      writeFileSync(join(home, 'lk'), 'not a program', { mode: 0o600 });
      expect(findLk({ home, env: { PATH: home } })).toBeUndefined();
    },
  );
});
