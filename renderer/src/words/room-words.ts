import type { TrackSourceName } from '../../../main/contract/preset.ts';
import type { RoomMember, RoomPermission, RoomTrack } from '../../../main/contract/rooms.ts';

export const words = {
  rooms: 'Rooms',
  detailLabel: 'Room',
  live: 'Updated every 2 s while you look',
  loading: 'Asking the LiveKit server…',
  onlyFirst: (shown: number, total: number) => `The newest ${shown} of ${total} rooms are shown.`,
  whyNot: 'Find the cause',
  off: {
    title: 'Asking this server is off',
    text: 'In Projects, “Watch whether participants join” is off for this project, so Token Tray doesn’t ask its server on its own.',
    ask: 'Ask while this view is open',
  },
  empty: {
    title: 'No rooms are open',
    text: 'A room opens when someone joins it, and appears here within two seconds. Start your app, or add a test participant with a moving picture and a tone:',
    curl: 'curl command',
    orAsk: 'To see what your app gets, ask as it does:',
  },
  newRoom: {
    open: 'New room',
    title: 'New room',
    hint: 'The server closes an empty room after a few minutes. A full room shows what your app does when it finds no place.',
    name: 'Name',
    limit: 'Most participants',
    limitHint: '0 means no limit. An open room keeps its limit.',
    limitError: 'Enter a whole number.',
    make: 'Create room',
    fill: 'Make a full room',
    fillHint: 'Make a full room: one place, and a test participant takes it.',
  },
  count: (present: number, limit: number) =>
    limit === 0 ? String(present) : `${present} of ${limit}`,
  countLong: (present: number, limit: number) => {
    const people = present === 1 ? '1 participant' : `${present} participants`;
    return limit === 0 ? people : `${present} of ${limit} participants`;
  },
  full: 'Full',
  recorded: 'Recorded',
  opened: 'opened',
  closed: (room: string) => `Room “${room}” is not open any more.`,
  back: 'Show the other rooms',
  watch: 'Join and watch',
  second: 'Add a test participant',
  page: {
    opened: (identity: string) => `${identity} joins in your browser.`,
    link: 'If no page opened, open it here',
    once: 'The link works once, within a minute.',
  },
  sendData: 'Send data',
  send: {
    all: 'Send data to everyone',
    one: (identity: string) => `Send data to ${identity}`,
    text: 'Text',
    topic: 'Topic',
    topicHint: 'Empty for none. lk-chat-topic and lk.* belong to LiveKit.',
    kind: 'Delivery',
    reliable: 'Reliable',
    lossy: 'Lossy',
    done: 'Sent',
    submit: 'Send',
  },
  roomMetadata: {
    open: 'Room metadata',
    label: 'Room metadata',
    submit: 'Change',
    done: 'Room metadata changed',
  },
  close: {
    open: 'Close the room',
    title: (room: string) => `Close “${room}”?`,
    text: 'Everyone in it is disconnected. A token that is still valid opens the room again.',
    confirm: 'Close the room',
    done: (room: string) => `Room “${room}” closed`,
  },
  members: 'Participants',
  emptyRoom: 'The room is open, and empty.',
  states: {
    joining: 'Joining',
    joined: 'Joined',
    active: 'Active',
    disconnected: 'Disconnected',
  } satisfies Record<RoomMember['state'], string>,
  hidden: 'Hidden',
  kinds: {
    standard: '',
    agent: 'Agent',
    ingress: 'Ingress',
    egress: 'Egress',
    sip: 'SIP',
  } as Readonly<Record<string, string>>,
  facts: {
    joined: 'Joined',
    token: 'Token',
    may: 'May',
    mayNot: 'May not',
    name: 'Name',
    metadata: 'Metadata',
    attributes: 'Attributes',
    region: 'Region',
  },
  nothing: 'Nothing',
  from: {
    request: (client: string, preset: string) => `Request of ${client}, preset ${preset}`,
    token: (preset: string) => `Minted by hand, preset ${preset}`,
    page: 'Token Tray’s own room page',
    unknown: 'Not minted here, or no longer kept',
    showRequest: 'Show the request',
    showToken: 'Show the token',
  },
  tracks: 'Tracks',
  noTracks: 'Publishes nothing.',
  sources: {
    camera: 'Camera',
    microphone: 'Microphone',
    screen_share: 'Screen',
    screen_share_audio: 'Screen audio',
    unknown: 'Other',
  } satisfies Record<TrackSourceName | 'unknown', string>,
  muted: 'Muted',
  mute: 'Mute',
  unmute: 'Unmute',
  muteWhat: (source: string, identity: string) => `Mute ${source} of ${identity}`,
  unmuteWhat: (source: string, identity: string) => `Unmute ${source} of ${identity}`,
  edit: {
    open: 'Change',
    title: (identity: string) => `Change ${identity}`,
    hint: 'Your app gets an event for each change. An attribute that you remove here is removed there.',
    name: 'Name',
    metadata: 'Metadata',
    attributes: 'Attributes',
    attribute: 'Attribute',
    value: 'Value',
    add: 'Add an attribute',
    submit: 'Change',
    done: (identity: string) => `${identity} changed`,
    unchanged: 'Nothing is different',
  },
  remove: {
    open: 'Remove',
    title: (identity: string) => `Remove “${identity}”?`,
    text: 'It is disconnected at once. Its token lets it join again.',
    confirm: 'Remove from the room',
    done: (identity: string) => `${identity} removed`,
  },
} as const;

const RIGHTS: readonly [keyof RoomPermission, string][] = [
  ['canPublish', 'publish'],
  ['canSubscribe', 'subscribe'],
  ['canPublishData', 'send data'],
  ['canUpdateMetadata', 'change its own metadata'],
];

/** What a participant may do and what not, in words; both may be empty. */
export function rightsLine(permission: RoomPermission): { may: string; mayNot: string } {
  const said = (wanted: boolean): string =>
    RIGHTS.filter(([right]) => permission[right] === wanted)
      .map(([right, word]) => {
        const sources = permission.canPublishSources;
        return right === 'canPublish' && wanted && sources.length > 0
          ? `publish ${sources.map((source) => words.sources[source].toLowerCase()).join(', ')}`
          : word;
      })
      .join(', ');
  return { may: said(true), mayNot: said(false) };
}

/** `640 × 480, VP8, 3 layers`: what the server knows of a track's quality. */
export function qualityLine({ width, height, codec, layers }: RoomTrack): string {
  const [, short = codec] = /^\w+\/(.+)$/.exec(codec) ?? [];
  return [
    width === 0 ? '' : `${width} × ${height}`,
    short === 'red' ? 'Opus with RED' : short.toUpperCase(),
    layers > 1 ? `${layers} layers` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
