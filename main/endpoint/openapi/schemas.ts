import { RoomAgentDispatch, RoomConfiguration } from 'livekit-server-sdk';
import { ERRORS, isErrorCode } from '../../contract/errors.ts';
import { REQUEST_ERRORS } from '../../contract/errors/request-errors.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { LIVEKIT_LIMITS } from '../../contract/limits-and-defaults.ts';
import { SPELLINGS, type FieldName } from '../read/request-fields.ts';

const TEXT: JsonObject = { type: ['string', 'null'] };
const TEXTS: JsonObject = { type: 'object', additionalProperties: { type: 'string' } };
const REQUIRED_TEXT: JsonObject = { type: 'string', minLength: 1 };

interface RequestField {
  schema: JsonObject;
  description: string;
}

/** What each field of a token request holds. Names and other spellings come from where requests are read. */
const FIELDS: Readonly<Record<FieldName, RequestField>> = {
  roomName: limited(
    'The room. Left out, the project decides; as it comes, a new one for each request.',
    'room',
  ),
  participantIdentity: limited('Unique in the room. Left out, one is made up.', 'identity'),
  participantName: limited('What others see.', 'name'),
  participantMetadata: limited('Any text.', 'metadata'),
  participantAttributes: {
    schema: { type: ['object', 'null'], additionalProperties: { type: 'string' } },
    description: `At most ${LIVEKIT_LIMITS.attributesBytes} bytes of UTF-8 in all.`,
  },
  roomConfig: {
    schema: { oneOf: [ref('RoomConfiguration'), { type: 'null' }] },
    description: 'For a room that is made with this token.',
  },
  agentName: { schema: TEXT, description: 'Short for a room_config with this one agent.' },
};

function limited(
  description: string,
  what: 'room' | 'identity' | 'name' | 'metadata',
): RequestField {
  const limit = LIVEKIT_LIMITS[`${what}Bytes`];
  return { schema: TEXT, description: `${description} At most ${limit} bytes of UTF-8.` };
}

export function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

/** The fields of a token request by their standard name, each with the other names that are read. */
export function requestFields(): ({ name: string } & RequestField)[] {
  const spellings = [...SPELLINGS];
  return spellings
    .filter(([, { isStandard }]) => isStandard)
    .map(([name, { field }]) => {
      const others = spellings.filter(([other, of]) => of.field === field && other !== name);
      const also = `Also read as ${others.map(([other]) => other).join(', ')}.`;
      const { schema, description } = FIELDS[field];
      return { name, schema, description: `${description} ${also}` };
    });
}

/** Every schema that the document names. */
export function schemas(): JsonObject {
  return {
    TokenRequest: {
      type: 'object',
      description:
        'Every field is optional; an empty text and null are the same as none. Others are ignored, and named in X-Token-Tray-Ignored.',
      properties: Object.fromEntries(
        requestFields().map(({ name, schema, description }) => [name, { ...schema, description }]),
      ),
    },
    RoomConfiguration: {
      ...messageSchema(RoomConfiguration, { agents: listOf(ref('RoomAgentDispatch')) }, ['egress']),
      description:
        "LiveKit's RoomConfiguration in proto3 JSON, in either casing. egress is refused.",
    },
    RoomAgentDispatch: messageSchema(RoomAgentDispatch, {}, []),
    TokenAnswer: {
      ...textsSchema(['server_url', 'participant_token', 'room_name', 'participant_name'], {
        identity: { type: 'string', description: 'Only for requests in older spellings.' },
        accessToken: { type: 'string', description: 'The same, as useToken reads it.' },
        token: { type: 'string', description: 'The same.' },
      }),
      description: "The answer of LiveKit's standard endpoint.",
    },
    LegacyTokenAnswer: {
      ...textsSchema(['serverUrl', 'participantToken', 'roomName', 'participantName'], {}),
      description: 'The answer of the older sandbox.',
    },
    Health: {
      type: 'object',
      required: ['status', 'instance_id', 'version'],
      additionalProperties: false,
      properties: {
        status: { enum: ['stopped', 'starting', 'serving', 'failed'] },
        instance_id: REQUIRED_TEXT,
        version: REQUIRED_TEXT,
      },
    },
    Refusal: {
      type: 'object',
      required: ['error', 'message', 'request_id'],
      additionalProperties: false,
      properties: {
        error: { enum: refusalCodes() },
        message: { ...REQUIRED_TEXT, description: 'What is wrong and what to do.' },
        field: { ...REQUIRED_TEXT, description: 'The field that it is about.' },
        request_id: { ...REQUIRED_TEXT, description: 'As in X-Request-Id.' },
      },
    },
  };
}

/** The codes that a request can be refused with, those of one status where it is given. */
export function refusalCodes(status?: number): string[] {
  return [...Object.keys(REQUEST_ERRORS), 'internal']
    .filter(isErrorCode)
    .filter((code) => status === undefined || ERRORS[code].status === status);
}

export function refusalStatuses(): number[] {
  return [...new Set([...Object.values(REQUEST_ERRORS).map(({ status }) => status), 500])].toSorted(
    (left, right) => left - right,
  );
}

function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

function textsSchema(required: readonly string[], more: JsonObject): JsonObject {
  return {
    type: 'object',
    required: [...required],
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(required.map((name) => [name, { type: 'string' }])),
      ...more,
    },
  };
}

/** Of protobuf's scalar types, those that LiveKit's two messages have. */
const SCALARS: Readonly<Record<number, JsonObject>> = {
  8: { type: 'boolean' },
  9: { type: 'string' },
  13: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
};

/** A protobuf message as a schema. `messages`: its fields that are messages themselves. */
function messageSchema(
  { fields }: Pick<typeof RoomConfiguration, 'fields'>,
  messages: Readonly<Record<string, JsonObject>>,
  refused: readonly string[],
): JsonObject {
  const properties: Record<string, JsonValue> = {};
  for (const field of fields.list()) {
    if (refused.includes(field.name)) properties[field.name] = { type: 'null' };
    else if (field.kind === 'scalar') properties[field.name] = SCALARS[field.T] ?? {};
    else if (field.kind === 'map') properties[field.name] = TEXTS;
    else if (field.kind === 'enum') {
      properties[field.name] = { enum: field.T.values.map(({ name }) => name) };
    } else properties[field.name] = messages[field.name] ?? {};
  }
  return { type: 'object', properties };
}
