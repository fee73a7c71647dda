import type { TrackSourceName } from '../../../main/contract/preset.ts';

export type LogKind =
  | 'state'
  | 'joined'
  | 'left'
  | 'track'
  | 'data'
  | 'chat'
  | 'text'
  | 'file'
  | 'transcription'
  | 'change'
  | 'sent';

export const words = {
  title: (room: string) => `${room} · Token Tray`,
  loading: 'Opening the room…',
  as: 'as',
  states: {
    connecting: 'Connecting…',
    connected: 'Connected',
    reconnecting: 'Reconnecting…',
    disconnected: 'Disconnected',
  },
  watching: 'You’re watching, hidden from the others.',
  leave: 'Leave',
  failed: 'Couldn’t join the room',
  failedFix: 'Open Doctor in Token Tray to find the cause.',
  used: 'This page can’t be used again',
  reasons: {
    left: 'You left the room.',
    duplicate: 'Another participant joined with the same identity.',
    shutdown: 'The LiveKit server stopped.',
    removed: 'You were removed from the room.',
    deleted: 'The room was closed.',
    other: 'The connection ended.',
  },
  again: 'To join again, open Room in Token Tray.',
  video: 'Video',
  alone: 'No one else is here yet. Participants appear as they join.',
  noVideo: 'No video',
  you: 'this page',
  playAudio: 'Play audio',
  frames: (width: number, height: number, perSecond: number) =>
    `${width} × ${height}, ${perSecond} fps`,
  waiting: 'Waiting for the first frame…',
  sources: {
    camera: 'camera',
    microphone: 'microphone',
    screen_share: 'screen',
    screen_share_audio: 'screen audio',
    unknown: 'track',
  } satisfies Record<TrackSourceName | 'unknown', string>,
  quality: {
    excellent: 'Excellent',
    good: 'Good',
    poor: 'Poor',
    lost: 'Lost',
    unknown: 'Unknown',
  },
  qualityLabel: 'Connection',
  send: {
    title: 'Send',
    camera: 'Test picture',
    cameraHint: 'A moving picture with a clock, published as a camera.',
    tone: 'Test tone',
    toneHint: '440 Hz, published as a microphone. You don’t hear it here.',
    text: 'Text',
    as: 'Send as',
    kinds: { chat: 'Chat', stream: 'Text stream', data: 'Data' },
    topic: 'Topic',
    submit: 'Send',
  },
  log: {
    title: 'Events',
    empty: 'Data, chat, text streams, transcriptions and changes appear here.',
    listen: 'Listen to topic',
    listenHint: 'Text and byte streams reach only those who listen to their topic. Listening to: ',
    listenButton: 'Listen',
    kinds: {
      state: 'State',
      joined: 'Joined',
      left: 'Left',
      track: 'Track',
      data: 'Data',
      chat: 'Chat',
      text: 'Text stream',
      file: 'Byte stream',
      transcription: 'Transcription',
      change: 'Change',
      sent: 'Sent',
    } satisfies Record<LogKind, string>,
  },
  events: {
    connected: (server: string) => `Connected, LiveKit ${server}`,
    reconnecting: 'Reconnecting',
    reconnected: 'Reconnected',
    published: (what: string) => `publishes ${what}`,
    unpublished: (what: string) => `stops ${what}`,
    muted: (what: string) => `mutes ${what}`,
    unmuted: (what: string) => `unmutes ${what}`,
    refused: (what: string, why: string) => `${what} can’t be received: ${why}`,
    topic: (topic: string, text: string) => (topic === '' ? text : `${topic}: ${text}`),
    bytes: (hex: string) => `0x${hex}`,
    file: (name: string, size: number) => `${name}, ${size} bytes`,
    metadata: (text: string) => `metadata: ${text}`,
    roomMetadata: (text: string) => `room metadata: ${text}`,
    name: (text: string) => `name: ${text}`,
    attributes: (text: string) => `attributes: ${text}`,
    permissions: 'permissions changed',
    final: (text: string, isFinal: boolean) => (isFinal ? text : `${text} …`),
    failed: (why: string) => `failed: ${why}`,
    server: 'server',
  },
} as const;
