import { claimsToJwtPayload, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import type { Grants, TrackSourceName } from '../../contract/grants.ts';
import type { JsonObject } from '../../contract/json.ts';
import { TokenTrayError } from '../../contract/errors.ts';

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
