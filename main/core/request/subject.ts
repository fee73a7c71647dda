import {
  type FieldReason,
  type FieldReport,
  type IssuedToken,
  warning,
  type Warning,
} from '../../contract/activity.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import type { Preset } from '../../contract/preset.ts';
import type { PolicyField, Project } from '../../contract/project.ts';
import { expandTemplate, randomText, randomWords, type TemplateValues } from '../template.ts';
import { accessTokenClaims, type Subject } from '../access-token.ts';
import { WIRE_NAMES, type AskedFields, type Permitted } from './policy.ts';
import {
  defaultRoomConfiguration,
  leanRoomConfiguration,
  mergeRoomConfiguration,
  readRoomConfiguration,
} from './room-configuration.ts';

export interface SubjectInput {
  asked: AskedFields;
  permitted: Permitted;
  project: Project;
  values: TemplateValues;
  /** On the older routes the participant name is the identity. */
  nameIsIdentity: boolean;
}

export interface GrantedSubject {
  subject: Subject;
  /** A line for each field that was asked for or filled in. */
  reports: FieldReport[];
  /** Set where our own defaults were left out, for a client that has no room for them. */
  shortened?: boolean;
}

interface Filled<Value = string> {
  value: Value;
  /** Absent where the request got what it asked for, or asked for nothing and got nothing. */
  reason?: FieldReason;
}

/** Who the token is for and where: what the policy permitted, else the defaults, else something generated. */
export function grantSubject({
  asked,
  permitted,
  project,
  values,
  nameIsIdentity,
}: SubjectInput): GrantedSubject {
  const { fields, ignored } = permitted;
  const { defaults } = project;

  const room = roomOf(fields, project, values);
  const identity = identityOf(fields, project, values, nameIsIdentity);
  const name = filledText(fields.participantName, defaults.nameTemplate, values);
  const metadata = withDefault(fields.participantMetadata, defaults.metadata);
  const attributes = attributesOf(fields, defaults.attributes);
  const roomConfig = leanIfWanted(roomConfigOf(fields, project), project);

  const reports: FieldReport[] = [];
  const report = (
    field: Exclude<PolicyField, 'agents'>,
    filled: Filled<JsonValue | undefined>,
  ): void => {
    const askedFor = asked[field];
    const { value } = filled;
    if (askedFor === undefined && (value === undefined || value === '')) return;
    const reason = ignored.has(field) ? 'policy' : filled.reason;
    reports.push({
      field: WIRE_NAMES[field],
      ...(askedFor === undefined ? {} : { asked: askedFor }),
      ...(value === undefined ? {} : { granted: value }),
      ...(reason === undefined ? {} : { reason }),
    });
  };
  report('roomName', room);
  report('participantIdentity', identity);
  report('participantName', name);
  report('participantMetadata', metadata);
  report('participantAttributes', attributes);
  report('roomConfig', ignored.has('agents') ? { ...roomConfig, reason: 'policy' } : roomConfig);

  return {
    subject: {
      room: room.value,
      identity: identity.value,
      name: name.value,
      metadata: metadata.value,
      attributes: attributes.value ?? {},
      roomConfig: roomConfig.value,
    },
    reports,
  };
}

function filledText(asked: string | undefined, template: string, values: TemplateValues): Filled {
  if (asked !== undefined) return { value: asked };
  if (template === '') return { value: '' };
  return { value: expandTemplate(template, values), reason: 'template' };
}

function withDefault(asked: string | undefined, standard: string): Filled {
  if (asked !== undefined) return { value: asked };
  return standard === '' ? { value: '' } : { value: standard, reason: 'default' };
}

/** A fresh room for each request: agents are dispatched when a room is made, so a constant one works once. */
function roomOf(fields: AskedFields, project: Project, values: TemplateValues): Filled {
  if (fields.roomName !== undefined) return { value: fields.roomName };
  const { room } = project.defaults;
  switch (room.mode) {
    case 'fresh':
      return { value: `room-${randomWords()}-${randomText(4)}`, reason: 'generated' };
    case 'fixed':
      return { value: room.name, reason: 'default' };
    case 'template':
      return { value: expandTemplate(room.template, values), reason: 'template' };
  }
}

