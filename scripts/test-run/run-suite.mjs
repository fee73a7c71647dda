// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listedTests, playwrightCounts, vitestCounts } from './counts.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * Where and how a suite runs.
 *
 * @typedef {object} Run
 * @property {string} root The repository.
 * @property {NodeJS.ProcessEnv} env
 * @property {(command: string[]) => string[]} [wrap] Puts another command before the runner.
 */

/**
 * Vitest: units, contract and endpoint.
 *
 * @param {Run} run
 * @returns {Counts}
 */
export function runVitest(run) {
  const report = join(run.root, 'test-results/reports/vitest.json');
  const command = [
    join(run.root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return countsOf(run, command, report, run.env, vitestCounts);
}

/**
 * One project of playwright.config.ts.
 *
 * @param {Run} run
 * @param {string} project
 * @returns {Counts}
 */
export function runPlaywright(run, project) {
  const report = join(run.root, `test-results/reports/${project}.json`);
  const command = [playwrightCli(run.root), 'test', `--project=${project}`];
  const env = { ...run.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return countsOf(run, command, report, env, playwrightCounts);
}

/**
 * A project that cannot run here: all its tests are skipped, and it is said why.
 *
 * @param {Run} run
 * @param {string} project
 * @param {string} reason
 * @returns {Counts}
 */
export function leaveOutPlaywright({ root, env }, project, reason) {
  const listing = spawnSync(
    process.execPath,
    [playwrightCli(root), 'test', `--project=${project}`, '--list', '--reporter=json'],
    { cwd: root, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  /** @type {number | undefined} */
  let skipped;
  try {
    skipped = listedTests(JSON.parse(listing.stdout));
  } catch {
    skipped = undefined;
  }
  // A suite that cannot even be listed is broken, which the lack of a browser does not excuse.
  return skipped === undefined || skipped === 0
    ? { passed: 0, failed: 1, skipped: 0, notes: [`not run and not listed: ${reason}`] }
    : { passed: 0, failed: 0, skipped, notes: [`not run, ${skipped} tests: ${reason}`] };
}

/**
 * @template Report
 * @param {Run} run
 * @param {string[]} command A script of Node and its arguments.
 * @param {string} report Where the runner writes its report.
 * @param {NodeJS.ProcessEnv} env
 * @param {(report: Report) => Counts} count
 * @returns {Counts}
 */
function countsOf({ root, wrap = (it) => it }, command, report, env, count) {
  rmSync(report, { force: true });
  const [program = process.execPath, ...args] = wrap([process.execPath, ...command]);
  const { status, signal, error } = spawnSync(program, args, { cwd: root, env, stdio: 'inherit' });
  const ended = error?.message ?? (signal === null ? `exit code ${status}` : signal);
  if (!existsSync(report)) {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      notes: [`no report: the runner ended with ${ended}`],
    };
  }
  const counts = count(JSON.parse(readFileSync(report, 'utf8')));
  if (status !== 0 && counts.failed === 0) {
    counts.failed = 1;
    counts.notes.push(`no test failed, but the runner ended with ${ended}`);
  }
  return counts;
}

/**
 * @param {string} root
 * @returns {string}
 */
function playwrightCli(root) {
  return join(root, 'node_modules/@playwright/test/cli.js');
}
