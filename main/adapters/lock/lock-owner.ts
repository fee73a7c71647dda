import { lstatSync, rmSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { readTextFile } from '../files/read-regular-file.ts';
import { writeAtomically } from '../files/write-atomically.ts';

const MAX_BYTES = 64 * 1024;

const OwnerSchema = v.object({
  pid: v.pipe(v.number(), v.integer()),
  realm: v.string(),
  startedAt: v.optional(v.string()),
  instanceId: v.string(),
  kind: v.picklist(['desktop', 'headless', 'command']),
  version: v.optional(v.string()),
  port: v.optional(v.number()),
  uiUrl: v.optional(v.string()),
});

/** What the holder of a data folder publishes about itself. */
export interface DataFolderOwner {
  /** The instance id that its `/health` answers. */
  instanceId: string;
  /** `command`: a command line run that changes settings and ends. */
  kind: 'desktop' | 'headless' | 'command';
  version?: string | undefined;
  /** The port of its token endpoint, while that serves. */
  port?: number | undefined;
  /** The address of its window in a browser, where it has one. */
  uiUrl?: string | undefined;
}

export type WrittenOwner = DataFolderOwner & ProcessIdentity;

export function lockPathOf(folder: string): string {
  return join(folder, 'lock');
}

/** Who last wrote the owner file, alive or not; `undefined` if it cannot be read. */
export function readOwnerFile(folder: string): WrittenOwner | undefined {
  const reading = readTextFile(ownerPathOf(folder), MAX_BYTES);
  if (reading.state !== 'read') return undefined;
  try {
    const { startedAt, ...owner } = v.parse(OwnerSchema, JSON.parse(reading.text));
    return { ...owner, ...(startedAt === undefined ? {} : { startedAt }) };
  } catch {
    return undefined;
  }
}

export function writeOwnerFile(folder: string, owner: WrittenOwner): void {
  // A start waits for this, and no process holds the folder after a power cut.
  writeAtomically(ownerPathOf(folder), `${JSON.stringify(owner, undefined, '\t')}\n`, {
    durable: false,
  });
}

/** Removes the owner file if it is still that of `instanceId`. Never throws. */
export function removeOwnerFile(folder: string, instanceId: string): void {
  if (readOwnerFile(folder)?.instanceId !== instanceId) return;
  try {
    rmSync(ownerPathOf(folder), { force: true });
  } catch {
    // A stale owner file says nothing once the lock is gone.
  }
}

/**
 * The process that holds the data folder now, for a command that wants to talk to it. `undefined` without one,
 * or if it is known to be dead.
 */
export function readOwner(folder: string): WrittenOwner | undefined {
  const owner = readOwnerFile(folder);
  if (owner === undefined || !isLocked(folder) || isProcessAlive(owner) === 'dead')
    return undefined;
  return owner;
}

function isLocked(folder: string): boolean {
  try {
    lstatSync(lockPathOf(folder));
    return true;
  } catch {
    return false;
  }
}

function ownerPathOf(folder: string): string {
  return join(folder, 'lock-owner.json');
}

const SessionSchema = v.object({ instanceId: v.string(), url: v.string(), token: v.string() });

/** How the command line reaches a running headless host: the window's address, and its token for this run. */
export type WindowSession = v.InferOutput<typeof SessionSchema>;

/** Writes the session for this user's eyes alone (0600). */
export function writeWindowSession(folder: string, session: WindowSession): void {
  writeAtomically(sessionPathOf(folder), `${JSON.stringify(session)}\n`, { durable: false });
}

/** The session of the host with this id; `undefined` without one. */
export function readWindowSession(folder: string, instanceId: string): WindowSession | undefined {
  const reading = readTextFile(sessionPathOf(folder), MAX_BYTES);
  if (reading.state !== 'read') return undefined;
  try {
    const session = v.parse(SessionSchema, JSON.parse(reading.text));
    return session.instanceId === instanceId ? session : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the session if it is still that of this host. Never throws. */
export function removeWindowSession(folder: string, instanceId: string): void {
  if (readWindowSession(folder, instanceId) === undefined) return;
  try {
    rmSync(sessionPathOf(folder), { force: true });
  } catch {
    // Its token is worth nothing once the host has stopped.
  }
}

function sessionPathOf(folder: string): string {
  return join(folder, 'window-session.json');
}

/** Identifies a process, even after its number is in use again. */
interface ProcessIdentity {
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
