// @ts-check
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';

const child = fileURLToPath(new URL('read-keys-child.mjs', import.meta.url));
const entry = fileURLToPath(
  new URL('../../main/core/credentials/read-credentials.ts', import.meta.url),
);

/**
 * Milliseconds to read a `.env` file of 1 MiB with a LiveKit variable on each of its lines, in a process that has read
 * nothing before, in turns: first of code that only finds the names and values, then of ours, which answers the projects.
 * @param {number} turns
 * @returns {Promise<[number, number][]>}
 */
export async function timeReadings(turns) {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-bench-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: entry,
        outDir: folder,
        target: 'node18',
        minify: false,
        rolldownOptions: { output: { format: 'cjs', entryFileNames: 'reader.cjs' } },
      },
    });
    const time = async (/** @type {'bare' | 'ours'} */ reader) => {
      const args = [child, reader, join(folder, 'reader.cjs')];
      return Number((await promisify(execFile)(process.execPath, args)).stdout);
    };
    /** @type {[number, number][]} */
    const pairs = [];
    for (let turn = 0; turn < turns; turn += 1) {
      pairs.push([await time('bare'), await time('ours')]);
    }
    return pairs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
