// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { REQUEST } from './request.mjs';

/** @typedef {import('./load-client.mjs').Report} Report */

/**
 * @typedef {{
 *   run: (load: { port: number, connections: number, requests: number }) => Promise<Report>,
 *   stop: () => Promise<void>,
 * }} LoadClient
 */

const CLIENT = fileURLToPath(new URL('load-client.mjs', import.meta.url));
const TIME_LIMIT_MS = 60_000;

/**
 * Starts the load client. A run throws where an answer was not a token.
 * @returns {LoadClient}
 */
export function startLoadClient() {
  const child = spawn(process.execPath, [CLIENT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  return {
    run: async (load) => {
      const answer = once(lines, 'line');
      child.stdin.write(`${JSON.stringify({ ...load, timeLimitMs: TIME_LIMIT_MS, ...REQUEST })}\n`);
      const [line] = await answer;
      /** @type {Report} */
      const report = JSON.parse(line);
      if (report.error !== undefined) throw new Error(report.error);
      return report;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
