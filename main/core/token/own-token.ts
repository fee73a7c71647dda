import { randomBytes } from 'node:crypto';
import type { Grants } from '../../contract/grants.ts';
import type { Project } from '../../contract/project.ts';
import type { Clock } from '../ports.ts';
import { requireSecret, type Vault } from '../state/vault.ts';
import { accessTokenClaims } from './claims.ts';
import { signHs256 } from './sign.ts';

/** Reads one room through the server API, and nothing else. */
const READ: Grants = { video: { roomAdmin: true, roomList: true } };
const TTL_SECONDS = 60;

export interface OwnToken {
  project: Project;
  secret: string;
  room: string;
  nowSeconds: number;
  /** One that no one else has where absent. */
  identity?: string;
}

/** What a token of this app for a room of `project` is made of. Throws why the project has no secret now. */
export function ownTokenFor(
  project: Project,
  room: string,
  { vault, clock }: { vault: Vault; clock: Clock },
): OwnToken {
  const nowSeconds = Math.floor(clock() / 1000);
  return { project, secret: requireSecret(vault, project), room, nowSeconds };
}

/** A token with which this app itself reads a room; it lives for a minute. */
export function readingToken(own: OwnToken): string {
  return ownToken(own, { grants: READ, ttlSeconds: TTL_SECONDS });
}

/** A token with which a person's change is made: it makes and deletes rooms, or administers the one it names. */
export function changingToken(own: OwnToken, makesRooms: boolean): string {
  const video = makesRooms ? { roomCreate: true } : { roomAdmin: true };
  return ownToken(own, { grants: { video }, ttlSeconds: TTL_SECONDS });
}

/** A token of this app's own, whatever it grants. */
export function ownToken(
  { project, secret, room, nowSeconds, identity }: OwnToken,
  { grants, ttlSeconds }: { grants: Grants; ttlSeconds: number },
): string {
  const subject = {
    room,
    // Short, since a server may limit names; of its own, so that it pushes no one out.
    identity: identity ?? `tt-${randomBytes(4).toString('hex')}`,
    name: '',
    metadata: '',
    attributes: {},
    roomConfig: undefined,
  };
  const { apiKey } = project;
  return signHs256(accessTokenClaims({ apiKey, grants, subject, ttlSeconds, nowSeconds }), secret);
}
