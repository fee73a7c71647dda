// @ts-check
/**
 * Changes one operator at a time in a copy of the committed sources and runs the tests that reach it. A change
 * that no test notices survives and is named at the end.
 *
 * npm run mutate -- --seed 7 --count 60
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { transformWithOxc } from 'vite';

/** @typedef {{ file: string, line: number, from: string, to: string }} Mutation */

const OPERATORS = [
  [' === ', ' !== '],
  [' !== ', ' === '],
  [' && ', ' || '],
  [' || ', ' && '],
  [' < ', ' >= '],
  [' > ', ' <= '],
  [' >= ', ' < '],
  [' <= ', ' > '],
  [' + 1', ' - 1'],
  [' ?? ', ' && '],
  ['return true', 'return false'],
  ['return false', 'return true'],
];
/** How many of every six fall into each folder. */
const SHARES = { 'main/core': 3, 'main/endpoint': 1, 'main/adapters': 1, 'main/cli': 1 };
/** Imports, comments, types and texts. */
const NO_CODE = /^\s*(?:\*|\/[/*]|import|(?:export )?type |[|'"`])|: \w+ \| /;
/** A change may make a loop endless. */
const LIMIT_MS = 180_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '60' },
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

const mutations = await pick(Number(values.count));
const unchanged = await runTests(mutations.map(({ file }) => file));
if (unchanged !== '') throw new Error(`The tests fail without any change: ${unchanged}`);

/** @type {string[]} */
const survivors = [];
for (const mutation of mutations) {
  const { file, line, from, to } = mutation;
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, mutated(before, mutation));
  const failed = await runTests([file]);
  writeFileSync(path, before);
  const row = `${file}:${line} "${from}" -> "${to}"`;
  console.log(failed === '' ? `SURVIVED ${row}` : `caught ${row} by ${failed}`);
  if (failed === '') survivors.push(`${row}\n    ${before.split('\n')[line - 1]?.trim()}`);
}
console.log(
  `\n${mutations.length - survivors.length} of ${mutations.length} were caught. Survivors:`,
);
for (const row of survivors) console.log(row);

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

/**
 * @param {number} count
 * @returns {Promise<Mutation[]>}
 */
async function pick(count) {
  /** @type {Mutation[]} */
  const picked = [];
  for (const [folder, share] of Object.entries(SHARES)) {
    const all = possible(folder);
    for (let left = Math.round((count * share) / 6); left > 0 && all.length > 0;) {
      const [mutation] = all.splice(Math.floor(random() * all.length), 1);
      if (mutation === undefined || !(await isValid(mutation))) continue;
      picked.push(mutation);
      left -= 1;
    }
  }
  return picked;
}

/**
 * @param {string} folder
 * @returns {Mutation[]}
 */
function possible(folder) {
  const listed = execFileSync('git', ['ls-files', `${folder}/**/*.ts`, `${folder}/*.ts`], {
    cwd: root,
  });
  const files = [...new Set(listed.toString().trim().split('\n'))].toSorted();
  return files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((text, index) =>
        NO_CODE.test(text)
          ? []
          : OPERATORS.filter(([from = '']) => text.includes(from)).map(([from = '', to = '']) => ({
              file,
              line: index + 1,
              from,
              to,
            })),
      ),
  );
}

/** @type {(text: string, mutation: Mutation) => string} */
function mutated(text, { line, from, to }) {
  const lines = text.split('\n');
  lines[line - 1] = (lines[line - 1] ?? '').replace(from, to);
  return lines.join('\n');
}

/**
 * Whether what a mutation makes can be parsed: ` ?? ` beside ` && ` cannot.
 *
 * @param {Mutation} mutation
 */
async function isValid(mutation) {
  try {
    await transformWithOxc(
      mutated(readFileSync(join(root, mutation.file), 'utf8'), mutation),
      mutation.file,
    );
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {readonly string[]} files
 * @returns {Promise<string>} The first test that failed of those that reach these files; '' where none did.
 */
function runTests(files) {
  const options = ['--run', '--bail=1', '--retry=0', '--silent', '--reporter=dot'];
  const child = spawn('npx', ['vitest', 'related', ...options, ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  return new Promise((done) => {
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      done('its time limit');
    }, files.length * LIMIT_MS);
    child.on('close', (code) => {
      clearTimeout(timer);
      done(code === 0 ? '' : (/FAIL +(.*)/.exec(output)?.[1] ?? `exit code ${code}`));
    });
  });
}
