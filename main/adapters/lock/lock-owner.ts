import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readTextFile } from '../files/read-regular-file.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { isProcessAlive, type ProcessIdentity } from './process-identity.ts';

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

/** What the process that holds a data folder says about itself. */
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

/** Answers who last wrote the owner file, alive or not; `undefined` where there is none that can be read. */
export function readOwnerFile(folder: string): WrittenOwner | undefined {
  const reading = readTextFile(pathOf(folder), MAX_BYTES);
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
  writeAtomically(pathOf(folder), `${JSON.stringify(owner, undefined, '\t')}\n`, {
    durable: false,
  });
}

/** Removes the owner file where it still is that of `instanceId`. Never throws. */
export function removeOwnerFile(folder: string, instanceId: string): void {
  if (readOwnerFile(folder)?.instanceId !== instanceId) return;
  try {
    rmSync(pathOf(folder), { force: true });
  } catch {
    // A stale owner file says nothing once the lock is gone.
  }
}

/**
 * Which process holds the data folder now, for a command line that wants to talk to it. `undefined` where none
 * does, or the one that did is known to be dead.
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

function pathOf(folder: string): string {
  return join(folder, 'lock-owner.json');
}
