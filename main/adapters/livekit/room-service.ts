import {
  ParticipantInfo,
  ParticipantInfo_Kind,
  Room,
  TrackSource,
  TrackType,
  type ParticipantPermission,
  type TrackInfo,
} from '@livekit/protocol';
import { cause, type Cause } from '../../contract/causes/causes.ts';
import type { TrackSourceName } from '../../contract/preset.ts';
import type {
  RoomChange,
  RoomMember,
  RoomPermission,
  RoomSummary,
  RoomTrack,
} from '../../contract/rooms.ts';
import { OWN_ROOM_PREFIX } from '../../core/doctor/examine-join.ts';
import type { ChangeRoom, ReadRooms } from '../../core/livekit-ports.ts';
import {
  asJson,
  connectionCause,
  createRoomReader,
  createTwirp,
  joinedAtOf,
  keyCause,
  LENIENT,
  PARTICIPANT_STATES,
  readingCause,
  refusalWords,
  TwirpRefusal,
} from './twirp.ts';

const MAX_ROOMS = 200;
const MAX_MEMBERS = 200;

export const readRooms: ReadRooms = async ({ url, token, room }) => {
  const reader = createRoomReader({ url, token });
  try {
    const rooms = (await reader.rooms()).filter(({ name }) => !name.startsWith(OWN_ROOM_PREFIX));
    const sorted = rooms.map(summaryOf).toSorted((one, other) => other.createdAt - one.createdAt);
    const first = sorted.slice(0, MAX_ROOMS);
    const total = sorted.length;
    // Of a room that is not there, some servers answer only after seconds.
    if (room === undefined || !rooms.some(({ name }) => name === room))
      return { rooms: first, total };
    const participants = await reader.participants(room);
    const members = participants
      .map(memberOf)
      .toSorted((one, other) => one.joinedAt - other.joinedAt)
      .slice(0, MAX_MEMBERS);
    // The server counts only now and then.
    const here = { participants: participants.length };
    return {
      rooms: first.map((one) => (one.name === room ? { ...one, ...here } : one)),
      total,
      members,
    };
  } catch (error) {
    return { rooms: [], total: 0, failure: readingCause(error, url) };
  }
};

export const changeRoom: ChangeRoom = async ({ url, token, change }) => {
  const call = createTwirp({ url, token });
  try {
    if (change.kind === 'mute') {
      // Asked to mute what is not there, a server does not answer.
      const { room, identity, trackId } = change;
      const person = ParticipantInfo.fromJson(
        asJson(await call('RoomService/GetParticipant', { room, identity })),
        LENIENT,
      );
      const isThere = person.tracks.some(({ sid }) => sid === trackId);
      if (!isThere) return { failure: cause('track_gone', { identity }) };
    }
    const [method, body] = request(change);
    const answer = await call(method, body);
    if (change.kind !== 'create') return {};
    const made = Room.fromJson(asJson(answer), LENIENT);
    return made.maxParticipants === change.maxParticipants
      ? {}
      : { failure: cause('room_open', { room: change.room }) };
  } catch (error) {
    return { failure: changeCause(error, change, url) };
  }
};

function request(change: RoomChange): [method: string, body: object] {
  const { room } = change;
  switch (change.kind) {
    case 'create':
      return ['RoomService/CreateRoom', { name: room, max_participants: change.maxParticipants }];
    case 'delete':
      return ['RoomService/DeleteRoom', { room }];
    case 'room_metadata':
      return ['RoomService/UpdateRoomMetadata', { room, metadata: change.metadata }];
    case 'send_data':
      return [
        'RoomService/SendData',
        {
          room,
          data: Buffer.from(change.text, 'utf8').toString('base64'),
          kind: change.reliable ? 'RELIABLE' : 'LOSSY',
          topic: change.topic,
          destination_identities: change.identities,
          // Servers drop a packet whose nonce they have seen.
          nonce: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64'),
        },
      ];
    case 'update': {
      const { identity, name, metadata, attributes } = change;
      return ['RoomService/UpdateParticipant', { room, identity, name, metadata, attributes }];
    }
    case 'mute': {
      const { identity, trackId, muted } = change;
      return ['RoomService/MutePublishedTrack', { room, identity, track_sid: trackId, muted }];
    }
    case 'remove':
      return ['RoomService/RemoveParticipant', { room, identity: change.identity }];
  }
}

function changeCause(error: unknown, change: RoomChange, url: string): Cause {
  const refused = keyCause(error, url);
  if (refused !== undefined) return refused;
  if (!(error instanceof TwirpRefusal)) return connectionCause(error, url);
  const { room } = change;
  const text = error.text.toLowerCase();
  if (error.code === 'not_found' || (error.status === 404 && error.code !== 'bad_route')) {
    return 'identity' in change && !text.includes('room does not exist')
      ? cause('participant_gone', { identity: change.identity, room })
      : cause('room_closed', { room });
  }
  if (change.kind === 'mute' && text.includes('unmute')) return cause('unmute_refused');
  return cause('change_refused', { status: error.status, reason: refusalWords(error) });
}

function summaryOf(room: Room): RoomSummary {
  return {
    name: room.name,
    participants: room.numParticipants,
    publishers: room.numPublishers,
    maxParticipants: room.maxParticipants,
    createdAt: Number(room.creationTimeMs) || Number(room.creationTime) * 1000,
    metadata: room.metadata,
    isRecorded: room.activeRecording,
  };
}

function memberOf(person: ParticipantInfo): RoomMember {
  return {
    identity: person.identity,
    name: person.name,
    kind: (ParticipantInfo_Kind[person.kind] ?? 'unknown').toLowerCase(),
    state: PARTICIPANT_STATES[person.state],
    joinedAt: joinedAtOf(person),
    metadata: person.metadata,
    attributes: { ...person.attributes },
    ...(person.permission === undefined ? {} : { permission: permissionOf(person.permission) }),
    tracks: person.tracks.map(trackOf),
    region: person.region,
  };
}

function permissionOf(permission: ParticipantPermission): RoomPermission {
  return {
    canPublish: permission.canPublish,
    canPublishSources: permission.canPublishSources
      .map(sourceOf)
      .filter((one) => one !== 'unknown'),
    canSubscribe: permission.canSubscribe,
    canPublishData: permission.canPublishData,
    canUpdateMetadata: permission.canUpdateMetadata,
    hidden: permission.hidden,
  };
}

const SOURCES: Readonly<Record<TrackSource, TrackSourceName | 'unknown'>> = {
  [TrackSource.UNKNOWN]: 'unknown',
  [TrackSource.CAMERA]: 'camera',
  [TrackSource.MICROPHONE]: 'microphone',
  [TrackSource.SCREEN_SHARE]: 'screen_share',
  [TrackSource.SCREEN_SHARE_AUDIO]: 'screen_share_audio',
};

function sourceOf(source: TrackSource): TrackSourceName | 'unknown' {
  return SOURCES[source] ?? 'unknown';
}

const KINDS: Readonly<Record<TrackType, RoomTrack['kind']>> = {
  [TrackType.AUDIO]: 'audio',
  [TrackType.VIDEO]: 'video',
  [TrackType.DATA]: 'data',
};

function trackOf(track: TrackInfo): RoomTrack {
  return {
    id: track.sid,
    name: track.name,
    kind: KINDS[track.type],
    source: sourceOf(track.source),
    muted: track.muted,
    codec: track.mimeType,
    width: track.width,
    height: track.height,
    layers: track.layers.length,
  };
}
