import type { Device } from '../../../state/endpoint-urls.ts';

/** Every snippet joins this room, so that two devices meet. */
export const ROOM = 'my-room';

/** The target of a snippet. */
export interface SnippetInput {
  /** The endpoint as `device` reaches it. */
  url: string;
  /** Scheme, host and port of `url`. */
  base: string;
  host: string;
  port: number;
  device: Device;
  /** The ports of a LiveKit server on this machine, signaling first. None where the server is elsewhere. */
  liveKitPorts: readonly number[];
  /** The project's token server ID, if callers have to send it. */
  tokenServerId?: string;
}

export interface Note {
  text: string;
  /** Code to add, such as a line of a manifest. */
  code?: string;
}

export interface Snippet {
  code: string;
  notes: readonly Note[];
}

/** The snippet of one client, ready to paste. It never holds a secret. */
export type SnippetWriter = (input: SnippetInput) => Snippet;
