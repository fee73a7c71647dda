import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { LK_PROJECT, makeFakeLk, type LkBehaviour } from '../../fixtures/fake-lk.ts';
import { createCommandLine, type CommandLine, type Ran } from './command-line.ts';
import { isSignedWith } from './kitchen-project.ts';

let line: CommandLine;

beforeEach(() => {
  line = createCommandLine();
});
afterEach(() => {
  line.remove();
});

async function addFromCloud(behaviour: LkBehaviour, ...more: string[]): Promise<Ran> {
  const fake = makeFakeLk(behaviour);
  onTestFinished(fake.remove);
  const { HOME: home = '', PATH: path = '' } = fake.env;
  const env = { HOME: home, PATH: path };
  return line.run(['project', 'add', '--cloud', ...more], { env });
}

describe.skipIf(process.platform === 'win32')('project add --cloud', () => {
  it('signs in with lk and takes the project that it adds', async () => {
    const { code, out, err } = await addFromCloud('adds');
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      `Added kitchen-demo (kitchen-demo), ${LK_PROJECT.url}.`,
    ]);
    expect(out + err).not.toContain(LK_PROJECT.api_secret);
    const { out: token } = await line.run(['token', '--token-only']);
    expect(isSignedWith(token.trim(), LK_PROJECT.api_secret)).toBe(true);
  });

  it('gives it the name that was asked for', async () => {
    expect((await addFromCloud('adds', 'Shop', '--json')).out).toContain('"name": "Shop"');
  });

  it.each([
    ['fails', 'lk could not sign in'],
    ['adds nothing', 'without adding a project'],
    ['wants a terminal', 'lk could not sign in'],
  ] as const)('says so where lk %s', async (behaviour, words) => {
    const { code, err } = await addFromCloud(behaviour);
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    expect((await line.run(['project', 'list', '--json'])).out).not.toContain(LK_PROJECT.api_key);
  });

  it('takes no keys beside it', async () => {
    const { code, err } = await addFromCloud('adds', '--url', 'wss://a.example');
    expect([code, err]).toEqual([2, expect.stringContaining('--cloud or --url, not both')]);
  });
});
