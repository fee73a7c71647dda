import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cleanEnvironment, TOKEN_TRAY } from '../../fixtures/headless.ts';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

interface How {
  env?: Record<string, string>;
  input?: string;
  cwd?: string;
}

/** The built command under its name in the PATH, as if it were installed. */
export interface InstalledCommand {
  /** A folder of its own: HOME, and where it runs. */
  root: string;
  environment(env?: Record<string, string>): NodeJS.ProcessEnv;
  run(args: readonly string[], how?: How): Ran;
  /** Runs a line of bash and answers its stdout; throws where it fails. */
  shell(line: string): string;
  remove(): void;
}

export function installCommand(): InstalledCommand {
  const root = mkdtempSync(join(tmpdir(), 'token-tray-command-'));
  const bin = join(root, 'bin');
  mkdirSync(bin);
  chmodSync(TOKEN_TRAY, 0o755);
  symlinkSync(TOKEN_TRAY, join(bin, 'token-tray'));

  const environment: InstalledCommand['environment'] = (env = {}) => ({
    ...cleanEnvironment(root, env),
    PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
    ...env,
  });
  return {
    root,
    environment,
    run(args, { env = {}, input = '', cwd = root } = {}) {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(bin, 'token-tray'), ...args],
        { cwd, env: environment(env), input, encoding: 'utf8', timeout: 20_000 },
      );
      return { code: status, out: stdout, err: stderr };
    },
    shell: (line) =>
      execFileSync('bash', ['-c', line], { cwd: root, env: environment(), encoding: 'utf8' }),
    remove: () => {
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
