import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process wrote something down: enough to tell it from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Where that number counts: this machine, and on Linux this container. */
  realm: string;
  /** When the process began, as far as the system tells; never compared across realms. */
  startedAt?: string;
}

export function identifyThisProcess(): ProcessIdentity {
  const { pid } = process;
  const began = startOf(pid);
  return { pid, realm: realm(), ...(began.state === 'known' ? { startedAt: began.at } : {}) };
}

/**
 * Whether the process behind `identity` still runs. `unknown`: it may, but another realm or a system that
 * does not tell when a process began leaves it open.
 */
export function isProcessAlive(identity: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (identity.realm !== realm()) return 'unknown';
  if (!exists(identity.pid)) return 'dead';
  const began = startOf(identity.pid);
  if (began.state === 'zombie') return 'dead';
  if (began.state === 'unknown' || identity.startedAt === undefined) return 'unknown';
  return began.at === identity.startedAt ? 'alive' : 'dead';
}

function exists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

type Start = { state: 'known'; at: string } | { state: 'zombie' } | { state: 'unknown' };

/** Linux counts a process's start in ticks since this boot, in field 22 of its stat file; its name may hold spaces. */
function startOf(pid: number): Start {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [condition, ticks] = [fields[0], fields[19]];
  if (condition === 'Z' || condition === 'X') return { state: 'zombie' };
  if (ticks === undefined) return { state: 'unknown' };
  return { state: 'known', at: `${read('/proc/sys/kernel/random/boot_id').trim()}/${ticks}` };
}

function realm(): string {
  return [hostname(), read('/etc/machine-id').trim(), pidNamespace()].join('/');
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function read(path: string): string {
  if (process.platform !== 'linux') return '';
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
