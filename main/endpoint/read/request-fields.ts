import { failure, type Failure } from '../../contract/errors.ts';
import { isJsonObject, type JsonValue } from '../../contract/json.ts';
import type { RequestFields, TokenRequest } from '../../core/ports.ts';
import { findJsonFault, type BodyFields, type FormFields } from './raw-fields.ts';

export interface ReadFields {
  fields: RequestFields;
  /** Whether it is spelled as before LiveKit's standard endpoint, whose clients read other names in the answer too. */
  isOldSpelling: boolean;
}

/** `agentName` is no field of LiveKit's request: it stands for a room configuration with that one agent. */
export type FieldName = Exclude<keyof RequestFields, 'unknown'> | 'agentName';

interface Spelling {
  field: FieldName;
  /** Where a request has one field under two names, the one of the lower rank counts. */
  rank: number;
  /** Whether LiveKit's standard endpoint spells it so. */
  isStandard: boolean;
}

/**
 * Every name under which a shipped client sends a field, the standard one first. `identity`, `name` and
 * `metadata` are useToken's, `participantId`, `attributes` and `agentName` the first agents playground's,
 * `room` is what people type into a URL.
 */
const NAMES: Readonly<Record<FieldName, readonly string[]>> = {
  roomName: ['room_name', 'roomName', 'room'],
  participantIdentity: ['participant_identity', 'participantIdentity', 'identity', 'participantId'],
  participantName: ['participant_name', 'participantName', 'name'],
  participantMetadata: ['participant_metadata', 'participantMetadata', 'metadata'],
  participantAttributes: ['participant_attributes', 'participantAttributes', 'attributes'],
  roomConfig: ['room_config', 'roomConfig'],
  agentName: ['agent_name', 'agentName'],
};

export const SPELLINGS: ReadonlyMap<string, Spelling> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.map((name, rank): [string, Spelling] => [
      name,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets that the keys are field names.
      { field: field as FieldName, rank, isStandard: rank === 0 },
    ]),
  ),
);

/** Query names that are no field: the selection, a drill, and `region`, which LiveKit Meet sends. */
const OTHER_QUERY_NAMES: ReadonlySet<string> = new Set(['project', 'preset', 'drill', 'region']);

/** What is in the body counts before what is in the query. */
const QUERY_RANK = 10;

const MAX_UNKNOWN = 20;
const MAX_NAME_SHOWN = 64;

interface Found {
  /** As sent. */
  name: string;
  value: JsonValue;
  rank: number;
  /** From a form or a query, where structured values are written as JSON text. */
  isText: boolean;
}

/** The fields that a request has, each in the spelling that counts. */
interface Gathered {
  found: Partial<Record<FieldName, Found>>;
  unknown: string[];
  hasStandardName: boolean;
  hasOldName: boolean;
}

/**
 * The fields of a token request from its body and query, in every spelling, with their types checked.
 * `""`, `null` and a field left out are the same; so is the text `undefined` in a query, which is what
 * `URLSearchParams` makes of it. Answers the failure of the first field that is not what it must be.
 */
export function readRequestFields(body: BodyFields, query: FormFields): ReadFields | Failure {
  const fault = 'json' in body ? findJsonFault(body.json) : undefined;
  if (fault !== undefined) return fault;
  const gathered = gather(body, query);
  const fields: RequestFields = { unknown: gathered.unknown };
  const failed =
    takeTexts(gathered.found, fields) ??
    takeAttributes(gathered.found, fields) ??
    takeRoomConfig(gathered.found, fields);
  return failed ?? { fields, isOldSpelling: gathered.hasOldName && !gathered.hasStandardName };
}

function gather(body: BodyFields, query: FormFields): Gathered {
  const gathered: Gathered = { found: {}, unknown: [], hasStandardName: false, hasOldName: false };
  if ('json' in body) {
    for (const name of Object.keys(body.json)) {
      note(gathered, { name, value: body.json[name] ?? null, rank: 0, isText: false });
    }
  } else {
    for (const [name, value] of body.form) note(gathered, { name, value, rank: 0, isText: true });
  }
  for (const [name, value] of query) {
    if (OTHER_QUERY_NAMES.has(name) || value === 'undefined') continue;
    note(gathered, { name, value, rank: QUERY_RANK, isText: true });
  }
  return gathered;
}

