import { readOwner, type WrittenOwner } from '../adapters/lock/lock-owner.ts';
import { readWindowSession, type WindowSession } from '../adapters/lock/window-session.ts';
import { createHttpTransport } from './http-transport.ts';

/** Who holds the data folder now. */
export type RunningHost =
  | { kind: 'headless'; owner: WrittenOwner; session: WindowSession }
  /** A host whose calls the command line cannot make: the desktop, or a headless host without its window. */
  | { kind: 'closed'; owner: WrittenOwner };

/** Looks who holds the data folder, and whether its calls can be made from here. */
export async function findHost(folder: string): Promise<RunningHost | undefined> {
  const owner = readOwner(folder);
  if (owner === undefined || owner.kind === 'command') return undefined;
  const session = readWindowSession(folder, owner.instanceId);
  if (session === undefined) return { kind: 'closed', owner };
  return (await answers(session))
    ? { kind: 'headless', owner, session }
    : { kind: 'closed', owner };
}

async function answers(session: WindowSession): Promise<boolean> {
  try {
    return (await createHttpTransport(session).call('host.describe', undefined)).ok;
  } catch {
    return false;
  }
}
