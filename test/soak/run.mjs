// @ts-check
/**
 * `npm run soak [-- --minutes N] [--cases N]`: what only time shows. Ten minutes at 200 requests a second with bodies
 * of every size, 1,000 requests of 1 MB, hostile headers beside an ordinary caller, and 1,000,000 fuzz cases. Ends
 * with 1 where a goal is missed. Linux and macOS; loopback only.
 */
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/launch/fresh-build.mjs';
import { ours } from '../bench/contestants.mjs';
import { firstToken } from '../bench/first-token.mjs';
import { median } from '../bench/report.mjs';
import { residentMemory } from '../bench/resident-memory.mjs';

/** @typedef {import('../bench/contestants.mjs').Started} Started */
/** @typedef {{ name: string, figure: string, met: boolean }} Result */

const PER_SECOND = 200;
const SAMPLE_MS = 2000;
/** How much more memory a long run may hold at its end than after its first fifth, in MiB. */
const MAX_GROWTH = 20;
/** After 1,000 requests of 1 MB, in MiB. */
const MAX_AFTER_LARGE = 150;
/** By how much hostile headers may delay another caller's token, in milliseconds. */
const MAX_DELAY_MS = 20;
/** Bodies in bytes, by how many of a hundred requests have them. */
const SIZES = /** @type {const} */ ([
  [60, 2],
  [25, 2000],
  [10, 20_000],
  [4, 100_000],
  [1, 900_000],
]);

/** Bodies of 1 MB that end up in memory in different ways, each with an identity. */
const LARGE_BODIES = [
  (/** @type {string} */ identity) => padded(identity, 1_000_000),
  (/** @type {string} */ identity) =>
    JSON.stringify({
      participant_identity: identity,
      participant_metadata: 'x'.repeat(500_000),
      unknown: 'y'.repeat(480_000),
    }),
  // Long enough that its identity is a slice of the body.
  (/** @type {string} */ identity) =>
    `unknown=${'x'.repeat(1_000_000)}&participant_identity=${identity}`,
  (/** @type {string} */ identity) =>
    JSON.stringify({ participant_identity: identity, unknown: Array(250_000).fill(1) }),
];

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    cases: { type: 'string', default: '1000000' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
if (build(root) !== 0) process.exit(1);

/** @type {Result[]} */
const results = [
  ...(await withHost((host) => steadyLoad(host, Number(values.minutes) * 60))),
  ...(await withHost(largeBodies)),
  ...(await withHost(hostileHeaders)),
  fuzz(values.cases),
];
for (const { name, figure, met } of results) {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${name}: ${figure}`);
}
process.exitCode = results.every(({ met }) => met) ? 0 : 1;

/**
 * @param {(host: Started) => Promise<Result[]>} measure
 * @returns {Promise<Result[]>}
 */
async function withHost(measure) {
  const host = await ours.start();
  try {
    await firstToken(host);
    return await measure(host);
  } finally {
    await host.stop();
  }
}

/**
 * The same rate throughout; the log folder is removed after a third of the time.
 *
 * @param {Started} host
 * @param {number} seconds
 * @returns {Promise<Result[]>}
 */
async function steadyLoad(host, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  /** @type {number[]} */
  const memory = [];
  /** @type {string[]} */
  const faults = [];
  /** @type {Set<Promise<void>>} */
  const open = new Set();
  const startedAt = performance.now();
  let sent = 0;
  let sampledAt = startedAt;
  let isLogGone = false;
  for (;;) {
    const now = performance.now();
    const elapsed = (now - startedAt) / 1000;
    if (elapsed >= seconds) break;
    for (; sent < elapsed * PER_SECOND; sent += 1) {
      const asked = tokenFor(host.port, agent, sent)
        .catch((error) => void faults.push(String(error)))
        .finally(() => open.delete(asked));
      open.add(asked);
    }
    if (!isLogGone && elapsed > seconds / 3) {
      isLogGone = true;
      rmSync(join(host.folder, 'data/logs'), { recursive: true, force: true });
    }
    if (now - sampledAt >= SAMPLE_MS) {
      sampledAt = now;
      memory.push((await residentMemory(host.child.pid)) ?? 0);
    }
    await sleep(20);
  }
  await Promise.all(open);
  agent.destroy();
  const fifth = Math.max(1, Math.floor(memory.length / 5));
  const early = median(memory.slice(fifth, 2 * fifth));
  const late = median(memory.slice(-fifth));
  return [
    {
      name: `${sent.toLocaleString('en')} requests at ${PER_SECOND} a second`,
      figure: `${faults.length} without their own token${faults[0] === undefined ? '' : ` (${faults[0]})`}`,
      met: faults.length === 0,
    },
    {
      name: 'Memory over that time',
      figure: `${early.toFixed(0)} MiB early, ${late.toFixed(0)} MiB late, at most ${Math.max(...memory).toFixed(0)} MiB`,
      met: late - early <= MAX_GROWTH,
    },
  ];
}

/**
 * @param {Started} host
 * @returns {Promise<Result[]>}
 */
async function largeBodies(host) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const refused = [];
  for (let sent = 0; sent < 1000; sent += 4) {
    const four = [0, 1, 2, 3].map((index) =>
      tokenFor(host.port, agent, sent + index, LARGE_BODIES[index]),
    );
    refused.push(...(await Promise.allSettled(four)).filter(({ status }) => status === 'rejected'));
  }
  agent.destroy();
  const memory = (await residentMemory(host.child.pid)) ?? 0;
  return [
    {
      name: 'Memory after 1,000 requests of 1 MB',
      figure: `${memory.toFixed(0)} MiB, at most ${MAX_AFTER_LARGE}; ${refused.length} refused`,
      met: memory <= MAX_AFTER_LARGE && refused.length === 0,
    },
  ];
}

/**
 * The token of an ordinary caller who asks right behind ten others with the worst headers that Node lets through.
 *
 * @param {Started} host
 * @returns {Promise<Result[]>}
 */
async function hostileHeaders(host) {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const timed = async () => {
    const startedAt = performance.now();
    await tokenFor(host.port, agent, 0, (identity) => padded(identity, 2));
    return performance.now() - startedAt;
  };
  /** @type {number[]} */
  const alone = [];
  for (let round = 0; round < 20; round += 1) alone.push(await timed());
  const long = 12_000;
  const headers = [
    { 'X-Sandbox-ID': `a${'-'.repeat(long)}a` },
    { 'X-Sandbox-ID': `a${'-'.repeat(long)}a`, Host: 'evil.test' },
    { 'User-Agent': 'Mozilla/5.0 ('.repeat(long / 14) },
    { Accept: 'a/b;'.repeat(long / 4) },
    { Origin: `http://${'a.'.repeat(long / 2)}test` },
    { Authorization: `Bearer ${'.'.repeat(long)}` },
    { Referer: `http://${'%'.repeat(long)}` },
    { Host: `${'a.'.repeat(long / 2)}localhost` },
    { 'Content-Type': `a/b;${' '.repeat(long)}x` },
    { Cookie: 'a=b;'.repeat(long / 4) },
  ];
  let worst = 0;
  let worstName = '';
  for (const hostile of headers) {
    /** @type {number[]} */
    const delays = [];
    for (let round = 0; round < 5; round += 1) {
      const ten = Array.from({ length: 10 }, () => send(host.port, agent, '{}', hostile));
      delays.push((await timed()) - median(alone));
      await Promise.allSettled(ten);
    }
    // Of five, since the machine has other work too.
    const delay = median(delays);
    if (delay > worst) [worst, worstName] = [delay, Object.keys(hostile).join(', ')];
  }
  agent.destroy();
  return [
    {
      name: 'A token behind ten hostile headers',
      figure: `${worst.toFixed(1)} ms later (${worstName}), at most ${MAX_DELAY_MS} ms`,
      met: worst <= MAX_DELAY_MS,
    },
  ];
}

