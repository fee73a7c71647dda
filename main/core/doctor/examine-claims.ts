import { RoomConfiguration } from 'livekit-server-sdk';
import { cause, type Cause } from '../../contract/causes/causes.ts';
import { VideoGrantSchema } from '../../contract/preset.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../contract/json.ts';
import { LIVEKIT_LIMITS } from '../../contract/limits-and-defaults.ts';
import { utf8Length } from '../../contract/text.ts';

const TEXT_GRANTS: ReadonlySet<string> = new Set(['room', 'destinationRoom']);
const KNOWN_GRANTS: ReadonlySet<string> = new Set([
  ...Object.keys(VideoGrantSchema.entries),
  'room',
]);

/** Measured on updates of a participant; the same sizes in a token are taken. */
const UPDATE_LIMITS = { metadata: 64_000, attributes: 64_000 } as const;

/** What a LiveKit server makes of a token's claims once signature and times are right. */
export function examineClaims(claims: JsonObject): Cause[] {
  const identity = examineIdentity(claims);
  return [
    ...examineTexts(claims),
    ...examineAttributes(claims['attributes']),
    ...examineRoomConfig(claims['roomConfig']),
    ...examineKind(claims['kind']),
    ...examineVideo(claims['video']),
    ...identity,
  ];
}

function examineVideo(video: JsonValue | undefined): Cause[] {
  if (video === undefined || video === null) return [cause('no_video_grant')];
  if (!isJsonObject(video)) return [wrongType('video', video, 'an object', '"video": {…}')];
  const causes: Cause[] = [];
  for (const [name, value] of Object.entries(video)) {
    if (!KNOWN_GRANTS.has(name)) causes.push(unknownGrant(name, video));
    else if (value !== null) causes.push(...examineGrantType(name, value));
  }
  // A wrong type stops the server before it looks at any right.
  if (causes.some(({ code }) => code === 'claim_type')) return causes;
  if (video['roomJoin'] !== true) {
    const misspelt = causes.some(({ code }) => code === 'grant_misspelt');
    return misspelt ? causes : [...causes, cause('no_room_join'), ...examineAdmin(video)];
  }
  return [
    ...causes,
    ...examineRoom(video['room']),
    ...examineRights(video),
    ...examineAdmin(video),
  ];
}

function examineGrantType(name: string, value: JsonValue): Cause[] {
  if (TEXT_GRANTS.has(name)) {
    return typeof value === 'string'
      ? []
      : [wrongType(`video.${name}`, value, 'text', `"${name}": "…"`)];
  }
  if (name === 'canPublishSources') {
    const fits = Array.isArray(value) && value.every((source) => typeof source === 'string');
    return fits
      ? []
      : [wrongType(`video.${name}`, value, 'a list of texts', `"${name}": ["camera"]`)];
  }
  return typeof value === 'boolean'
    ? []
    : [wrongType(`video.${name}`, value, 'true or false', `"${name}": true, without quotes`)];
}

function unknownGrant(name: string, video: JsonObject): Cause {
  const expected = nearestGrant(name);
  if (expected === 'roomJoin' && video['roomJoin'] !== true) {
    return cause('grant_misspelt', { found: name, expected });
  }
  const hint = expected === undefined ? '' : ` Did you mean "${expected}"?`;
  return cause('unknown_grant', { found: name, hint });
}

/** The grant that `name` is another spelling of: `room_join`, `RoomJoin`, `roomjoin`, `roomName`. */
function nearestGrant(name: string): string | undefined {
  const letters = lowerLetters(name);
  if (letters === 'roomname') return 'room';
  return [...KNOWN_GRANTS].find((known) => lowerLetters(known) === letters);
}

function lowerLetters(text: string): string {
  return text.replaceAll(/[^A-Za-z]/g, '').toLowerCase();
}

function examineRoom(room: JsonValue | undefined): Cause[] {
  if (typeof room !== 'string' || room === '') return [cause('no_room')];
  const length = utf8Length(room);
  const limit = LIVEKIT_LIMITS.roomBytes;
  return length > limit ? [cause('room_name_too_long', { length, limit })] : [];
}

