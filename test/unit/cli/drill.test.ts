import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DRILL_CODES } from '../../../main/contract/drills.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';

let line: CommandLine;

beforeEach(() => {
  line = createCommandLine();
});
afterEach(() => line.remove());

describe('drill without a running host', () => {
  it('lists every drill, to a person and to a program', async () => {
    const { code, out } = await line.run(['drill', '--list']);
    expect(code).toBe(0);
    expect(out.split('\n').map((text) => text.split(' ')[0])).toEqual([
      'DRILL',
      ...DRILL_CODES,
      '',
    ]);
    const listed: unknown = JSON.parse((await line.run(['drill', '--list', '--json'])).out);
    expect(listed).toHaveLength(DRILL_CODES.length);
    expect(listed).toContainEqual({
      drill: '429',
      kind: 'answer',
      title: '429 Too Many Requests',
      sentence: 'The endpoint answers 429 with Retry-After: 5.',
      good_app: 'waits as long as Retry-After says, then asks once more.',
    });
  });

  it.each([['expired'], ['--off'], []])('says that nothing runs: drill %s', async (...args) => {
    const { code, err } = await line.run(['drill', ...args]);
    expect([code, err]).toEqual([1, expect.stringMatching(/not running|does not run|serve/)]);
  });

  it.each([
    [['exipred'], 'Did you mean "token-tray drill expired"?'],
    [['zebra'], 'Run "token-tray drill --list" to see them all.'],
    [['expired', '--off'], 'not both'],
    [['expired', '--next', '0'], 'from 1 to 1000'],
    [['expired', '--next', '2.5'], 'from 1 to 1000'],
  ])('is told what was typed wrongly: %j', async (args, words) => {
    const { code, err } = await line.run(['drill', ...args]);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  it('completes the names', async () => {
    expect((await line.run(['complete', '--', 'drill', 'wrong'])).out.split('\n')).toEqual([
      'wrong-key',
      'wrong-signature',
      'wrong-url',
      '',
    ]);
  });
});
