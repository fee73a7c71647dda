// @ts-check
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { REQUEST } from './request.mjs';

/**
 * What the load client saw. `p50` and `p99` are milliseconds.
 * @typedef {{ answered: number, seconds: number, perSecond: number, p50: number, p99: number }} LoadReport
 */

const CLIENT = fileURLToPath(new URL('load-client.mjs', import.meta.url));
const TIME_LIMIT_MS = 60_000;

/**
 * Runs the load client in a process of its own; throws where an answer was not a token.
 * @param {{ port: number, connections: number, requests: number }} load
 * @returns {Promise<LoadReport>}
 */
export async function load({ port, connections, requests }) {
  const input = { port, connections, requests, timeLimitMs: TIME_LIMIT_MS, ...REQUEST };
  const { stdout } = await promisify(execFile)(process.execPath, [CLIENT, JSON.stringify(input)]);
  return JSON.parse(stdout);
}
