// @ts-check
/**
 * `npm run bench [-- --json]`: ours against the least code that mints, in one run and in turns, so that
 * whatever else the machine does falls on both. Ends with 1 where a goal is missed; with --json the last
 * line is the result. Loopback only.
 */
import { fileURLToPath } from 'node:url';
import { build } from '../../scripts/launch/build.mjs';
import { bare, ours } from './contestants.mjs';
import { firstToken } from './first-token.mjs';
import { load } from './load.mjs';
import { judge, median, table } from './report.mjs';
import { residentMemory } from './resident-memory.mjs';

/** @typedef {import('./contestants.mjs').Started} Started */
/** @typedef {import('./report.mjs').Measure} Measure */

const CONNECTIONS = 16;
const STARTS = 11;
const WARM_UP_REQUESTS = 3_000;
const ROUNDS = 7;
const REQUESTS_PER_ROUND = 12_000;

if (build(fileURLToPath(new URL('../..', import.meta.url))) !== 0) process.exit(1);
const starts = await timeStarts();
const running = await Promise.all([bare.start(), ours.start()]);
let memory;
let loads;
try {
  loads = await loadInTurns(running);
  memory = await Promise.all(running.map(({ child }) => residentMemory(child.pid)));
} finally {
  await Promise.all(running.map((server) => server.stop()));
}

const results = [
  measure('Tokens per second', '1/s', loads.perSecond, { atLeast: 2 }),
  measure('99th percentile', 'ms', loads.p99, { atMost: 1 }),
  measure('First token after start', 'ms', starts, { atMost: 0.6 }),
  ...memoryMeasure(memory),
].map(judge);

if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else {
  console.log(
    `${process.platform} ${process.arch}, Node ${process.version}, ${CONNECTIONS} connections, medians\n`,
  );
  console.log(table(results));
}
process.exitCode = results.every(({ met }) => met) ? 0 : 1;

/**
 * Milliseconds from spawning to the first token, each contestant in turn.
 * @returns {Promise<[number[], number[]]>}
 */
async function timeStarts() {
  /** @type {[number[], number[]]} */
  const times = [[], []];
  for (let round = 0; round < STARTS; round += 1) {
    for (const [index, contestant] of [bare, ours].entries()) {
      const server = await contestant.start();
      try {
        times[index]?.push(await firstToken(server));
      } finally {
        await server.stop();
      }
    }
  }
  return times;
}

/**
 * Rounds of the same load on each server in turn; both have answered the same number at the end.
 * @param {readonly Started[]} servers
 */
async function loadInTurns(servers) {
  /** @type {[number[], number[]]} */
  const perSecond = [[], []];
  /** @type {[number[], number[]]} */
  const p99 = [[], []];
  for (const server of servers) {
    await firstToken(server);
    await load({ port: server.port, connections: CONNECTIONS, requests: WARM_UP_REQUESTS });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { port }] of servers.entries()) {
      const report = await load({ port, connections: CONNECTIONS, requests: REQUESTS_PER_ROUND });
      perSecond[index]?.push(report.perSecond);
      p99[index]?.push(report.p99);
    }
  }
  return { perSecond, p99 };
}

/**
 * @param {string} name
 * @param {string} unit
 * @param {[number[], number[]]} values
 * @param {Measure['goal']} goal
 * @returns {Measure}
 */
function measure(name, unit, [ofBare, ofOurs], goal) {
  return { name, unit, bare: median(ofBare), ours: median(ofOurs), goal };
}

/**
 * @param {readonly (number | undefined)[]} memory
 * @returns {Measure[]}
 */
function memoryMeasure([ofBare, ofOurs]) {
  if (ofBare === undefined || ofOurs === undefined) return [];
  return [
    {
      name: 'Resident memory after it',
      unit: 'MiB',
      bare: ofBare,
      ours: ofOurs,
      goal: { atMost: 0.9 },
    },
  ];
}