/** Unique where nothing is given, since two participants of one identity throw each other out of a room. */
function identityOf(
  fields: AskedFields,
  project: Project,
  values: TemplateValues,
  nameIsIdentity: boolean,
): Filled {
  if (fields.participantIdentity !== undefined) return { value: fields.participantIdentity };
  if (nameIsIdentity && fields.participantName !== undefined) {
    return { value: fields.participantName, reason: 'participant_name' };
  }
  const { identityTemplate } = project.defaults;
  return identityTemplate === ''
    ? { value: `${randomWords()}-${randomText(6)}`, reason: 'generated' }
    : { value: expandTemplate(identityTemplate, values), reason: 'template' };
}

function attributesOf(
  fields: AskedFields,
  defaults: Readonly<Record<string, string>>,
): Filled<Record<string, string> | undefined> {
  const asked = fields.participantAttributes;
  const value = { ...defaults, ...asked };
  if (Object.keys(value).length === 0) return { value: asked };
  return Object.keys(value).length > Object.keys(asked ?? {}).length
    ? { value, reason: 'default' }
    : { value };
}

/** Without what the project's server is too old for, where a person chose that. */
function leanIfWanted(
  filled: Filled<JsonObject | undefined>,
  { leanTokens }: Project,
): Filled<JsonObject | undefined> {
  if (leanTokens !== true || filled.value === undefined) return filled;
  const value = leanRoomConfiguration(filled.value);
  return value === filled.value ? filled : { value, reason: 'lean_token' };
}

function roomConfigOf(fields: AskedFields, project: Project): Filled<JsonObject | undefined> {
  const defaults = defaultRoomConfiguration(project.defaults);
  const asked = fields.roomConfig;
  if (asked === undefined || Object.keys(asked).length === 0) {
    const value = mergeRoomConfiguration(defaults, {});
    return value === undefined ? { value } : { value, reason: 'default' };
  }
  const read = readRoomConfiguration(asked);
  const value = mergeRoomConfiguration(defaults, read);
  if (Object.keys(defaults).length > 0) return { value, reason: 'default' };
  return Object.keys(read).length < Object.keys(asked).length
    ? { value, reason: 'room_config_reduced' }
    : { value };
}

/** What sandbox_token 0.1.0, the ESP32's component, reads of an answer. Nothing else asks at that path with so little room. */
const LIMIT = 2_048;

/** A JWT's head, its dots and an HS256 signature, in base64url. */
const AROUND_CLAIMS = 36 + 2 + 43;

/** Grants a subject; without the default metadata and attributes where with them an ESP32 could not read the answer. */
export function grantForSandbox(
  input: SubjectInput,
  preset: Preset,
  rest: { serverUrl: string; nowSeconds: number },
): GrantedSubject {
  const whole = grantSubject(input);
  const { project } = input;
  const bytesOf = ({ subject }: GrantedSubject): number => {
    const { apiKey } = project;
    const claims = accessTokenClaims({ apiKey, ...preset, subject, nowSeconds: rest.nowSeconds });
    const token = AROUND_CLAIMS + Math.ceil((Buffer.byteLength(JSON.stringify(claims)) * 4) / 3);
    return answerBytes({ ...subject, ...rest, token: 'x'.repeat(token) });
  };
  if (bytesOf(whole) <= LIMIT) return whole;
  const defaults = { ...project.defaults, metadata: '', attributes: {} };
  const short = grantSubject({ ...input, project: { ...project, defaults } });
  return bytesOf(short) <= LIMIT ? { ...short, shortened: true } : whole;
}

export function sandboxWarnings(issued: IssuedToken, shortened: boolean): Warning[] {
  if (shortened) return [warning('answer_shortened')];
  const bytes = answerBytes(issued);
  return bytes > LIMIT ? [warning('answer_too_large', { bytes: String(bytes) })] : [];
}

function answerBytes({
  serverUrl,
  room,
  identity,
  name = '',
  token,
}: Pick<IssuedToken, 'serverUrl' | 'room' | 'identity' | 'name' | 'token'>): number {
  return Buffer.byteLength(
    JSON.stringify({
      serverUrl,
      roomName: room,
      participantName: name === '' ? identity : name,
      participantToken: token,
    }),
  );
}
