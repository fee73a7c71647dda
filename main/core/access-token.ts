import { createHmac, randomBytes } from 'node:crypto';
import { claimsToJwtPayload, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { TokenTrayError } from '../contract/errors.ts';
import type { Grants, TrackSourceName } from '../contract/preset.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Project } from '../contract/project.ts';
import type { Clock } from './ports.ts';
import { requireSecret, type Vault } from './state/vault.ts';

const SOURCES: Readonly<Record<TrackSourceName, TrackSource>> = {
  camera: TrackSource.CAMERA,
  microphone: TrackSource.MICROPHONE,
  screen_share: TrackSource.SCREEN_SHARE,
  screen_share_audio: TrackSource.SCREEN_SHARE_AUDIO,
};

/** Who the token is for, and where. Empty strings stand for "nothing". */
export interface Subject {
  room: string;
  identity: string;
  name: string;
  metadata: string;
  attributes: Readonly<Record<string, string>>;
  /** Minimal proto3 JSON in camelCase, never a message: a message writes every default field, which older clients and servers refuse. */
  roomConfig: JsonObject | undefined;
}

export interface ClaimsInput {
  apiKey: string;
  grants: Grants;
  subject: Subject;
  ttlSeconds: number;
  /** Seconds since the epoch. */
  nowSeconds: number;
}

/**
 * The claims of a LiveKit access token, through livekit-server-sdk's own grants. `iss`, `sub`, `nbf` and
 * `exp` are always there (Swift and the client caches want them); nothing is ever null, and what is
 * empty is left out.
 */
export function accessTokenClaims({
  apiKey,
  grants,
  subject,
  ttlSeconds,
  nowSeconds,
}: ClaimsInput): JsonObject {
  const { canPublishSources, ...flags } = grants.video;
  const video: VideoGrant = { ...flags, room: subject.room };
  if (canPublishSources !== undefined) {
    video.canPublishSources = canPublishSources.map((source) => SOURCES[source]);
  }
  const payload = claimsToJwtPayload({
    iss: apiKey,
    sub: subject.identity,
    nbf: nowSeconds,
    exp: nowSeconds + ttlSeconds,
    ...(subject.name === '' ? {} : { name: subject.name }),
    video,
    ...(grants.sip === undefined ? {} : { sip: grants.sip }),
    ...(grants.inference === undefined ? {} : { inference: grants.inference }),
    ...(grants.observability === undefined ? {} : { observability: grants.observability }),
    ...(grants.kind === undefined || grants.kind === '' ? {} : { kind: grants.kind }),
    ...(grants.roomPreset === undefined || grants.roomPreset === ''
      ? {}
      : { roomPreset: grants.roomPreset }),
    ...(subject.metadata === '' ? {} : { metadata: subject.metadata }),
    ...(Object.keys(subject.attributes).length === 0
      ? {}
      : { attributes: { ...subject.attributes } }),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK types its plain JSON as unknown values.
  const claims = payload as JsonObject;
  if (subject.roomConfig !== undefined) claims['roomConfig'] = subject.roomConfig;
  return claims;
}

/**
 * Refuses what livekit-server-sdk would sign with other credentials: with an empty key or
 * secret it silently takes LIVEKIT_API_KEY and LIVEKIT_API_SECRET from the environment.
 */
export function requireCredentials(project: string, apiKey: string, secret: string): void {
  if (apiKey === '') throw new TokenTrayError('secret_missing', { project, what: 'API key' });
  if (secret === '') throw new TokenTrayError('secret_missing', { project, what: 'API secret' });
}

/** LiveKit takes HS256 alone; the header is the one its own SDK writes. */
const HEADER = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.`;

/**
 * Signs `claims` as a JWT with HS256. Synchronous: an HMAC of a token costs less than a trip to another
 * thread and back, which is what Web Crypto makes of it.
 */
export function signHs256(claims: JsonObject, secret: string): string {
  const signed = HEADER + Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

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
