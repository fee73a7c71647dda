import { spawn } from 'node:child_process';
import { oneTimeRedirect } from '../../adapters/one-time-redirect.ts';
import { windowsProgram } from '../../system/run-program.ts';

/** An opener that fails does so at once; one that still runs has found a browser. */
const OPENER_PATIENCE_MS = 1_000;

/**
 * Opens an address in the system's browser. Resolves to whether that could be started. The address
 * becomes an argument that other programs can see for a moment, so it must hold nothing that lasts.
 */
export function openBrowser(
  url: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const [command, ...args] = openCommand(url, platform);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'ignore',
      detached: true,
      env: withoutSecrets(process.env),
    });
    const timer = setTimeout(() => {
      child.unref();
      resolve(true);
    }, OPENER_PATIENCE_MS);
    child.once('error', () => {
      clearTimeout(timer);
      resolve(false);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

function openCommand(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  // `start` would hand the address to a shell that gives & and ^ a meaning.
  if (platform === 'win32') return [windowsProgram('rundll32'), 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}

/** What a child may know of the environment: not the keys that this process signs with. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^LIVEKIT_(?:API_SECRET|API_KEY|KEYS)|_SECRET$/.test(name),
    ),
  );
}

/** The argument with which this program serves one redirect and ends. */
export const REDIRECT_COMMAND = 'redirect-once';

/**
 * Serves one redirect to `target` from a process of its own, so that this one can end. The target goes
 * through a pipe and is in no argument, no environment and no file.
 */
export function redirectOnce(target: string, program = process.argv[1] ?? ''): Promise<string> {
  const child = spawn(process.execPath, [program, REDIRECT_COMMAND], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    env: withoutSecrets(process.env),
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error('The redirect could not be served.'));
    });
    child.stdout.once('data', (line: Buffer) => {
      child.removeAllListeners('exit');
      child.stdout.destroy();
      child.unref();
      resolve(line.toString('utf8').trim());
    });
    child.stdin.end(target);
  });
}

/** The child's side of `redirectOnce`. */
export async function runRedirect(): Promise<void> {
  let target = '';
  for await (const piece of process.stdin.setEncoding('utf8')) target += String(piece);
  const { url, ended } = await oneTimeRedirect(target);
  process.stdout.write(`${url}\n`);
  await ended;
}
