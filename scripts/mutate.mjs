// @ts-check
/**
 * Changes one operator at a time in a copy of the committed sources and runs the test files that reach it. A change
 * that no test notices survives and is named at the end.
 *
 * npm run mutate -- --seed 7 --count 60
 * npm run mutate -- --all main/core/doctor
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { mutationsOf } from './mutate/mutations.mjs';

/** @typedef {import('./mutate/mutations.mjs').Mutation} Mutation */

/** How many of every six fall into each folder. */
const SHARES = { 'main/core': 3, 'main/endpoint': 1, 'main/adapters': 1, 'main/cli': 1 };
/** A change may make a loop endless. */
const LIMIT_MS = 120_000;
/** The first test files catch most changes. */
const CHUNK = 4;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '60' },
    all: { type: 'string' },
  },
});
const random = seeded(Number(values.seed));
const root = mkdtempSync(join(tmpdir(), 'token-tray-mutate-'));
process.on('exit', () => {
  rmSync(root, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

execFileSync('git', ['clone', '--quiet', resolve(import.meta.dirname, '..'), root]);
symlinkSync(resolve(import.meta.dirname, '../node_modules'), join(root, 'node_modules'));
// They run the built host, which no change would reach.
rmSync(join(root, 'test/endpoint/headless'), { recursive: true });
// They read sources as text, and reach none.
rmSync(join(root, 'test/unit/house'), { recursive: true });

const mutations = values.all === undefined ? pick(Number(values.count)) : possible(values.all);
writeFileSync(join(root, 'mutations.json'), JSON.stringify(mutations));
let runner = await startRunner();
const { failed: before, reached } = await ask('all', 10 * LIMIT_MS);
// A shared machine may fail one of thousands; what fails anyway shows nothing.
for (const { file, test } of before) console.log(`Left out: ${file} fails unchanged: ${test}`);
const broken = new Set(before.map(({ file }) => file));

/** @type {string[]} */
const survivors = [];
for (const [id, { file, line, from, to }] of mutations.entries()) {
  const failed = await testsNotice(
    id,
    (reached[id] ?? []).filter((file) => !broken.has(file)),
  );
  const row = `${file}:${line} "${from}" -> "${to}"`;
  console.log(failed === '' ? `SURVIVED ${row}` : `caught ${row} by ${failed}`);
  if (failed !== '') continue;
  const code = readFileSync(join(root, file), 'utf8').split('\n')[line - 1]?.trim();
  survivors.push(`${row}\n    ${code}`);
}
console.log(
  `\n${mutations.length - survivors.length} of ${mutations.length} were caught. Survivors:`,
);
for (const row of survivors) console.log(row);
runner.kill('SIGKILL');

/**
 * @param {number} seed
 * @returns {() => number} The same numbers from 0 to below 1 for the same seed.
 */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** @type {(count: number) => Mutation[]} */
function pick(count) {
  return Object.entries(SHARES).flatMap(([folder, share]) => {
    const all = possible(folder);
    const wanted = Math.min(all.length, Math.round((count * share) / 6));
    return Array.from({ length: wanted }).flatMap(() =>
      all.splice(Math.floor(random() * all.length), 1),
    );
  });
}

/** @type {(path: string) => Mutation[]} */
function possible(path) {
  const listed = execFileSync('git', ['ls-files', path], { cwd: root }).toString().trim();
  return listed
    .split('\n')
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
    .flatMap((file) => mutationsOf(file, readFileSync(join(root, file), 'utf8')));
}

async function startRunner() {
  const child = fork(join(import.meta.dirname, 'mutate/runner.mjs'), [root], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

/**
 * @param {number} id
 * @param {readonly string[]} tests
 * @returns {Promise<string>} The first test that failed; '' where none did.
 */
async function testsNotice(id, tests) {
  for (let start = 0; start < tests.length; start += CHUNK) {
    const answer = await ask({ id, tests: tests.slice(start, start + CHUNK) }, LIMIT_MS);
    const [first] = answer.failed;
    if (first !== undefined) return `${relative(root, first.file)} > ${first.test}`;
  }
  return '';
}

/**
 * @param {{ id: number, tests: readonly string[] } | 'all'} question
 * @param {number} limitMs
 * @returns {Promise<{ failed: { file: string, test: string }[], reached: string[][] }>}
 */
async function ask(question, limitMs) {
  runner.send(question);
  const stop = new AbortController();
  const { signal } = stop;
  // A change may end the runner, which then says nothing any more.
  const [answer] = await Promise.race([
    once(runner, 'message', { signal }),
    once(runner, 'exit', { signal }).then(() => []),
    setTimeout(limitMs, [], { signal }),
  ]);
  stop.abort();
  if (answer !== undefined) return answer;
  runner.kill('SIGKILL');
  runner = await startRunner();
  return { failed: [{ file: root, test: 'the runner did not answer' }], reached: [] };
}
