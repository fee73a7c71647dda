import * as v from 'valibot';
import { defined, isJsonObject } from '../contract/json.ts';
import {
  TRACK_SOURCES,
  VideoGrantSchema,
  type Grants,
  type TrackSourceName,
  type VideoGrant,
} from '../contract/preset.ts';
import { nearestName } from '../contract/text.ts';
import { UsageError } from './command-io.ts';
import type { TokenOptions } from './token-input.ts';

/** The flags that each stand for one permission, as in `lk token create`. */
const PERMISSION_FLAGS = {
  create: 'roomCreate',
  list: 'roomList',
  join: 'roomJoin',
  admin: 'roomAdmin',
  egress: 'roomRecord',
  ingress: 'ingressAdmin',
} as const satisfies Partial<Record<keyof TokenOptions, keyof VideoGrant>>;

export interface AskedGrants {
  /** Everything the token may do, or, `onTop`, what is laid over the preset's grants. */
  video: VideoGrant;
  inference: boolean;
  onTop: boolean;
  /** The room of `--grant`, which wins over `--room` as in `lk`. */
  room?: string;
}

/**
 * The grants that the flags ask for. Permission flags and `--grant` without `--preset` say everything the
 * token may do, as in `lk`; with a preset, and for the flags that only narrow, they are laid over it.
 */
export function readGrantFlags(options: TokenOptions): AskedGrants {
  const permissions: VideoGrant = {};
  for (const [flag, permission] of Object.entries(PERMISSION_FLAGS)) {
    if (isSet(options, flag)) permissions[permission] = true;
  }
  const grant: ParsedGrant =
    options.grant === undefined ? { video: {} } : parseGrant(options.grant);
  const saysAll =
    Object.keys(permissions).length > 0 ||
    options.inference === true ||
    options.grant !== undefined;
  return {
    video: {
      ...permissions,
      ...(options.allowUpdateMetadata === true ? { canUpdateOwnMetadata: true } : {}),
      ...defined({ canPublishSources: options.allowSource && sources(options.allowSource) }),
      ...grant.video,
    },
    inference: options.inference === true,
    onTop: !saysAll || options.preset !== undefined,
    ...defined({ room: grant.room }),
  };
}

/** The token's grants; `undefined` if no flag changes the preset's. */
export function grantsOver(
  { video, inference, onTop }: AskedGrants,
  preset: Grants,
): Grants | undefined {
  if (onTop && Object.keys(video).length === 0 && !inference) return undefined;
  const base: Grants = onTop ? preset : { video: {} };
  return {
    ...base,
    video: { ...base.video, ...video },
    ...(inference ? { inference: { perform: true } } : {}),
  };
}

function isSet(options: TokenOptions, flag: string): boolean {
  return Object.entries(options).some(([name, value]) => name === flag && value === true);
}

function sources(names: readonly string[]): TrackSourceName[] {
  return names
    .flatMap((name) => name.split(','))
    .map((name) => {
      const source = TRACK_SOURCES.find((known) => known === name.trim().toLowerCase());
      if (source !== undefined) return source;
      throw new UsageError('option_invalid', {
        option: '--allow-source',
        problem: `takes ${TRACK_SOURCES.join(', ')}.`,
      });
    });
}

interface ParsedGrant {
  video: VideoGrant;
  room?: string;
}

/** LiveKit's own names of the video grant, in its camelCase JSON. */
function parseGrant(text: string): ParsedGrant {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (!isJsonObject(json)) throw wrongGrant(`takes a JSON object, such as '{"canPublish":false}'.`);
  const { room, ...video } = json;
  if (room !== undefined && typeof room !== 'string') throw wrongGrant('takes text as the room.');
  const known = Object.keys(VideoGrantSchema.entries);
  const unknown = Object.keys(video).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = /^room_?name$/i.test(unknown) ? 'room' : nearestName(unknown, [...known, 'room']);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    throw wrongGrant(`has a field that LiveKit does not know: "${unknown.slice(0, 40)}".${hint}`);
  }
  const parsed = v.safeParse(VideoGrantSchema, video);
  if (parsed.success) return defined({ video: parsed.output, room });
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? 'it';
  throw wrongGrant(`takes ${expectedInWords(field)} as its ${field}.`);
}

function expectedInWords(field: string): string {
  if (field.startsWith('canPublishSources')) return `a list of ${TRACK_SOURCES.join(', ')}`;
  return field === 'destinationRoom' ? 'text' : 'true or false';
}

function wrongGrant(problem: string): UsageError {
  return new UsageError('option_invalid', { option: '--grant', problem });
}
