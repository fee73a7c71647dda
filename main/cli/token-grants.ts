import * as v from 'valibot';
import {
  TRACK_SOURCES,
  VideoGrantSchema,
  type Grants,
  type TrackSourceName,
  type VideoGrant,
} from '../contract/grants.ts';
import { isJsonObject } from '../contract/json.ts';
import type { TokenOptions } from './token-command.ts';
import { UsageError } from './exit.ts';

/** The flags that each stand for one permission, as in `lk token create`. */
const PERMISSION_FLAGS = {
  create: 'roomCreate',
  list: 'roomList',
  join: 'roomJoin',
  admin: 'roomAdmin',
  egress: 'roomRecord',
  ingress: 'ingressAdmin',
} as const satisfies Partial<Record<keyof TokenOptions, keyof VideoGrant>>;

/**
 * The grants the flags ask for, `undefined` where they ask for none and the preset's stand. Permission
 * flags without `--preset` say everything the token may do, as in `lk`; with one, and for all other
 * flags, they are laid over the preset's grants.
 */
export function grantsFromOptions(options: TokenOptions, preset: Grants): Grants | undefined {
  const asked: VideoGrant = {};
  for (const [flag, permission] of Object.entries(PERMISSION_FLAGS)) {
    if (isSet(options, flag)) asked[permission] = true;
  }
  const hasPermissions = Object.keys(asked).length > 0 || options.inference === true;
  const details: VideoGrant = {
    ...(options.allowUpdateMetadata === true ? { canUpdateOwnMetadata: true } : {}),
    ...(options.allowSource === undefined
      ? {}
      : { canPublishSources: sources(options.allowSource) }),
    ...(options.grant === undefined ? {} : parseGrant(options.grant)),
  };
  if (!hasPermissions && Object.keys(details).length === 0) return undefined;
  const base: Grants = hasPermissions && options.preset === undefined ? { video: {} } : preset;
  return {
    ...base,
    video: { ...base.video, ...asked, ...details },
    ...(options.inference === true ? { inference: { perform: true } } : {}),
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

/** LiveKit's own names of the video grant, in its camelCase JSON. */
function parseGrant(text: string): VideoGrant {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (!isJsonObject(json)) {
    throw new UsageError('option_invalid', {
      option: '--grant',
      problem: `takes a JSON object, such as '{"canPublish":false}'.`,
    });
  }
  if ('room' in json) {
    throw new UsageError('option_invalid', {
      option: '--grant',
      problem: 'takes no room. Use --room.',
    });
  }
  const parsed = v.safeParse(VideoGrantSchema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new UsageError('option_invalid', {
    option: '--grant',
    problem: `is not a video grant of LiveKit: ${v.getDotPath(issue) ?? 'it'} should be ${issue.expected ?? 'something else'}.`,
  });
}