function note(gathered: Gathered, item: Found): void {
  const spelling = SPELLINGS.get(item.name);
  if (spelling === undefined) {
    const { unknown } = gathered;
    if (unknown.length < MAX_UNKNOWN) unknown.push(item.name.slice(0, MAX_NAME_SHOWN));
    return;
  }
  if (spelling.isStandard) gathered.hasStandardName = true;
  else gathered.hasOldName = true;
  if (item.value === null || item.value === '') return;
  item.rank += spelling.rank;
  const known = gathered.found[spelling.field];
  if (known === undefined || item.rank < known.rank) gathered.found[spelling.field] = item;
}

const TEXT_FIELDS = [
  'roomName',
  'participantIdentity',
  'participantName',
  'participantMetadata',
] as const;

function takeTexts(found: Gathered['found'], fields: RequestFields): Failure | undefined {
  for (const field of TEXT_FIELDS) {
    const item = found[field];
    if (item === undefined) continue;
    if (typeof item.value !== 'string') return invalid(item.name, 'a string');
    fields[field] = item.value;
  }
  return undefined;
}

function takeAttributes(
  { participantAttributes: item }: Gathered['found'],
  fields: RequestFields,
): Failure | undefined {
  if (item === undefined) return undefined;
  const value = structured(item);
  if (!isTextRecord(value)) return invalid(item.name, 'an object whose values are strings');
  fields.participantAttributes = value;
  return undefined;
}

/** Checked against LiveKit's schema by the core, where the token is made. */
function takeRoomConfig(
  { roomConfig: item, agentName }: Gathered['found'],
  fields: RequestFields,
): Failure | undefined {
  if (agentName !== undefined && typeof agentName.value !== 'string') {
    return invalid(agentName.name, 'a string');
  }
  if (item === undefined) {
    if (agentName !== undefined) fields.roomConfig = { agents: [{ agentName: agentName.value }] };
    return undefined;
  }
  const value = structured(item);
  if (!isJsonObject(value)) return invalid(item.name, 'an object');
  fields.roomConfig = value;
  return undefined;
}

/** A structured value; `undefined` if the text of a form cannot be parsed as one. */
function structured({ name, value, isText }: Found): JsonValue | undefined {
  if (!isText || typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) && findJsonFault({ [name]: parsed }) === undefined
      ? parsed
      : undefined;
  } catch {
    return undefined;
  }
}

function isTextRecord(value: JsonValue | undefined): value is Record<string, string> {
  return isJsonObject(value) && Object.values(value).every((item) => typeof item === 'string');
}

function invalid(name: string, expected: string): Failure {
  return failure('invalid_field', { field: name, expected }, name);
}

/** Which project, preset and drill a request names. The guards and the core are given the same one. */
export type Selection = Pick<
  TokenRequest,
  'projectSlug' | 'presetSlug' | 'tokenServerId' | 'drill'
>;

export function readSelection(
  query: FormFields,
  sandboxId: string | string[] | undefined,
): Selection {
  const selection: Selection = {};
  const project = named(query.get('project'));
  const preset = named(query.get('preset'));
  const drill = named(query.get('drill'));
  const tokenServerId = readTokenServerId(sandboxId);
  if (project !== undefined) selection.projectSlug = project;
  if (preset !== undefined) selection.presetSlug = preset;
  if (drill !== undefined) selection.drill = drill;
  if (tokenServerId !== undefined) selection.tokenServerId = tokenServerId;
  return selection;
}

/** The text `undefined` is what JavaScript makes of a value that is not there. */
function named(value: string | undefined): string | undefined {
  return value === '' || value === 'undefined' ? undefined : value;
}

/** An ID has at most 128 characters. Of a longer header, which names no project, this much is looked at. */
const MAX_ID_LENGTH = 256;

/**
 * `X-Sandbox-ID` as it is compared. Some clients trim what is neither letter nor digit from its edges,
 * others send quotes and spaces as they were pasted. `undefined` where nothing is left.
 */
function readTokenServerId(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = String(header).slice(0, MAX_ID_LENGTH);
  let start = 0;
  let end = text.length;
  while (start < end && !isLetterOrDigit(text.charCodeAt(start))) start += 1;
  while (end > start && !isLetterOrDigit(text.charCodeAt(end - 1))) end -= 1;
  return start === end ? undefined : text.slice(start, end);
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
