// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronExecutable, installElectron, probeElectron } from '../launch/electron-program.mjs';
import { provideChromium } from './chromium.mjs';
import { listedTests, playwrightCounts, vitestCounts } from './counts.mjs';
import { desktopSession, hasCommand, ownFolders, provideDesktopTools } from './desktop-session.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const NO_SERVER =
  'there is no livekit-server: neither LIVEKIT_SERVER nor the PATH names one (see https://docs.livekit.io/home/self-hosting/local/)';

/**
 * Every suite, in the order in which a fault is cheapest to find.
 *
 * @type {Record<string, (run: Run) => Counts | Promise<Counts>>}
 */
export const SUITES = {
  'unit, contract, endpoint': runVitest,
  'browser, headless host': (run) => runBrowserSuite(run, 'headless'),
  'real livekit-server': runServerSuite,
  'LAN, two network namespaces': runLanSuite,
  'desktop, Electron': runDesktopSuite,
};

/**
 * @param {Run} run
 * @param {string} project
 * @returns {Counts}
 */
function runBrowserSuite(run, project) {
  const chromium = provideChromium(run.root);
  if ('absent' in chromium) return leaveOutPlaywright(run, project, chromium.absent);
  return runPlaywright(withChromium(run, chromium.path), project);
}

/**
 * @param {Run} run
 * @returns {Counts}
 */
function runServerSuite(run) {
  const absent = absentServer(run);
  return absent === undefined
    ? runBrowserSuite(run, 'server')
    : leaveOutPlaywright(run, 'server', absent);
}

/**
 * @param {Run} run
 * @returns {string | undefined} Why there is no livekit-server.
 */
function absentServer(run) {
  const named = run.env['LIVEKIT_SERVER'];
  if (named ? existsSync(named) : hasCommand('livekit-server')) return undefined;
  return named ? `LIVEKIT_SERVER names ${named}, which is not there` : NO_SERVER;
}

/**
 * @param {Run} run
 * @returns {Counts}
 */
function runLanSuite(run) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return leaveOutPlaywright(run, 'lan', 'network namespaces are for root on Linux');
  }
  if (!hasCommand('ip')) return leaveOutPlaywright(run, 'lan', 'iproute2 is not installed');
  const absent = absentServer(run);
  if (absent !== undefined) return leaveOutPlaywright(run, 'lan', absent);
  return runBrowserSuite(run, 'lan');
}

/**
 * @param {Run} run
 * @returns {Promise<Counts>}
 */
async function runDesktopSuite(run) {
  const { root, env } = run;
  const machine = { root, env, platform: process.platform };
  const leaveOut = (/** @type {string} */ reason) => leaveOutPlaywright(run, 'desktop', reason);

  const noTools = process.platform === 'linux' ? provideDesktopTools() : undefined;
  if (noTools !== undefined) return leaveOut(noTools);

  const session = desktopSession({ ...machine, has: hasCommand });
  if ('absent' in session) return leaveOut(session.absent);

  const notFetched =
    electronExecutable(machine) === undefined ? await installElectron(root) : undefined;
  const executable = electronExecutable(machine);
  if (executable === undefined) {
    return leaveOut(`Electron is not installed: ${notFetched ?? 'its installer left no program'}`);
  }

  const folders = session.own ? ownFolders() : { env: {}, remove: () => {} };
  try {
    const sessionEnv = { ...env, ...folders.env };
    const probe = await probeElectron(executable, { wrap: session.wrap, env: sessionEnv });
    if (!probe.starts) return leaveOut(`Electron does not start here: ${probe.reason}`);
    console.log(`Electron ${probe.version} starts here.`);

    const chromium = provideChromium(root);
    const desktopRun = { root, env: sessionEnv, wrap: session.wrap };
    return runPlaywright(
      'path' in chromium ? withChromium(desktopRun, chromium.path) : desktopRun,
      'desktop',
    );
  } finally {
    folders.remove();
  }
}

/**
 * @param {Run} run
 * @param {string} path
 * @returns {Run}
 */
function withChromium(run, path) {
  return { ...run, env: { ...run.env, PLAYWRIGHT_CHROMIUM: path } };
}

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
function runVitest(run) {
  const report = reportOf(run.root, 'vitest');
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
function runPlaywright(run, project) {
  const report = reportOf(run.root, project);
  const command = [playwrightCli(run.root), 'test', `--project=${project}`];
  const env = { ...run.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  return countsOf(run, command, report, env, playwrightCounts);
}

/**
 * A project that cannot run here: all its tests are skipped, with the reason.
 *
 * @param {Run} run
 * @param {string} project
 * @param {string} reason
 * @returns {Counts}
 */
function leaveOutPlaywright({ root, env }, project, reason) {
  const listing = spawnSync(
    process.execPath,
    [playwrightCli(root), 'test', `--project=${project}`, '--list', '--reporter=json'],
    { cwd: root, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  /** @type {number | undefined} */
  let skipped;
  try {
    skipped = listedTests(JSON.parse(listing.stdout));
    writeFileSync(reportOf(root, project), listing.stdout);
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

/**
 * @param {string} root
 * @param {string} suite
 * @returns {string}
 */
function reportOf(root, suite) {
  return join(root, `test-results/reports/${suite}.json`);
}
