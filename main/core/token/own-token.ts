import { randomBytes } from 'node:crypto';
import type { Grants } from '../../contract/grants.ts';
import type { Project } from '../../contract/project.ts';
import { accessTokenClaims } from './claims.ts';
import { signHs256 } from './sign.ts';

/** Reads one room through the server API, and nothing else. */
const READ: Grants = { video: { roomAdmin: true, roomList: true } };
const READ_TTL_SECONDS = 60;

export interface OwnToken {
  project: Project;
  secret: string;
  room: string;
  nowSeconds: number;
}

/** A token with which this app itself reads a room; it lives for a minute. */
export function readingToken(own: OwnToken): string {
  return ownToken(own, { grants: READ, ttlSeconds: READ_TTL_SECONDS });
}

/** A token of this app's own, whatever it grants. */
export function ownToken(
  { project, secret, room, nowSeconds }: OwnToken,
  { grants, ttlSeconds }: { grants: Grants; ttlSeconds: number },
): string {
  const subject = {
    room,
    // Short, since a server may limit names; of its own, so that it pushes no one out.
    identity: `tt-${randomBytes(4).toString('hex')}`,
    name: '',
    metadata: '',
    attributes: {},
    roomConfig: undefined,
  };
  const { apiKey } = project;
  return signHs256(accessTokenClaims({ apiKey, grants, subject, ttlSeconds, nowSeconds }), secret);
}
