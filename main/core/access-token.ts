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

/** Who the token is for, and which room. Empty strings mean "none". */
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
  const { room, identity, name, metadata, attributes } = subject;
  const { sip, inference, observability, kind = '', roomPreset = '' } = grants;
  const grant: Parameters<typeof claimsToJwtPayload>[0] = {
    iss: apiKey,
    sub: identity,
    nbf: nowSeconds,
    exp: nowSeconds + ttlSeconds,
    video: videoGrant(grants.video, room),
  };
  if (name !== '') grant.name = name;
  if (sip !== undefined) grant.sip = sip;
  if (inference !== undefined) grant.inference = inference;
  if (observability !== undefined) grant.observability = observability;
  if (kind !== '') grant.kind = kind;
  if (roomPreset !== '') grant.roomPreset = roomPreset;
  if (metadata !== '') grant.metadata = metadata;
  if (Object.keys(attributes).length > 0) grant.attributes = { ...attributes };
  const payload = claimsToJwtPayload(grant);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK types its plain JSON as unknown values.
  const claims = payload as JsonObject;
  if (subject.roomConfig !== undefined) claims['roomConfig'] = subject.roomConfig;
  return claims;
}

function videoGrant({ canPublishSources, ...flags }: Grants['video'], room: string): VideoGrant {
  const video: VideoGrant = flags;
  video.room = room;
  if (canPublishSources !== undefined) {
    video.canPublishSources = canPublishSources.map((source) => SOURCES[source]);
  }
  return video;
}

/**
 * Refuses an empty key or secret: livekit-server-sdk would silently take LIVEKIT_API_KEY and LIVEKIT_API_SECRET from
 * the environment instead.
 */
export function requireCredentials(project: string, apiKey: string, secret: string): void {
  if (apiKey === '') throw new TokenTrayError('secret_missing', { project, what: 'API key' });
  if (secret === '') throw new TokenTrayError('secret_missing', { project, what: 'API secret' });
}

/** LiveKit accepts only HS256. This is the header its own SDK writes. */
const HEADER = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.`;

/**
 * Signs `claims` as a JWT with HS256. Synchronous, because an HMAC this small costs less than Web Crypto's trip to
 * another thread.
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
  /** A unique one where absent. */
  identity?: string;
}

/** What a token of our own for a room of `project` is made from. Throws if its secret cannot be read now. */
export function ownTokenFor(
  project: Project,
  room: string,
  { vault, clock }: { vault: Vault; clock: Clock },
): OwnToken {
  const nowSeconds = Math.floor(clock() / 1000);
  return { project, secret: requireSecret(vault, project), room, nowSeconds };
}

/** A one-minute token for reading a room. */
export function readingToken(own: OwnToken): string {
  return ownToken(own, { grants: READ, ttlSeconds: TTL_SECONDS });
}

/** A one-minute token for a person's change: to make and delete rooms, or to administer the room it names. */
export function changingToken(own: OwnToken, makesRooms: boolean): string {
  const video = makesRooms ? { roomCreate: true } : { roomAdmin: true };
  return ownToken(own, { grants: { video }, ttlSeconds: TTL_SECONDS });
}

/** A token for this app itself. */
export function ownToken(
  { project, secret, room, nowSeconds, identity }: OwnToken,
  { grants, ttlSeconds }: { grants: Grants; ttlSeconds: number },
): string {
  const subject = {
    room,
    // Short, since a server may limit names; unique, so that it disconnects no one.
    identity: identity ?? `tt-${randomBytes(4).toString('hex')}`,
    name: '',
    metadata: '',
    attributes: {},
    roomConfig: undefined,
  };
  const { apiKey } = project;
  return signHs256(accessTokenClaims({ apiKey, grants, subject, ttlSeconds, nowSeconds }), secret);
}