/** What the app may try after it joined, and then wonder. A right that is not named is granted. */
function examineRights(video: JsonObject): Cause[] {
  const causes: Cause[] = [];
  const sources = video['canPublishSources'];
  if (video['canPublish'] === false) causes.push(cause('may_not_publish', { what: 'anything' }));
  else if (Array.isArray(sources) && sources.length > 0) {
    const missing = ['camera', 'microphone'].filter((source) => !sources.includes(source));
    if (missing.length > 0) causes.push(cause('may_not_publish', { what: missing.join(' or ') }));
  }
  // Measured: canPublish false takes the data away too, unless canPublishData says otherwise.
  const mayNotSend =
    video['canPublishData'] === false ||
    (video['canPublish'] === false && video['canPublishData'] !== true);
  if (mayNotSend) causes.push(cause('may_not_send_data'));
  if (video['canSubscribe'] === false) causes.push(cause('may_not_subscribe'));
  if (video['hidden'] === true) causes.push(cause('hidden'));
  if (video['canUpdateOwnMetadata'] !== true) causes.push(cause('may_not_update_metadata'));
  return causes;
}

/** Measured: roomAdmin without a room administers none. */
function examineAdmin(video: JsonObject): Cause[] {
  const room = video['room'] ?? '';
  return video['roomAdmin'] === true && room === ''
    ? [cause('not_admin', { detail: 'roomAdmin needs the room that it is for' })]
    : [];
}

function examineIdentity(claims: JsonObject): Cause[] {
  const identity = claims['sub'];
  if (identity === undefined || identity === null || identity === '') return [cause('no_identity')];
  if (typeof identity !== 'string') return [wrongType('sub', identity, 'text', '"sub": "alice"')];
  if (identity.trim() === '') return [cause('identity_blank')];
  const length = utf8Length(identity);
  const limit = LIVEKIT_LIMITS.identityBytes;
  return length > limit ? [cause('identity_too_long', { length, limit })] : [];
}

function examineTexts(claims: JsonObject): Cause[] {
  const causes: Cause[] = [];
  for (const name of ['name', 'metadata', 'iss', 'kind', 'roomPreset', 'sha256']) {
    const value = claims[name];
    if (value === undefined || value === null || typeof value === 'string') continue;
    const example =
      name === 'metadata' ? '"metadata" as JSON.stringify makes it' : `"${name}": "…"`;
    causes.push(wrongType(name, value, 'text', example));
  }
  const { metadata } = claims;
  if (typeof metadata === 'string' && utf8Length(metadata) > UPDATE_LIMITS.metadata) {
    causes.push(
      cause('update_too_large', {
        what: 'The metadata',
        length: utf8Length(metadata),
        limit: UPDATE_LIMITS.metadata,
      }),
    );
  }
  return causes;
}

function examineAttributes(attributes: JsonValue | undefined): Cause[] {
  if (attributes === undefined || attributes === null) return [];
  if (!isJsonObject(attributes)) {
    return [
      wrongType('attributes', attributes, 'an object of texts', '"attributes": {"key": "value"}'),
    ];
  }
  const causes: Cause[] = [];
  let length = 0;
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value !== 'string') {
      if (value !== null)
        causes.push(wrongType(`attributes.${name}`, value, 'text', `"${name}": "…"`));
      continue;
    }
    length += utf8Length(name) + utf8Length(value);
    if (name.startsWith('lk.')) causes.push(cause('reserved_attribute', { name }));
  }
  if (length > UPDATE_LIMITS.attributes) {
    const limit = UPDATE_LIMITS.attributes;
    causes.push(cause('update_too_large', { what: 'The set of attributes', length, limit }));
  }
  return causes;
}

/** A server reads it strictly: an unknown field is refused, not ignored. */
function examineRoomConfig(config: JsonValue | undefined): Cause[] {
  if (config === undefined || config === null) return [];
  try {
    RoomConfiguration.fromJson(config, { ignoreUnknownFields: false });
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : 'it cannot be read';
    const detail = message.replace(
      /^cannot decode message livekit\.RoomConfiguration from JSON: /,
      '',
    );
    return [cause('room_config_invalid', { detail: detail.slice(0, 200) })];
  }
}

const KINDS: Readonly<Record<string, string>> = {
  agent: 'an agent',
  sip: 'a phone caller (SIP)',
  ingress: 'an ingress',
  egress: 'an egress',
  connector: 'a connector',
  bridge: 'a bridge',
};

function examineKind(kind: JsonValue | undefined): Cause[] {
  if (typeof kind !== 'string') return [];
  const seenAs = KINDS[kind.toLowerCase()];
  return seenAs === undefined ? [] : [cause('special_kind', { kind: seenAs })];
}

function wrongType(claim: string, value: JsonValue, expected: string, example: string): Cause {
  return cause('claim_type', { claim, found: typeName(value), expected, example });
}

function typeName(value: JsonValue): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `the text "${value.slice(0, 40)}"`;
  return `the ${typeof value === 'number' ? 'number' : 'value'} ${String(value)}`;
}
