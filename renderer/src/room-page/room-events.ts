import {
  RoomEvent,
  type Participant,
  type RemoteParticipant,
  type Room,
  type TrackPublication,
} from 'livekit-client';
import { words, type LogKind } from '../words/room-page-words.ts';

/** Of data that is no text, the first bytes are shown. */
const SHOWN_BYTES = 32;

/** Writes down what happens in the room, apart from streams, which reach only listeners of their topic. */
export function logEvents(
  room: Room,
  note: (kind: LogKind, who: string, text: string) => void,
): void {
  const { events } = words;
  const who = (person?: Participant): string => person?.identity ?? events.server;
  const published = (publication: TrackPublication, person: Participant): void =>
    note('track', who(person), events.published(trackWord(publication)));
  const unpublished = (publication: TrackPublication, person: Participant): void =>
    note('track', who(person), events.unpublished(trackWord(publication)));
  room
    .on(RoomEvent.Reconnecting, () => note('state', events.server, events.reconnecting))
    .on(RoomEvent.Reconnected, () => note('state', events.server, events.reconnected))
    .on(RoomEvent.ParticipantConnected, (person) => note('joined', who(person), person.name ?? ''))
    .on(RoomEvent.ParticipantDisconnected, (person) => note('left', who(person), ''))
    .on(RoomEvent.TrackPublished, published)
    .on(RoomEvent.TrackUnpublished, unpublished)
    .on(RoomEvent.LocalTrackPublished, published)
    .on(RoomEvent.LocalTrackUnpublished, unpublished)
    .on(RoomEvent.TrackMuted, (publication, person) =>
      note('track', who(person), events.muted(trackWord(publication))),
    )
    .on(RoomEvent.TrackUnmuted, (publication, person) =>
      note('track', who(person), events.unmuted(trackWord(publication))),
    )
    .on(RoomEvent.TrackSubscriptionFailed, (id, person, reason) =>
      note('track', who(person), events.refused(id, String(reason ?? ''))),
    )
    .on(RoomEvent.DataReceived, (data, person?: RemoteParticipant, _kind?, topic = '') =>
      note('data', who(person), events.topic(topic, readableData(data))),
    )
    .on(RoomEvent.ChatMessage, ({ message }, person) => note('chat', who(person), message))
    .on(RoomEvent.TranscriptionReceived, (segments, person) => {
      for (const { text, final } of segments)
        note('transcription', who(person), events.final(text, final));
    })
    .on(RoomEvent.ParticipantMetadataChanged, (_before, person) =>
      note('change', who(person), events.metadata(person.metadata ?? '')),
    )
    .on(RoomEvent.ParticipantNameChanged, (name, person) =>
      note('change', who(person), events.name(name)),
    )
    .on(RoomEvent.ParticipantAttributesChanged, (changed, person) =>
      note('change', who(person), events.attributes(JSON.stringify(changed))),
    )
    .on(RoomEvent.ParticipantPermissionsChanged, (_before, person) =>
      note('change', who(person), events.permissions),
    )
    .on(RoomEvent.RoomMetadataChanged, (metadata) =>
      note('change', events.server, events.roomMetadata(metadata)),
    );
}

function trackWord({ source }: TrackPublication): string {
  const known: Readonly<Record<string, string>> = words.sources;
  return known[source] ?? words.sources.unknown;
}

/** Text as it is; what is not UTF-8, as hexadecimal. */
function readableData(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    const hex = Array.from(data.subarray(0, SHOWN_BYTES), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
    return words.events.bytes(data.length > SHOWN_BYTES ? `${hex}…` : hex);
  }
}
