import type { TrackSourceName } from '../../../main/contract/preset.ts';
import type { RoomMember, RoomPermission, RoomTrack } from '../../../main/contract/rooms.ts';

export const words = {
  rooms: 'Rooms',
  detailLabel: 'Room',
  live: 'Updates every 2 s',
  loading: 'Asking the LiveKit server…',
  onlyFirst: (shown: number, total: number) => `Showing the newest ${shown} of ${total} rooms.`,
  whyNot: 'Find the cause',
  off: {
    title: 'Token Tray isn’t asking this server',
    text: 'In Projects, “Watch whether participants join” is off for this project, so Token Tray doesn’t ask its server on its own.',
    ask: 'Ask while this view is open',
  },
  empty: {
    title: 'No rooms are open',
    text: 'A room opens when someone joins it, and appears here within two seconds. Start your app, or add a test participant with a moving picture and a tone:',
    curl: 'curl command',
    orAsk: 'To see what your app gets, send the same request:',
  },
  newRoom: {
    open: 'New room',
    title: 'New room',
    hint: 'The server closes an empty room after a few minutes. A full room shows what your app does when there’s no space.',
    name: 'Name',
    limit: 'Participant limit',
    limitHint: '0 means no limit. A room that’s already open keeps its own.',
    limitError: 'Enter a whole number.',
    make: 'Create room',
    fill: 'Make a full room',
    fillHint: 'A full room has one place, taken by a test participant.',
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
  closed: (room: string) => `Room “${room}” is no longer open.`,
  back: 'Show the other rooms',
  watch: 'Join and watch',
  second: 'Add a test participant',
  page: {
    opened: (identity: string) => `${identity} is joining in your browser.`,
    link: 'If no page opened, open it here',
    once: 'The link works once and expires in a minute.',
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
    text: 'Everyone in it is disconnected. A token that’s still valid can open it again.',
    confirm: 'Close the room',
    done: (room: string) => `Room “${room}” closed`,
  },
  members: 'Participants',
  emptyRoom: 'The room is open but empty.',
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
    request: (client: string, preset: string) => `Request from ${client}, preset ${preset}`,
    token: (preset: string) => `Minted by hand, preset ${preset}`,
    page: 'Token Tray’s own room page',
    unknown: 'Not minted here, or no longer kept',
    showRequest: 'Show the request',
    showToken: 'Show the token',
  },
  tracks: 'Tracks',
  noTracks: 'Not publishing anything.',
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
    hint: 'Your app gets an event for each change. Removing an attribute here removes it there too.',
    name: 'Name',
    metadata: 'Metadata',
    attributes: 'Attributes',
    attribute: 'Attribute',
    value: 'Value',
    add: 'Add an attribute',
    submit: 'Change',
    done: (identity: string) => `${identity} changed`,
    unchanged: 'Nothing changed',
  },
  remove: {
    open: 'Remove',
    title: (identity: string) => `Remove “${identity}”?`,
    text: 'It is disconnected at once, but can join again with its token.',
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
