import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { completionScript, completionsFor, isNamed } from '../../../main/cli/completion.ts';
import { DRILL_CODES } from '../../../main/contract/drills.ts';

function program(): Command {
  const whole = new Command('token-tray').option('--json', 'as JSON');
  whole
    .command('token')
    .alias('t')
    .option('-r, --room <name>', 'the room')
    .option('--open <where>', 'opens it')
    .option('-q', 'quiet')
    .option('--grants [list]', 'some of them');
  whole.command('completion');
  whole.command('drill');
  whole.command('help');
  const project = whole.command('project');
  for (const name of ['use', 'remove', 'test', 'list']) project.command(name);
  return whole;
}

function offered(...words: string[]): Promise<string[]> {
  return completionsFor(program(), words, async (kind) => [`${kind}-a`, `${kind}-b`]);
}

describe('what a shell offers', () => {
  it.each<[string[], string[]]>([
    [[''], ['completion', 'drill', 'help', 'project', 'token']],
    [[], ['completion', 'drill', 'help', 'project', 'token']],
    [['to'], ['token']],
    [['nonsense', 'to'], ['token']],
    [
      ['project', ''],
      ['help', 'list', 'remove', 'test', 'use'],
    ],
    [['help', 'to'], ['token']],
    [
      ['token', '-'],
      ['--grants', '--help', '--json', '--open', '--room', '-q', '-r'],
    ],
    [['t', '--ro'], ['--room']],
    [['token', '--room', ''], []],
    [['token', '-r', ''], []],
    [['token', '--grants', '--j'], ['--json']],
    [['token', '-q', '--j'], ['--json']],
    [
      ['token', '--open', ''],
      ['console', 'meet'],
    ],
    [['drill', '--open', ''], []],
    [
      ['token', '--project', ''],
      ['project-a', 'project-b'],
    ],
    [['token', '--preset', 'preset-b'], ['preset-b']],
    [
      ['drill', '--'],
      ['--help', '--json'],
    ],
    [
      ['completion', ''],
      ['bash', 'fish', 'powershell', 'zsh'],
    ],
    [
      ['project', 'use', ''],
      ['project-a', 'project-b'],
    ],
    [['project', 'remove', 'project-a'], ['project-a']],
    [
      ['project', 'test', ''],
      ['project-a', 'project-b'],
    ],
    [['project', 'list', ''], []],
  ])('after %j: %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it('every drill, after "drill"', async () => {
    expect(await offered('drill', '')).toEqual([...DRILL_CODES].toSorted());
  });

  it('a word means a command by its name or an alias', () => {
    const [token] = program().commands;
    expect(['token', 't', 'to', ''].map((word) => isNamed(token!, word))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('a script for each of four shells, and for no other', () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      expect(completionScript(shell)).toContain('token-tray complete --');
    }
    expect(() => completionScript('tcsh')).toThrow('bash, zsh, fish, powershell');
  });
});
