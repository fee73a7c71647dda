// @ts-check
/**
 * `npm run bench [-- --node 24] [--json]`: ours against the least code that mints in Express, in Fastify and with Node
 * alone, in one run and in turns, so that whatever else the machine does falls on all; then ours with and without
 * asking the LiveKit server who joined. Ends with 1 where a goal is missed; with --json the last line is the result.
 * Loopback only.
 */
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/launch/fresh-build.mjs';
import { others, ours, oursWith } from './contestants.mjs';
import { firstToken } from './first-token.mjs';
import { startLoadClient } from './load.mjs';
import { runOnNode } from './on-other-node.mjs';
import { timeReadings } from './read-keys.mjs';
import { judge, table } from './report.mjs';
import { REQUEST } from './request.mjs';
import { residentMemory } from './resident-memory.mjs';
import { startRoomService } from './room-service.mjs';

/** @typedef {import('./contestants.mjs').Contestant} Contestant */
/** @typedef {import('./report.mjs').Judged} Judged */

const CONNECTIONS = 16;
const STARTS = 15;
const WARM_UP_REQUESTS = 8_000;
const ROUNDS = 21;
const REQUESTS_PER_ROUND = 4_000;
const WATCHED_PROCESSES = 7;

const { values: options } = parseArgs({
  options: { node: { type: 'string' }, json: { type: 'boolean', default: false } },
});
process.exitCode =
  options.node === undefined
    ? await bench()
    : runOnNode(options.node, [
        fileURLToPath(import.meta.url),
        ...(options.json ? ['--json'] : []),
      ]);

async function bench() {
  if (build(fileURLToPath(new URL('../..', import.meta.url))) !== 0) return 1;
  const results = [...(await load()), await starts(), await readings()];
  if (options.json) console.log(JSON.stringify(results));
  else console.log(`${circumstances()}\n\n${table(results)}`);
  return results.every(({ ratios }) => ratios.every(({ met }) => met)) ? 0 : 1;
}

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
 * Milliseconds from spawning to the first token, each contestant in turn.
 * @returns {Promise<Judged>}
 */
async function starts() {
  /** @type {number[][]} */
  const turns = [];
  const contestants = [...others, ours];
  for (let turn = 0; turn < STARTS; turn += 1) {
    const times = [];
    for (const contestant of contestants) times.push(await timeStart(contestant));
    turns.push(times);
  }
  return judge({
    name: 'First token after start',
    unit: 'ms',
    contestants: contestants.map(({ name }) => name),
    turns,
    goals: [{ against: 'Express', atMost: 0.5 }],
  });
}

/**
 * @param {Contestant} contestant
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

/** @returns {Promise<Judged>} */
async function readings() {
  return judge({
    name: 'Reading 1 MiB of keys',
    unit: 'ms',
    contestants: ['names and values', 'Token Tray'],
    turns: await timeReadings(STARTS),
    goals: [{ against: 'names and values', atMost: 10 }],
  });
}

/**
 * Ours among the others, then with and without watching who joins. Its project has a server that answers: where none
 * does, each token is marked with the reason, which takes time of its own.
 * @returns {Promise<Judged[]>}
 */
async function load() {
  const rooms = await startRoomService();
  try {
    const among = await underLoad([...others, oursWith(true, rooms.url)], {
      perSecond: [
        { against: 'Express', atLeast: 2 },
        { against: 'Fastify', atLeast: 1.1 },
      ],
      p99: [{ against: 'Express', atMost: 0.9 }],
      memory: [{ against: 'Express', atMost: 0.7 }],
    });
    const off = oursWith(false, rooms.url, 'watching off');
    const watching = await underLoad(
      [off, oursWith(true, rooms.url, 'watching on')],
      {
        perSecond: [{ against: off.name, atLeast: 0.97 }],
        p99: [{ against: off.name, atMost: 1.03 }],
        memory: [],
      },
      WATCHED_PROCESSES,
    );
    if (rooms.reads() === 0) throw new Error('No room was read, so nothing was watched.');
    return [...among, ...watching];
  } finally {
    rooms.close();
  }
}

/**
 * Rounds of the same load on each contestant in turn, then the memory of each, which have answered the same
 * number of requests by then. The memory is left out where the system does not tell it.
 * @param {Contestant[]} all
 * @param {Record<'perSecond' | 'p99' | 'memory', import('./report.mjs').Goal[]>} goals
 * @param {number} [processes] How many of each contestant run one after the other: no two are equally fast.
 * @returns {Promise<Judged[]>}
 */
async function underLoad(all, goals, processes = 1) {
  /** @type {Turns} */
  const turns = { perSecond: [], p99: [], memory: [] };
  for (let left = processes; left > 0; left -= 1) {
    await takeTurns(all, Math.ceil(ROUNDS / processes), turns);
  }
  const names = all.map(({ name }) => name);
  const of = (
    /** @type {string} */ name,
    /** @type {string} */ unit,
    /** @type {keyof Turns} */ figure,
  ) => judge({ name, unit, contestants: names, turns: turns[figure], goals: goals[figure] });
  return [
    of('Tokens per second', '1/s', 'perSecond'),
    of('99th percentile', 'ms', 'p99'),
    ...(turns.memory.length === processes ? [of('Resident memory after it', 'MiB', 'memory')] : []),
  ];
}

/**
 * One figure for each contestant in each turn.
 * @typedef {Record<'perSecond' | 'p99' | 'memory', number[][]>} Turns
 */

/**
 * @param {Contestant[]} all
 * @param {number} rounds
 * @param {Turns} turns Its figures are added to these.
 */
async function takeTurns(all, rounds, turns) {
  const servers = await Promise.all(all.map(({ start }) => start()));
  const client = startLoadClient();
  const load = (/** @type {number} */ port, /** @type {number} */ requests) =>
    client.run({ port, connections: CONNECTIONS, requests });
  try {
    await Promise.all(servers.map(firstToken));
    await Promise.all(servers.map(({ ready }) => ready()));
    for (const { port } of servers) await load(port, WARM_UP_REQUESTS);
    for (let round = 0; round < rounds; round += 1) {
      const reports = [];
      for (const { port } of servers) reports.push(await load(port, REQUESTS_PER_ROUND));
      turns.perSecond.push(reports.map((report) => report.perSecond));
      turns.p99.push(reports.map((report) => report.p99));
    }
    await Promise.all(servers.map(checkAnswer));
    const memory = await Promise.all(servers.map(({ child }) => residentMemory(child.pid)));
    const told = memory.filter((mebibytes) => mebibytes !== undefined);
    if (told.length === servers.length) turns.memory.push(told);
  } finally {
    await Promise.all([...servers.map(({ stop }) => stop()), client.stop()]);
  }
}

/**
 * A token that is marked as one whose server refuses it took a longer way than the others.
 * @param {{ port: number }} server
 */
async function checkAnswer({ port }) {
  const answer = await fetch(`http://127.0.0.1:${port}/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: REQUEST.body,
  });
  const trouble = answer.headers.get('X-Token-Tray-Trouble');
  if (!answer.ok || trouble !== null) throw new Error(trouble ?? `Status ${answer.status}`);
}
