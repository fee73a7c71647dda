// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Two of the same signal within this time are one wish: a terminal and npm both send Ctrl+C. */
const SAME_WISH_MS = 500;

const LOOK_FOR_PARENT_MS = 500;

/**
 * Runs a program in place of this one: shares its output, passes signals on, returns its exit code. On POSIX it
 * gets a process group of its own, because a terminal's Ctrl+C goes to the whole group and npm passes it on once
 * more; the program would take the second one for "at once". Under npm it also ends with its shell: npm sends
 * SIGTERM to that alone, which would leave the program behind.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, sameWishMs?: number }} options
 * @returns {Promise<{ code: number, milliseconds: number }>} A program ended by a signal has 128 and its
 *   number, as in a shell.
 */
export function runAttached(command, args, { cwd, env = process.env, sameWishMs = SAME_WISH_MS }) {
  const ownGroup = process.platform !== 'win32';
  const startedAt = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: 'inherit', detached: ownGroup });

  /** @type {Map<NodeJS.Signals, number>} */
  const sentAt = new Map();
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    const now = performance.now();
    if (now - (sentAt.get(signal) ?? -Infinity) < sameWishMs) return;
    sentAt.set(signal, now);
    // On Windows the console has told the program already, and kill() would not be a request.
    if (ownGroup) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (env['npm_lifecycle_event'] === undefined || process.ppid === parent) return;
    clearInterval(watch);
    forward('SIGTERM');
  }, LOOK_FOR_PARENT_MS);
  const forget = () => {
    clearInterval(watch);
    for (const signal of FORWARDED) process.off(signal, forward);
  };

  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      forget();
      reject(error);
    });
    child.on('close', (code, signal) => {
      forget();
      const milliseconds = performance.now() - startedAt;
      const ended = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ code: ended, milliseconds });
    });
  });
}
