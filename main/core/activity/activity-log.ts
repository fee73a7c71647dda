import type {
  ActivityDetail,
  ActivityEntry,
  FieldReport,
  GuardRule,
  IssuedToken,
  Outcome,
  Warning,
} from '../../contract/activity.ts';
import type { Failure } from '../../contract/errors.ts';
import { ERRORS } from '../../contract/errors.ts';
import { MAX_ACTIVITY_ENTRIES } from '../../contract/limits.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import { decodeClaims } from '../../contract/token-claims.ts';
import type { RawRequest } from '../ports.ts';
import { maskHeaders } from './mask.ts';

const MAX_BODY_SHOWN = 64 * 1024;

/** What happened to a request, as it is kept. What can be worked out from it later is. */
export interface ActivityRecord {
  raw: RawRequest;
  /** Milliseconds since the epoch, fractional. */
  answeredAt: number;
  project?: Project;
  preset?: Preset;
  reports?: FieldReport[];
  warnings?: Warning[];
  issued?: IssuedToken;
  failure?: Failure;
  blocked?: { rule: GuardRule; remedy?: { kind: 'origin' | 'host'; value: string } };
}

interface NumberedRecord extends ActivityRecord {
  id: string;
}

/** The newest requests, in memory only. */
export interface ActivityLog {
  add(record: ActivityRecord): void;
  /** Newest first. */
  list(): ActivityEntry[];
  get(id: string): ActivityDetail | undefined;
  newest(): ActivityEntry | undefined;
  /** The lines since the last time it was asked, oldest first, made when they are read. */
  takeNew(): () => ActivityEntry[];
  clear(): void;
}

export function createActivityLog(onAdd: () => void): ActivityLog {
  let records: NumberedRecord[] = [];
  let count = 0;
  let untold = 0;

  return {
    add(record) {
      count += 1;
      records.push({ ...record, id: `request-${count}` });
      untold += 1;
      // Trimmed in steps, so that a request seldom pays for moving the list.
      if (records.length >= MAX_ACTIVITY_ENTRIES * 2)
        records = records.slice(-MAX_ACTIVITY_ENTRIES);
      onAdd();
    },
    list: () => records.slice(-MAX_ACTIVITY_ENTRIES).toReversed().map(entryOf),
    get(id) {
      const record = records.find((item) => item.id === id);
      return record === undefined ? undefined : detailOf(record);
    },
    newest() {
      const record = records.at(-1);
      return record === undefined ? undefined : entryOf(record);
    },
    takeNew() {
      const fresh = untold === 0 ? [] : records.slice(-untold);
      untold = 0;
      return () => fresh.map(entryOf);
    },
    clear() {
      records = [];
      untold = 0;
    },
  };
}

function outcomeOf(record: ActivityRecord): Outcome {
  if (record.blocked !== undefined) return 'blocked';
  return record.failure === undefined ? 'issued' : 'refused';
}

function entryOf(record: NumberedRecord): ActivityEntry {
  const { raw, project, preset, issued, failure, blocked } = record;
  const note = noteOf(record);
  return {
    id: record.id,
    at: Math.floor(raw.receivedAt),
    durationMs: Math.max(0, Math.round((record.answeredAt - raw.receivedAt) * 100) / 100),
    outcome: outcomeOf(record),
    method: raw.method,
    path: raw.path,
    status: failure === undefined ? 200 : ERRORS[failure.code].status,
    caller: raw.caller,
    ...(project === undefined ? {} : { projectId: project.id, projectName: project.name }),
    ...(preset === undefined ? {} : { presetName: preset.name }),
    ...(issued === undefined
      ? {}
      : { room: issued.room, identity: issued.identity, tokenId: issued.id }),
    ...(note === undefined ? {} : { note }),
    ...(failure === undefined
      ? {}
      : {
          error: {
            code: failure.code,
            message: failure.message,
            ...(blocked === undefined ? {} : { rule: blocked.rule }),
          },
        }),
    ...(blocked?.remedy === undefined ? {} : { remedy: blocked.remedy }),
  };
}

function detailOf(record: NumberedRecord): ActivityDetail {
  const { raw, issued } = record;
  const claims = issued === undefined ? undefined : decodeClaims(issued.token);
  return {
    ...entryOf(record),
    fields: record.reports ?? [],
    warnings: record.warnings ?? [],
    ...(issued === undefined ? {} : { serverUrl: issued.serverUrl }),
    ...(claims === undefined ? {} : { claims }),
    request: {
      headers: maskHeaders(raw.headers),
      target: raw.target,
      body: raw.body.slice(0, MAX_BODY_SHOWN),
    },
  };
}

function noteOf({ failure, warnings, reports }: ActivityRecord): string | undefined {
  if (failure !== undefined) return failure.message;
  const [first] = warnings ?? [];
  if (first !== undefined) return first.message;
  const ignored = reports?.filter(({ reason }) => reason === 'policy').map(({ field }) => field);
  return ignored === undefined || ignored.length === 0
    ? undefined
    : `Ignored by the policy: ${ignored.join(', ')}.`;
}
