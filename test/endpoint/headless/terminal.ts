import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, TOKEN_TRAY } from '../../fixtures/headless.ts';

const PATIENCE_MS = 15_000;

/** The built command in a real terminal, as a person has it. */
export interface Terminal {
  /** Its data folder. */
  folder: string;
  /** Everything that was on the screen. */
  screen(): string;
  type(keys: string): void;
  /** Resolves once `text` has come up since the last call. */
  waitFor(text: string): Promise<void>;
  /** Its exit code, as a shell has it. */
  ended: Promise<number | null>;
  remove(): void;
}

/** `script` gives a program a pseudo-terminal; the one of BSD takes its arguments in another order. */
function inPseudoTerminal(command: string): [string, ...string[]] {
  return process.platform === 'darwin'
    ? ['script', '-q', '/dev/null', 'sh', '-c', command]
    : ['script', '-qec', command, '/dev/null'];
}

/** Runs the command with `args`. `folder`: a data folder to use again; `after`: more of the shell's line. */
export function openTerminal(
  args: readonly string[],
  { folder, after = '' }: { folder?: string; after?: string } = {},
): Terminal {
  const root = mkdtempSync(join(tmpdir(), 'token-tray-terminal-'));
  const data = folder ?? join(root, 'data');
  mkdirSync(join(root, 'cwd'));
  const line = [process.execPath, TOKEN_TRAY, ...args, '--data-dir', data]
    .map((word) => `'${word}'`)
    .join(' ');
  const [program, ...rest] = inPseudoTerminal(`${line}${after}`);
  const child = spawn(program, rest, {
    cwd: join(root, 'cwd'),
    env: { ...cleanEnvironment(root), TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let screen = '';
  let seen = 0;
  let look: (() => void) | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    look?.();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return {
    folder: data,
    screen: () => screen,
    type: (keys) => child.stdin.write(keys),
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`"${text}" did not come up. The screen: ${JSON.stringify(screen)}`));
        }, PATIENCE_MS);
        const lookAgain = (): void => {
          const at = screen.indexOf(text, seen);
          if (at === -1) return;
          seen = at + text.length;
          clearTimeout(timer);
          resolve();
        };
        look = lookAgain;
        lookAgain();
      }),
    ended,
    remove: () => {
      child.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
