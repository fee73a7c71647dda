// @ts-check
/**
 * `npm test`: builds what is stale and runs every suite, bringing what they need. What cannot run here is
 * named with its reason and counted as skipped. The last line is the sum: `N passed, N failed, N skipped`.
 *
 * With TOKEN_TRAY_TEST_ALL=1 a skipped test fails the run: for machines on which nothing may be left out. Only what
 * this machine's Electron does not have is excused.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './launch/fresh-build.mjs';
import { writeSecurityCoverage } from './security-coverage.mjs';
import { leftOut, sumOfCounts } from './test-run/counts.mjs';
import { SUITES } from './test-run/suites.mjs';
import { testEnvironment } from './test-run/test-environment.mjs';

/** @typedef {import('./test-run/counts.mjs').Counts} Counts */

const root = fileURLToPath(new URL('..', import.meta.url));
const env = testEnvironment(process.env);
mkdirSync(join(root, 'test-results/reports'), { recursive: true });

const built = build(root);
if (built === 0) {
  const results = await runAll();
  results['security requirements'] = securityCounts(results);
  report(results);
  const sum = sumOfCounts(Object.values(results));
  process.exitCode =
    sum.failed > 0 || (leftOut(sum) > 0 && env['TOKEN_TRAY_TEST_ALL'] === '1') ? 1 : 0;
} else {
  console.log('\nThe build failed; no test was run.\n0 passed, 1 failed, 0 skipped');
  process.exitCode = built;
}

/** @returns {Promise<Record<string, Counts>>} */
async function runAll() {
  /** @type {Record<string, Counts>} */
  const results = {};
  for (const [name, run] of Object.entries(SUITES)) {
    console.log(`\n== ${name}`);
    results[name] = await run({ root, env });
  }
  return results;
}

/**
 * Which critical and high requirements have no passing test. On a build machine each is a failure.
 *
 * @param {Record<string, Counts>} results
 * @returns {Counts}
 */
function securityCounts(results) {
  const whole = leftOut(sumOfCounts(Object.values(results))) === 0;
  const notes = writeSecurityCoverage({ whole });
  const failed = env['CI'] === undefined ? 0 : notes.length;
  return { passed: 0, failed, skipped: 0, notes };
}

/** @param {Record<string, Counts>} results */
function report(results) {
  console.log('');
  for (const [name, counts] of Object.entries(results)) {
    console.log(`${name}: ${inWords(counts)}`);
    for (const note of counts.notes) console.log(`  ${note}`);
  }
  console.log(`\n${inWords(sumOfCounts(Object.values(results)))}`);
}

/**
 * @param {Counts} counts
 * @returns {string}
 */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
