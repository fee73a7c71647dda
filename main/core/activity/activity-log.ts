import type {
  ActivityDetail,
  ActivityEntry,
  FieldReport,
  GuardRule,
  IssuedToken,
  JoinState,
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
import { clientOf } from './client-of.ts';
import { bytesOf, type MemoryBudget } from './memory-budget.ts';
import { maskHeaders } from './mask.ts';

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
  join?: JoinState;
}

/** The newest requests, in memory only: as many as the contract says, and as fit into the budget. */
export interface ActivityLog {
  add(record: ActivityRecord): void;
  /** Says of a line whether its participant joined; nothing where the line is gone. */
  setJoin(id: string, join: JoinState): void;
  /** Newest first. */
  list(): ActivityEntry[];
  get(id: string): ActivityDetail | undefined;
  /** The lines that are new or changed since the last time it was asked, oldest first, made when they are read. */
  takeNew(): () => ActivityEntry[];
  clear(): void;
}

interface Kept {
  record: ActivityRecord;
  release: () => void;
}

export function createActivityLog(budget: MemoryBudget, onAdd: () => void): ActivityLog {
  /** By request id, oldest first. */
  const records = new Map<string, Kept>();
  let untold: string[] = [];

  const forget = (id: string): void => {
    records.get(id)?.release();
    records.delete(id);
  };
  const newestFirst = (): ActivityRecord[] =>
    [...records.values()].map(({ record }) => record).toReversed();

  return {
    add(record) {
      const { id } = record.raw;
      forget(id);
      const release = budget.hold(bytesOfRecord(record), () => records.delete(id));
      records.set(id, { record, release });
      if (records.size > MAX_ACTIVITY_ENTRIES) {
        for (const oldest of records.keys()) {
          forget(oldest);
          break;
        }
      }
      untold.push(id);
      if (untold.length >= MAX_ACTIVITY_ENTRIES * 2) untold = untold.slice(-MAX_ACTIVITY_ENTRIES);
      onAdd();
    },
    setJoin(id, join) {
      const kept = records.get(id);
      if (kept === undefined) return;
      kept.record.join = join;
      if (!untold.includes(id)) untold.push(id);
      onAdd();
    },
    list: () => newestFirst().map(entryOf),
    get(id) {
      const kept = records.get(id);
      return kept === undefined ? undefined : detailOf(kept.record);
    },
    takeNew() {
      const fresh = untold.flatMap((id) => records.get(id)?.record ?? []);
      untold = [];
      return () => fresh.map(entryOf);
    },
    clear() {
      for (const { release } of records.values()) release();
      records.clear();
      untold = [];
    },
  };
}

function bytesOfRecord({ raw, reports, issued }: ActivityRecord): number {
  return bytesOf(raw) + bytesOf(reports) + bytesOf(issued);
}

function outcomeOf(record: ActivityRecord): Outcome {
  if (record.blocked !== undefined) return 'blocked';
  return record.failure === undefined ? 'issued' : 'refused';
}

function entryOf(record: ActivityRecord): ActivityEntry {
  const { raw, project, preset, issued, failure, blocked } = record;
  const note = noteOf(record);
  return {
    id: raw.id,
    at: Math.floor(raw.receivedAt),
    durationMs: Math.max(0, Math.round((record.answeredAt - raw.receivedAt) * 100) / 100),
    outcome: outcomeOf(record),
    method: raw.method,
    path: raw.path,
    status: failure === undefined ? 200 : ERRORS[failure.code].status,
    caller: { ...raw.caller, client: clientOf(raw.caller.userAgent).client },
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
    ...(record.join === undefined ? {} : { join: record.join }),
  };
}

function detailOf(record: ActivityRecord): ActivityDetail {
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
      body: raw.body,
      ...(raw.bodyBytes === undefined ? {} : { bodyBytes: raw.bodyBytes }),
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
