// @ts-check
import { electronExecutable } from '../launch/electron-executable.mjs';
import { installElectron } from '../launch/install-electron.mjs';
import { probeElectron } from '../launch/probe-electron.mjs';
import { desktopSession } from './desktop-session.mjs';
import { hasCommand } from './has-command.mjs';
import { ownFolders } from './own-folders.mjs';
import { provideChromium } from './provide-chromium.mjs';
import { provideDesktopTools } from './provide-desktop-tools.mjs';
import { leaveOutPlaywright, runPlaywright, runVitest } from './run-suite.mjs';

/** @typedef {import('./run-suite.mjs').Run} Run */
/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * Every suite, in the order in which a fault is cheapest to find.
 *
 * @type {Record<string, (run: Run) => Counts | Promise<Counts>>}
 */
export const SUITES = {
  'unit, contract, endpoint': runVitest,
  'browser, headless host': runBrowserSuite,
  'desktop, Electron': runDesktopSuite,
};

/**
 * @param {Run} run
 * @returns {Counts}
 */
function runBrowserSuite(run) {
  const chromium = provideChromium(run.root);
  if ('absent' in chromium) return leaveOutPlaywright(run, 'headless', chromium.absent);
  return runPlaywright(withChromium(run, chromium.path), 'headless');
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
