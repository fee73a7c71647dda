import { signal, type ReadonlySignal } from '@preact/signals';
import {
  ConnectionState,
  DisconnectReason,
  Room,
  RoomEvent,
  Track,
  type TextStreamReader,
} from 'livekit-client';
import type { RoomTicket } from '../../../main/contract/rooms.ts';
import { words, type LogKind } from '../words/room-page-words.ts';
import { logEvents } from './room-events.ts';
import { createTestCamera, createTestTone, type TestTrack } from './test-media.ts';

interface LogEntry {
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  kind: LogKind;
  /** The identity it is about, or the server. */
  who: string;
  text: string;
}

export type SendKind = 'chat' | 'stream' | 'data';
type TestSource = 'camera' | 'tone';

/** One stay in a room: what is seen of it, and what this participant sends. */
export interface RoomSession {
  readonly ticket: RoomTicket;
  readonly room: Room;
  readonly state: ReadonlySignal<keyof typeof words.states>;
  /** Why the join failed or the stay ended. */
  readonly ended: ReadonlySignal<string | undefined>;
  /** Grows with every change of participants and tracks. */
  readonly version: ReadonlySignal<number>;
  /** Newest first, the newest 500. */
  readonly log: ReadonlySignal<readonly LogEntry[]>;
  /** Topics whose text and byte streams are logged. */
  readonly topics: ReadonlySignal<readonly string[]>;
  readonly sources: ReadonlySignal<ReadonlySet<TestSource>>;
  readonly playsAudio: ReadonlySignal<boolean>;
  listenTo(topic: string): void;
  setAudio(isPlayed: boolean): void;
  toggle(source: TestSource): Promise<void>;
  send(kind: SendKind, text: string, topic: string): Promise<void>;
  leave(): Promise<void>;
}

const MAX_ENTRIES = 500;
const CHAT_TOPIC = 'lk.chat';
const TRANSCRIPTION_TOPIC = 'lk.transcription';

