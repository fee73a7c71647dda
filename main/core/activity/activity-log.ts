import type {
  ActivityDetail,
  ActivityEntry,
  FieldReport,
  GuardedIdentity,
  GuardRule,
  IssuedToken,
  JoinState,
  Outcome,
  Warning,
} from '../../contract/activity.ts';
import { DRILLS, drillOf, type DrillCode } from '../../contract/drills.ts';
import { ERRORS, type Failure } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import { MAX_ACTIVITY_ENTRIES } from '../../contract/limits-and-defaults.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import { decodeClaims } from '../../contract/token-claims.ts';
import type { RawRequest } from '../ports.ts';
import { maskHeaders } from '../secret-text.ts';
import { clientOf } from './client-of.ts';
import { bytesOf, textBytes, type MemoryBudget } from './memory-budget.ts';

/** What is kept of a request. Everything else is worked out when it is read. */
export interface ActivityRecord {
  raw: RawRequest;
  /** Milliseconds since the epoch, fractional. */
  answeredAt: number;
  project?: Project;
  preset?: Preset;
  reports?: FieldReport[];
  warnings?: Warning[];
  issued?: IssuedToken;
  trouble?: string;
  failure?: Failure;
  blocked?: { rule: GuardRule; remedy?: { kind: 'origin' | 'host'; value: string } };
  join?: JoinState;
  guarded?: GuardedIdentity;
  drill?: DrillCode;
}

/** The newest requests, in memory only: at most `MAX_ACTIVITY_ENTRIES`, and as many as fit into the budget. */
export interface ActivityLog {
  add(record: ActivityRecord): void;
  /** Notes whether the participant of a line joined; ignored if the line is gone, or says so already. */
  setJoin(id: string, join: JoinState): void;
  /** Newest first. */
  list(): ActivityEntry[];
  get(id: string): ActivityDetail | undefined;
  /** The lines that are new or changed since the last call, oldest first; made when the result is called. */
  takeNew(): () => ActivityEntry[];
  clear(): void;
}

export function createActivityLog(budget: MemoryBudget, onAdd: () => void): ActivityLog {
  const records = budget.list<ActivityRecord>(MAX_ACTIVITY_ENTRIES);
  /** The ids of the lines that are new or changed. */
  const untold = new Set<string>();
  const find = (id: string): ActivityRecord | undefined =>
    records.newestFirst().find(({ raw }) => raw.id === id);

  return {
    add(record) {
      records.add(record, bytesOfRecord(record));
      untold.add(record.raw.id);
      onAdd();
    },
    setJoin(id, join) {
      const record = find(id);
      if (record === undefined || isSameJoin(record.join, join)) return;
      record.join = join;
      untold.add(id);
      onAdd();
    },
    list: () => records.newestFirst().map(entryOf),
    get(id) {
      const record = find(id);
      return record === undefined ? undefined : detailOf(record);
    },
    takeNew() {
      const fresh = records
        .newestFirst()
        .filter(({ raw }) => untold.has(raw.id))
        .toReversed();
      untold.clear();
      return () => fresh.map(entryOf);
    },
    clear() {
      records.clear();
      untold.clear();
    },
  };
}

/** A server that keeps failing is told of once. */
function isSameJoin(before: JoinState | undefined, now: JoinState): boolean {
  if (before?.state !== now.state || !('cause' in now) || !('cause' in before)) return false;
  return before.cause.sentence === now.cause.sentence;
}

/** A record apart from its texts. */
const RECORD_BYTES = 2048;

/** Roughly what a record takes. Counts only what can be long, since every token waits for this. */
function bytesOfRecord({ raw, reports, issued }: ActivityRecord): number {
  let bytes = RECORD_BYTES + textBytes(raw.body) + textBytes(raw.target);
  // Once for itself and once in the answer.
  if (issued !== undefined) bytes += 2 * textBytes(issued.token);
  for (const name in raw.headers) bytes += textBytes(raw.headers[name]);
  for (const { asked, granted } of reports ?? []) bytes += bytesOf(asked) + bytesOf(granted);
  return bytes;
}

function outcomeOf(record: ActivityRecord): Outcome {
  if (record.blocked !== undefined) return 'blocked';
  return record.failure === undefined ? 'issued' : 'refused';
}

function statusOf({ failure, drill }: ActivityRecord): number {
  if (failure === undefined) return 200;
  const drilled = drill === undefined ? undefined : drillOf(drill).status;
  return drilled ?? ERRORS[failure.code].status;
}

function entryOf(record: ActivityRecord): ActivityEntry {
  const { raw, project, preset, issued, failure, blocked, trouble, guarded, join, drill } = record;
  return {
    id: raw.id,
    at: Math.floor(raw.receivedAt),
    durationMs: Math.max(0, Math.round((record.answeredAt - raw.receivedAt) * 100) / 100),
    outcome: outcomeOf(record),
    method: raw.method,
    path: raw.path,
    status: statusOf(record),
    caller: { ...raw.caller, client: clientOf(raw.caller.userAgent).client },
    ...defined({
      projectId: project?.id,
      projectName: project?.name,
      presetName: preset?.name,
      room: issued?.room,
      identity: issued?.identity,
      tokenId: issued?.id,
      note: noteOf(record),
      error: failure && {
        code: failure.code,
        message: failure.message,
        ...defined({ field: failure.field, rule: blocked?.rule }),
      },
      remedy: blocked?.remedy,
      trouble,
      guarded,
      join,
      drill,
    }),
  };
}

function detailOf(record: ActivityRecord): ActivityDetail {
  const { raw, issued, reports = [], warnings = [] } = record;
  const { target, body, bodyBytes, answer } = raw;
  return {
    ...entryOf(record),
    fields: reports,
    warnings,
    ...defined({
      serverUrl: issued?.serverUrl,
      claims: issued && decodeClaims(issued.token),
      answer: answer && answerOf(answer, issued?.token),
    }),
    request: { headers: maskHeaders(raw.headers), target, body, ...defined({ bodyBytes }) },
  };
}

const SHOWN_OF_TOKEN = { start: 10, end: 4 };

function answerOf(
  { headers, body }: NonNullable<RawRequest['answer']>,
  token: string | undefined,
): NonNullable<ActivityDetail['answer']> {
  const { start, end } = SHOWN_OF_TOKEN;
  const shown =
    token === undefined
      ? body
      : body.replaceAll(token, `${token.slice(0, start)}…${token.slice(-end)}`);
  return {
    headers: headers.flatMap((name, place): [string, string][] =>
      place % 2 === 0 ? [[name, headers[place + 1] ?? '']] : [],
    ),
    body: shown,
  };
}

function noteOf({ failure, warnings, reports, drill }: ActivityRecord): string | undefined {
  if (failure !== undefined) return failure.message;
  if (drill !== undefined) return `Drill: ${DRILLS[drill].title}.`;
  const [first] = warnings ?? [];
  if (first !== undefined) return first.message;
  const ignored = reports?.filter(({ reason }) => reason === 'policy').map(({ field }) => field);
  return ignored === undefined || ignored.length === 0
    ? undefined
    : `Ignored by the policy: ${ignored.join(', ')}.`;
}
