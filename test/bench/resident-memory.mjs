// @ts-check
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * The resident memory of a process in MiB; `undefined` on Windows, which has no such program.
 * @param {number | undefined} pid
 * @returns {Promise<number | undefined>}
 */
export async function residentMemory(pid) {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) / 1024;
}
