// @ts-check
/**
 * electron-builder with the arguments given, made stricter: a warning of its fails the build, and without a
 * certificate it does not sign with an identity that a developer's Mac happens to have.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { macArguments } from './after-pack.mjs';

const require = createRequire(import.meta.url);

/** Warnings of what is meant: the bundles hold every dependency, and a build that is not signed says so itself. */
const EXPECTED = [
  /^no node modules returned/,
  /^skipped macOS (?:application code signing|notarization)/,
  /signing is skipped/,
];

/** @type {string[]} */
const warnings = [];
/** @type {{ log: { messageTransformer: (message: string, level: string) => string } }} */
const { log } = require('builder-util');
log.messageTransformer = (message, level) => {
  if (level === 'warn' && !EXPECTED.some((pattern) => pattern.test(message)))
    warnings.push(message);
  return message;
};

if (process.platform === 'darwin') process.argv.push(...macArguments(process.env, actoolVersion()));

/** @returns {string} What Xcode's icon compiler prints as its version; empty without one. */
function actoolVersion() {
  return spawnSync('xcrun', ['actool', '--version'], { encoding: 'utf8' }).stdout ?? '';
}

process.on('exit', () => {
  if (warnings.length === 0) return;
  console.error(
    `\n  ⨯ The build has warnings:\n${warnings.map((text) => `    ${text}`).join('\n')}`,
  );
  process.exitCode = 1;
});

// @ts-expect-error -- its command has no types.
await import('electron-builder/cli.js');
