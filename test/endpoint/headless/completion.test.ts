import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnPosix } from '../../fixtures/posix.ts';
import { installCommand, type InstalledCommand } from './installed-command.ts';

let command: InstalledCommand;

beforeAll(() => {
  command = installCommand();
});
afterAll(() => {
  command.remove();
});

const isThere = (name: string): boolean =>
  spawnSync(name, ['-c', 'exit 0'], { stdio: 'ignore' }).error === undefined;

const inShell = (name: string, line: string): string[] =>
  execFileSync(name, ['-c', line], {
    cwd: command.root,
    env: command.environment(),
    encoding: 'utf8',
  })
    .split('\n')
    .filter((word) => word !== '');

/** What each shell offers for words that are typed behind `token-tray`; the last is not finished. */
const SHELLS: Record<string, (words: readonly string[]) => string[] | Promise<string[]>> = {
  bash: (words) => {
    const line = words.map((word) => `'${word}'`).join(' ');
    return inShell(
      'bash',
      `eval "$(token-tray completion bash)"; COMP_WORDS=(token-tray ${line}); COMP_CWORD=${words.length}; _token_tray; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
  },
  fish: (words) =>
    inShell(
      'fish',
      `token-tray completion fish | source; complete -C 'token-tray ${words.join(' ')}'`,
    ),
  zsh: (words) => offeredByZsh(words),
  pwsh: (words) =>
    inShell(
      'pwsh',
      `token-tray completion powershell | Out-String | Invoke-Expression; $line = 'token-tray ${words.join(' ')}'; [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | ForEach-Object { $_.CompletionText }`,
    ),
};

/** zsh completes in its line editor alone, so it is given a terminal, in which Tab shows what there is. */
function offeredByZsh(words: readonly string[]): Promise<string[]> {
  const setUp = [
    'autoload -Uz compinit && compinit -u -D',
    'eval "$(token-tray completion zsh)"',
    // In the place of the builtin that takes what is offered, so that no list has to be read off the screen.
    'compadd() { print -l -- "<<" $offered ">>" >/dev/tty }',
    'PS1="ready> "; print up',
  ].join('; ');
  const child = spawn('script', ['-qec', 'zsh -f -i', '/dev/null'], {
    cwd: command.root,
    env: { ...command.environment(), TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`zsh offered nothing. The screen: ${JSON.stringify(screen)}`));
    }, 15_000);
    let screen = '';
    let asked = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      if (!asked && /\nup\r?\n[\s\S]*ready> /.test(screen)) {
        asked = true;
        child.stdin.write(`token-tray ${words.join(' ')}\t`);
      }
      const offered = /<<\r?\n([\s\S]*?)>>\r?\n/.exec(screen)?.[1];
      if (offered === undefined || !asked) return;
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(offered.split(/\r?\n/).filter((word) => word !== ''));
    });
    child.stdin.write(`${setUp}\n`);
  });
}

const OFFERS: [words: string[], offered: string[]][] = [
  [['pro'], ['project']],
  [['project', 'im'], ['import']],
  [
    ['token', '--att'],
    ['--attribute', '--attribute-file'],
  ],
  [['token', '--project', 'lo'], ['local']],
  [
    ['token', '--open', ''],
    ['console', 'meet'],
  ],
  [['completion', 'f'], ['fish']],
  [['help', 'stat'], ['status']],
];

describeOnPosix('shells', 'completion', () => {
  it('is tried in bash, zsh and fish where everything has to run', () => {
    const needed = process.env['TOKEN_TRAY_TEST_ALL'] === '1' ? ['bash', 'zsh', 'fish'] : ['bash'];
    expect(needed.filter((name) => !isThere(name))).toEqual([]);
  });

  it.each(Object.keys(SHELLS).filter(isThere))(
    'in %s offers commands, flags, values and projects',
    async (shell) => {
      for (const [words, offered] of OFFERS) {
        const found = await SHELLS[shell]?.(words);
        expect([words, found?.toSorted()]).toEqual([words, offered]);
      }
    },
    60_000,
  );

  it('has a script for every shell it names, and refuses others', () => {
    for (const name of ['bash', 'zsh', 'fish', 'powershell']) {
      expect(command.run(['completion', name]).out).toContain('token-tray complete --');
    }
    expect(command.run(['completion', 'tcsh'])).toMatchObject({ code: 2, out: '' });
    expect(command.shell('token-tray completion bash | bash -n && echo fine')).toBe('fine\n');
  });
});
