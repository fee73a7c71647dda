import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readTextFile } from '../files/read-regular-file.ts';
import { writeAtomically } from '../files/write-atomically.ts';

const MAX_BYTES = 64 * 1024;

const SessionSchema = v.object({ instanceId: v.string(), url: v.string(), token: v.string() });

/** How the command line reaches a headless host that runs: the window's address, and its token of this run. */
export type WindowSession = v.InferOutput<typeof SessionSchema>;

/** Writes the session for this user's eyes alone (0600). */
export function writeWindowSession(folder: string, session: WindowSession): void {
  writeAtomically(pathOf(folder), `${JSON.stringify(session)}\n`, { durable: false });
}

/** The session of the host with this id, `undefined` where there is none. */
export function readWindowSession(folder: string, instanceId: string): WindowSession | undefined {
  const reading = readTextFile(pathOf(folder), MAX_BYTES);
  if (reading.state !== 'read') return undefined;
  try {
    const session = v.parse(SessionSchema, JSON.parse(reading.text));
    return session.instanceId === instanceId ? session : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the session where it still is that of this host. Never throws. */
export function removeWindowSession(folder: string, instanceId: string): void {
  if (readWindowSession(folder, instanceId) === undefined) return;
  try {
    rmSync(pathOf(folder), { force: true });
  } catch {
    // Its token is worth nothing once the host has stopped.
  }
}

function pathOf(folder: string): string {
  return join(folder, 'window-session.json');
}
