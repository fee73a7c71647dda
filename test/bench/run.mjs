// @ts-check
/**
 * `npm run bench [-- --json]`: ours against the least code that mints, in one run and in turns, so that
 * whatever else the machine does falls on both. Ends with 1 where a goal is missed; with --json the last
 * line is the result. Loopback only.
 */
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from '../../scripts/launch/fresh-build.mjs';
import { bare, ours } from './contestants.mjs';
import { firstToken } from './first-token.mjs';
import { startLoadClient } from './load.mjs';
import { timeReadings } from './read-keys.mjs';
import { judge, table } from './report.mjs';
import { residentMemory } from './resident-memory.mjs';

/** @typedef {import('./contestants.mjs').Started} Started */
/** @typedef {readonly [number, number]} Pair */

const CONNECTIONS = 16;
const STARTS = 15;
const WARM_UP_REQUESTS = 4_000;
const ROUNDS = 21;
const REQUESTS_PER_ROUND = 4_000;

if (build(fileURLToPath(new URL('../..', import.meta.url))) !== 0) process.exit(1);
const starts = await timeStarts();
const readings = await timeReadings(STARTS);
const { perSecond, p99, memory } = await compareUnderLoad();

const results = [
  judge({ name: 'Tokens per second', unit: '1/s', pairs: perSecond, goal: { atLeast: 2 } }),
  judge({ name: '99th percentile', unit: 'ms', pairs: p99, goal: { atMost: 1 } }),
  judge({ name: 'Reading 1 MiB of keys', unit: 'ms', pairs: readings, goal: { atMost: 10 } }),
  judge({ name: 'First token after start', unit: 'ms', pairs: starts, goal: { atMost: 0.6 } }),
  ...memory.map((pair) =>
    judge({ name: 'Resident memory after it', unit: 'MiB', pairs: [pair], goal: { atMost: 0.9 } }),
  ),
];

if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else console.log(`${circumstances()}\n\n${table(results)}`);
process.exitCode = results.every(({ met }) => met) ? 0 : 1;

function circumstances() {
  const [lastMinute = 0] = loadavg();
  const busy = lastMinute > availableParallelism() + 2 ? ', disturbed by other programs' : '';
  return [
    `${process.platform} ${process.arch}, Node ${process.version}, ${CONNECTIONS} connections,`,
    `${ROUNDS} rounds of ${REQUESTS_PER_ROUND} requests each in turn, ${STARTS} starts each in turn, medians.`,
    `Load average ${lastMinute.toFixed(1)} on ${availableParallelism()} cores${busy}.`,
  ].join('\n');
}

/**
 * Milliseconds from spawning to the first token, bare and ours in turn.
 * @returns {Promise<Pair[]>}
 */
async function timeStarts() {
  /** @type {Pair[]} */
  const pairs = [];
  for (let turn = 0; turn < STARTS; turn += 1)
    pairs.push([await timeStart(bare), await timeStart(ours)]);
  return pairs;
}

/**
 * @param {import('./contestants.mjs').Contestant} contestant
 * @returns {Promise<number>}
 */
async function timeStart(contestant) {
  const server = await contestant.start();
  try {
    return await firstToken(server);
  } finally {
    await server.stop();
  }
}

/**
 * Rounds of the same load on each server in turn, then the memory of both, which have answered the same
 * number of requests by then. The memory is none where the system does not tell it.
 * @returns {Promise<{ perSecond: Pair[], p99: Pair[], memory: Pair[] }>}
 */
async function compareUnderLoad() {
  const [first, second] = await Promise.all([bare.start(), ours.start()]);
  const client = startLoadClient();
  const load = (/** @type {Started} */ { port }, /** @type {number} */ requests) =>
    client.run({ port, connections: CONNECTIONS, requests });
  try {
    await Promise.all([firstToken(first), firstToken(second)]);
    await load(first, WARM_UP_REQUESTS);
    await load(second, WARM_UP_REQUESTS);
    /** @type {Pair[]} */
    const perSecond = [];
    /** @type {Pair[]} */
    const p99 = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const ofBare = await load(first, REQUESTS_PER_ROUND);
      const ofOurs = await load(second, REQUESTS_PER_ROUND);
      perSecond.push([ofBare.perSecond, ofOurs.perSecond]);
      p99.push([ofBare.p99, ofOurs.p99]);
    }
    const ofBare = await residentMemory(first.child.pid);
    const ofOurs = await residentMemory(second.child.pid);
    const isTold = ofBare !== undefined && ofOurs !== undefined;
    return { perSecond, p99, memory: isTold ? [[ofBare, ofOurs]] : [] };
  } finally {
    await Promise.all([first.stop(), second.stop(), client.stop()]);
  }
}