/** Joins at once, and publishes the test picture where the ticket is a participant's. */
export function joinRoom(ticket: RoomTicket): RoomSession {
  const room = new Room({ adaptiveStream: false, dynacast: true });
  const state = signal<keyof typeof words.states>('connecting');
  const ended = signal<string | undefined>(undefined);
  const version = signal(0);
  const log = signal<readonly LogEntry[]>([]);
  const topics = signal<readonly string[]>([]);
  const sources = signal<ReadonlySet<TestSource>>(new Set());
  const playsAudio = signal(false);
  const testTracks = new Map<TestSource, TestTrack>();
  let nextId = 1;

  const note = (kind: LogKind, who: string, text: string): void => {
    const entry = { id: nextId, at: Date.now(), kind, who, text };
    nextId += 1;
    log.value = [entry, ...log.value].slice(0, MAX_ENTRIES);
  };
  const changed = (): void => {
    version.value += 1;
  };
  const failed = (who: string, error: unknown): void =>
    note('state', who, words.events.failed(error instanceof Error ? error.message : String(error)));

  const noteText = async (reader: TextStreamReader, identity: string): Promise<void> => {
    const { topic, attributes } = reader.info;
    try {
      const text = await reader.readAll();
      const isFinal = attributes?.['lk.transcription_final'] !== 'false';
      if (topic === TRANSCRIPTION_TOPIC)
        note('transcription', identity, words.events.final(text, isFinal));
      else if (topic === CHAT_TOPIC) note('chat', identity, text);
      else note('text', identity, words.events.topic(topic, text));
    } catch (error) {
      failed(identity, error);
    }
  };
  const listenTo = (topic: string): void => {
    if (topics.value.includes(topic)) return;
    topics.value = [...topics.value, topic];
    room.registerTextStreamHandler(topic, (reader, { identity }) => {
      void noteText(reader, identity);
    });
    room.registerByteStreamHandler(topic, (reader, { identity }) => {
      const { name, size = 0 } = reader.info;
      note('file', identity, words.events.topic(topic, words.events.file(name, size)));
    });
  };
  for (const topic of [CHAT_TOPIC, TRANSCRIPTION_TOPIC]) listenTo(topic);

  logEvents(room, note);
  const attachAudio = (): void => {
    if (playsAudio.value) void room.startAudio();
    for (const person of room.remoteParticipants.values()) {
      for (const { track } of person.audioTrackPublications.values()) {
        if (track === undefined) continue;
        if (playsAudio.value && track.attachedElements.length === 0) track.attach();
        if (!playsAudio.value) track.detach();
      }
    }
  };
  for (const event of SEEN_EVENTS) room.on(event, changed);
  room
    .on(RoomEvent.TrackSubscribed, attachAudio)
    .on(RoomEvent.TrackUnsubscribed, (track) => void track.detach())
    .on(RoomEvent.ConnectionStateChanged, (now) => {
      state.value = stateOf(now);
    })
    .on(RoomEvent.Disconnected, (reason) => {
      for (const media of testTracks.values()) media.stop();
      testTracks.clear();
      sources.value = new Set();
      ended.value ??= REASONS[reason ?? DisconnectReason.UNKNOWN_REASON] ?? words.reasons.other;
    });

  const publish = async (source: TestSource): Promise<void> => {
    const media = source === 'camera' ? createTestCamera(ticket.identity) : await createTestTone();
    testTracks.set(source, media);
    sources.value = new Set(testTracks.keys());
    await room.localParticipant.publishTrack(media.track, {
      name: source === 'camera' ? 'test-picture' : 'test-tone',
      source: source === 'camera' ? Track.Source.Camera : Track.Source.Microphone,
    });
  };
  const unpublish = async (source: TestSource, media: TestTrack): Promise<void> => {
    testTracks.delete(source);
    sources.value = new Set(testTracks.keys());
    await room.localParticipant.unpublishTrack(media.track);
    media.stop();
  };
  const toggle = async (source: TestSource): Promise<void> => {
    const media = testTracks.get(source);
    try {
      await (media === undefined ? publish(source) : unpublish(source, media));
    } catch (error) {
      failed(ticket.identity, error);
    }
  };

  const start = async (): Promise<void> => {
    try {
      await room.connect(ticket.serverUrl, ticket.token);
      note('state', ticket.identity, words.events.connected(room.serverInfo?.version ?? ''));
      if (ticket.role === 'participant') await toggle('camera');
    } catch (error) {
      ended.value = error instanceof Error ? error.message : String(error);
      state.value = 'disconnected';
    }
  };
  void start();

  return {
    ticket,
    room,
    state,
    ended,
    version,
    log,
    topics,
    sources,
    playsAudio,
    listenTo,
    setAudio(isPlayed) {
      playsAudio.value = isPlayed;
      attachAudio();
    },
    toggle,
    async send(kind, text, topic) {
      const { localParticipant: local } = room;
      const named = topic === '' ? {} : { topic };
      try {
        if (kind === 'data') {
          await local.publishData(new TextEncoder().encode(text), { reliable: true, ...named });
        } else await local.sendText(text, kind === 'chat' ? { topic: CHAT_TOPIC } : named);
        note('sent', ticket.identity, text);
      } catch (error) {
        failed(ticket.identity, error);
      }
    },
    leave: () => room.disconnect(),
  };
}

/** After which of the room's events the page looks different. */
const SEEN_EVENTS = [
  RoomEvent.Connected,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ConnectionQualityChanged,
] as const;

function stateOf(state: ConnectionState): keyof typeof words.states {
  switch (state) {
    case ConnectionState.Connected:
      return 'connected';
    case ConnectionState.Connecting:
      return 'connecting';
    case ConnectionState.Reconnecting:
    case ConnectionState.SignalReconnecting:
      return 'reconnecting';
    case ConnectionState.Disconnected:
      return 'disconnected';
  }
}

const REASONS: Readonly<Partial<Record<DisconnectReason, string>>> = {
  [DisconnectReason.CLIENT_INITIATED]: words.reasons.left,
  [DisconnectReason.DUPLICATE_IDENTITY]: words.reasons.duplicate,
  [DisconnectReason.SERVER_SHUTDOWN]: words.reasons.shutdown,
  [DisconnectReason.PARTICIPANT_REMOVED]: words.reasons.removed,
  [DisconnectReason.ROOM_DELETED]: words.reasons.deleted,
  [DisconnectReason.ROOM_CLOSED]: words.reasons.deleted,
};
