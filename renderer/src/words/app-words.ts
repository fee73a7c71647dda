import { joinLine, type ActivityEntry } from '../../../main/contract/activity.ts';
import type { ArmedDrill } from '../../../main/contract/drills.ts';
import type { SecretState } from '../../../main/contract/project.ts';
import type { ServerState } from '../../../main/contract/server-state.ts';
import type { ViewName } from '../state/views.ts';

export const words = {
  product: 'Token Tray',
  views: {
    connect: 'Connect',
    projects: 'Projects',
    defaults: 'Defaults',
    presets: 'Presets',
    tokens: 'Tokens',
    activity: 'Activity',
    room: 'Room',
    doctor: 'Doctor',
    settings: 'Settings',
  } satisfies Record<ViewName, string>,
  viewsLabel: 'Views',
  skip: 'Skip to content',
  statusLabel: 'Token server',
  loading: 'Loading…',
  start: 'Start serving',
  stop: 'Stop serving',
  tryAgain: 'Try again',
  usePort: (port: number) => `Use port ${port}`,
  changePort: 'Change the port',
  project: 'Project',
  preset: 'Preset',
  none: 'None',
  manageProjects: 'Manage projects',
  managePresets: 'Manage presets',
  copy: 'Copy',
  copyWhat: (what: string) => `Copy ${what}`,
  copiedShort: 'Copied',
  copied: (what: string) => `${what} copied`,
  copyFailed: 'Couldn’t copy. Select the value and copy it by hand.',
  undo: 'Undo',
  messages: 'Messages',
  dismiss: 'Dismiss',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back to the list',
  remove: 'Remove',
  more: 'More actions',
  discard: 'Discard changes',
  unsaved: 'Not saved yet',
  toFix: (count: number) => (count === 1 ? '1 problem to fix' : `${count} problems to fix`),
  showPalette: 'Actions',
  readOnly: 'Settings are read-only',
  overridden: (source: string) => `Set by ${source} for this run`,
  environmentFixed:
    'This project comes from environment variables, so you can’t change its default preset here. Duplicate it to choose one.',
  newer: {
    title: 'Changed in another window',
    text: 'Your edits are kept. To overwrite the newer version, keep them and save again.',
    take: 'Use the newer version',
    keep: 'Keep my edits',
  },
  drill: {
    armed: (title: string) => `Drill armed: ${title}.`,
    /** Which requests will get it. */
    strikes: ({ left, caller, lan }: ArmedDrill) =>
      `${left === 1 ? 'The next request' : `The next ${left} requests`}${caller === undefined ? '' : ` from ${caller}`}${lan ? ', on the LAN too,' : ''} will get it.`,
    off: 'Turn the drill off',
    show: 'Show drills',
  },
  late: 'Waiting for Token Tray…',
  notConnected: 'Not connected',
  noProject: 'No project is active, so apps get no tokens. Add one in Projects.',
  serverTrouble: (project: string, sentence: string) => `Apps can’t join ${project}. ${sentence}`,
  signedIn: (project: string) => `Signed in. ${project} is now the active project.`,
  lastRequest: 'Show the last request',
  hostGone: 'Token Tray isn’t answering: it stopped or is restarting. Your edits are kept.',
  offline: {
    title: 'Token Tray isn’t answering',
    text: 'This window reconnects as soon as it does. Your edits are kept.',
    start: 'If it stopped, run',
  },
  signed_out: {
    title: 'This window isn’t signed in',
    text: 'This link has expired, or Token Tray restarted.',
    start: 'To get a new one, run',
  },
} as const;

/** The token server's state in one line. */
export function serverLine(server: ServerState): string {
  switch (server.status) {
    case 'stopped':
      return 'Stopped';
    case 'starting':
      return `Starting on ${server.port}…`;
    case 'serving':
      return server.lan ? `Serving on ${server.port}, LAN too` : `Serving on ${server.port}`;
    case 'failed':
      return failedLine(server.failure.code, server.port);
  }
}

function failedLine(code: string, port: number): string {
  if (code === 'port_in_use') return `Port ${port} is taken`;
  if (code === 'port_forbidden' || code === 'port_reserved') return `Port ${port} is not allowed`;
  if (code === 'port_shadowed') return `Port ${port} is shared`;
  return `Not serving on ${port}`;
}

/** Why a project signs no tokens, if its secret is the reason. */
export function secretTrouble(project: string, state: SecretState): string | undefined {
  switch (state) {
    case 'set':
      return undefined;
    case 'missing':
      return `Apps get no tokens: ${project} has no API secret. Add it in Projects.`;
    case 'waiting':
      return 'Apps get no tokens yet: the key store hasn’t answered.';
    case 'locked':
      return 'Apps get no tokens: the key store is locked. Unlock it.';
    case 'unreadable':
      return `Apps get no tokens: the API secret of ${project} can’t be read here. Enter it again in Projects.`;
  }
}

/** The last request in a few words; its time follows. */
export function requestLine(entry: ActivityEntry): string {
  const { outcome, caller, room, identity, note, join, drill } = entry;
  const { client } = caller;
  const drilled = drill === undefined ? '' : `. ${note}`;
  if (join?.state === 'joined') return `${client} joined ${room} as ${identity}${drilled}`;
  const joined = joinLine(entry);
  if (joined !== undefined) return `${joined}${drilled}`;
  if (outcome === 'issued') return `${client} got a token for ${room} as ${identity}${drilled}`;
  const what = `${client} was ${outcome}`;
  return note === undefined ? what : `${what}: ${note}`;
}
