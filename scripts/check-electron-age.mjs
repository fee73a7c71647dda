// @ts-check
/** `node scripts/check-electron-age.mjs`: fails when the Electron we ship missed a release for more than 30 days. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { electronAge } from './package/electron-age.mjs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const published = JSON.parse(
  execFileSync(npm, ['view', 'electron', 'time', '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  }),
);
const trouble = electronAge(manifest.devDependencies.electron, published, Date.now());
if (trouble !== undefined) {
  console.error(trouble);
  process.exitCode = 1;
}