/**
 * @param {string} cases
 * @returns {Result}
 */
function fuzz(cases) {
  const script = fileURLToPath(new URL('../fuzz/run.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script, '--cases', cases], {
    cwd: root,
    stdio: 'inherit',
  });
  return { name: 'Fuzz', figure: `${cases} cases`, met: status === 0 };
}

/**
 * Asks for a token with an identity of its own, and throws where the answer is not that.
 *
 * @param {number} port
 * @param {Agent} agent
 * @param {number} index
 * @param {(identity: string) => string} [bodyOf]
 */
async function tokenFor(
  port,
  agent,
  index,
  bodyOf = (identity) => padded(identity, sizeOf(index)),
) {
  const identity = `soak-participant-${index}`;
  const body = bodyOf(identity);
  const { status, text } = await send(port, agent, body);
  if (status !== 200) throw new Error(`status ${status}: ${text.slice(0, 200)}`);
  /** @type {{ participant_token: string }} */
  const { participant_token: token } = JSON.parse(text);
  const [head = '', payload = '', signature = ''] = token.split('.');
  const own = createHmac('sha256', 'secret').update(`${head}.${payload}`).digest('base64url');
  if (own !== signature) throw new Error('not signed by the project');
  /** @type {{ sub: string }} */
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  if (sub !== identity) throw new Error(`the token of ${sub} for ${identity}`);
}

/**
 * @param {string} identity
 * @param {number} bytes
 */
function padded(identity, bytes) {
  return JSON.stringify({ participant_identity: identity }).padEnd(bytes, ' ');
}

/**
 * @param {number} index
 * @returns {number}
 */
function sizeOf(index) {
  let place = (index * 37) % 100;
  for (const [share, bytes] of SIZES) {
    if (place < share) return bytes;
    place -= share;
  }
  return 2;
}

/**
 * @param {number} port
 * @param {Agent} agent
 * @param {string} body
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{ status: number, text: string }>}
 */
function send(port, agent, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path: '/token',
        method: 'POST',
        headers: { 'Content-Length': String(Buffer.byteLength(body)), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
