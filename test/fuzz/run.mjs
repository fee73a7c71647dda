// @ts-check
/**
 * `npm run fuzz [-- --seconds N | --cases N] [--seed N]`: the tests of `test/fuzz` with a seed of their own, for two
 * minutes unless told otherwise. A failure names its seed and the smallest case that fails: add that case to the
 * `found` list of its test.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = join(root, 'test-results/fuzz');

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, cases: { type: 'string' }, seed: { type: 'string' } },
});
const seed = values.seed ?? String(randomInt(1, 2 ** 31 - 1));
const amount =
  values.cases === undefined
    ? { TOKEN_TRAY_FUZZ_SECONDS: values.seconds ?? '120' }
    : { TOKEN_TRAY_FUZZ_CASES: values.cases };

console.log(`Fuzz: seed ${seed}. The same cases again: npm run fuzz -- --seed ${seed}`);
rmSync(reports, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/fuzz'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...amount, TOKEN_TRAY_FUZZ_SEED: seed },
  },
);
process.exitCode = status ?? 1;

let sum = 0;
for (const { title, tried } of readReports()) {
  console.log(`${tried.toLocaleString('en').padStart(10)}  ${title}`);
  sum += tried;
}
console.log(`${sum.toLocaleString('en').padStart(10)}  cases, seed ${seed}`);

/** @returns {{ title: string, tried: number }[]} Of the tests that passed. */
function readReports() {
  try {
    return readdirSync(reports).map((name) =>
      JSON.parse(readFileSync(join(reports, name), 'utf8')),
    );
  } catch {
    return [];
  }
}
