import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../main/contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../../main/contract/json.ts';
import { readRequestFields, type ReadFields } from '../../../main/endpoint/read/request-fields.ts';

const read = (json: JsonObject, query: Record<string, string> = {}): ReadFields | Failure =>
  readRequestFields({ json }, new Map(Object.entries(query)));
const readForm = (form: Record<string, string>): ReadFields | Failure =>
  readRequestFields({ form: new Map(Object.entries(form)) }, new Map());

/** JSON as it comes from a body, prototypes' names and all. */
function parsed(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new Error(`Not an object: ${text.slice(0, 80)}`);
  return value;
}

const FIELDS = {
  roomName: 'r',
  participantIdentity: 'i',
  participantName: 'n',
  participantMetadata: 'm',
  participantAttributes: { k: 'v' },
  roomConfig: { agents: [{ agent_name: 'a' }] },
};

describe('readRequestFields', () => {
  it('W1 reads the standard spelling', () => {
    expect(
      read({
        room_name: 'r',
        participant_identity: 'i',
        participant_name: 'n',
        participant_metadata: 'm',
        participant_attributes: { k: 'v' },
        room_config: { agents: [{ agent_name: 'a' }] },
      }),
    ).toEqual({ fields: { ...FIELDS, unknown: [] }, isOldSpelling: false });
  });

  it('W14 reads camelCase just as well', () => {
    expect(read(FIELDS)).toEqual({ fields: { ...FIELDS, unknown: [] }, isOldSpelling: true });
  });

  it('W14 prefers the standard spelling in any order, and takes the other where that is empty', () => {
    for (const body of [
      { room_name: 'standard', roomName: 'old' },
      { roomName: 'old', room_name: 'standard' },
    ]) {
      expect(read(body)).toMatchObject({ fields: { roomName: 'standard' } });
    }
    expect(read({ room_name: '', roomName: 'old' })).toMatchObject({ fields: { roomName: 'old' } });
  });

  it('W13 reads what useToken and the first playground call them', () => {
    expect(read({}, { identity: 'i', name: 'n', metadata: 'm', roomName: 'r' })).toEqual({
      fields: {
        roomName: 'r',
        participantIdentity: 'i',
        participantName: 'n',
        participantMetadata: 'm',
        unknown: [],
      },
      isOldSpelling: true,
    });
    expect(
      read({ participantId: 'i', agentName: 'a', attributes: { k: 'v' }, metadata: 'm' }),
    ).toEqual({
      fields: {
        participantIdentity: 'i',
        participantMetadata: 'm',
        participantAttributes: { k: 'v' },
        roomConfig: { agents: [{ agentName: 'a' }] },
        unknown: [],
      },
      isOldSpelling: true,
    });
  });

  it('W4 takes "", null and a field left out for the same', () => {
    const nothing = { fields: { unknown: [] }, isOldSpelling: false };
    expect(read({})).toEqual(nothing);
    expect(
      read({
        room_name: '',
        participant_identity: null,
        participant_attributes: null,
        room_config: null,
      }),
    ).toEqual(nothing);
  });

  it('W13 takes the text "undefined" for nothing in a query, and for a name in a body', () => {
    expect(read({}, { identity: 'undefined', roomName: 'r' })).toEqual({
      fields: { roomName: 'r', unknown: [] },
      isOldSpelling: true,
    });
    expect(read({ room_name: 'undefined' })).toMatchObject({ fields: { roomName: 'undefined' } });
  });

  it('lets the body count before the query', () => {
    expect(read({ roomName: 'body' }, { room_name: 'query' })).toMatchObject({
      fields: { roomName: 'body' },
    });
    expect(read({ room_name: '' }, { room_name: 'query' })).toMatchObject({
      fields: { roomName: 'query' },
    });
  });

  it('W11 A23 names what it does not know, and leaves out what has another meaning', () => {
    expect(
      read({ ttl: 1, roomAdmin: true }, { region: 'eu', project: 'p', preset: 'q', x: '1' }),
    ).toEqual({
      fields: { unknown: ['ttl', 'roomAdmin', 'x'] },
      isOldSpelling: false,
    });
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`f${index}`.padEnd(200, 'x'), 1]),
    );
    const result = read(many);
    if ('code' in result) throw new Error(result.message);
    expect(result.fields.unknown).toHaveLength(20);
    expect(result.fields.unknown.every((name) => name.length <= 64)).toBe(true);
  });

  it.each([
    [{ room_name: 5 }, 'room_name'],
    [{ roomName: ['a'] }, 'roomName'],
    [{ participant_identity: {} }, 'participant_identity'],
    [{ participant_name: true }, 'participant_name'],
    [{ participant_metadata: { a: 1 } }, 'participant_metadata'],
    [{ participant_attributes: [] }, 'participant_attributes'],
    [{ participant_attributes: 'a' }, 'participant_attributes'],
    [{ participant_attributes: { a: 1 } }, 'participant_attributes'],
    [{ participant_attributes: { a: null } }, 'participant_attributes'],
    [{ room_config: 'x' }, 'room_config'],
    [{ room_config: [] }, 'room_config'],
    [{ roomConfig: 1 }, 'roomConfig'],
    [{ agentName: 1 }, 'agentName'],
  ])('W15 W17 refuses %j and names the field as it was sent', (body, field) => {
    expect(read(body)).toMatchObject({
      code: 'invalid_field',
      field,
      message: expect.stringContaining(field),
    });
  });

  it('reads structured fields of a form as JSON', () => {
    expect(readForm({ attributes: '{"k":"v"}', room_config: '{"agents":[]}' })).toMatchObject({
      fields: { participantAttributes: { k: 'v' }, roomConfig: { agents: [] } },
    });
    for (const text of ['{"k":1}', '{"k":', '[]', 'x', '{"k":"\\ud800"}']) {
      expect(readForm({ attributes: text })).toMatchObject({
        code: 'invalid_field',
        field: 'attributes',
      });
    }
  });

  it('R10 keeps attributes named like parts of an object harmless', () => {
    const body = parsed(
      '{"__proto__":{"room_name":"polluted"},"constructor":{"x":1},"participant_attributes":{"__proto__":"p","constructor":"c"}}',
    );
    const result = read(body);
    if ('code' in result) throw new Error(result.message);
    expect(result.fields.roomName).toBeUndefined();
    expect(result.fields.unknown).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(result.fields.participantAttributes ?? {})).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['room_name']).toBeUndefined();
  });

  it('R10 refuses nesting without end, wherever it is', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    for (const field of ['room_name', 'room_config', 'anything']) {
      expect(read(parsed(`{"${field}":${deep}}`))).toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining(field),
      });
    }
    expect(read(parsed(`{"room_config":{"a":${deep}}}`))).toHaveProperty('code');
  });

  it('R16 refuses half of a surrogate pair, in values and in names', () => {
    for (const body of [
      { room_name: '\ud800' },
      { participant_attributes: { '\udc00': 'v' } },
      { participant_attributes: { k: 'a\ud83d' } },
      { room_config: { agents: [{ metadata: '\udfff\ud800' }] } },
      { '\ud800': 1 },
    ]) {
      expect(read(body)).toMatchObject({ code: 'invalid_field' });
    }
  });

  it('W14 is an old spelling where nothing standard is beside it', () => {
    expect(read({ roomName: 'r', participant_name: 'n' })).toMatchObject({ isOldSpelling: false });
    expect(read({ room_name: 'r' })).toMatchObject({ isOldSpelling: false });
    expect(read({ roomName: '' })).toMatchObject({ isOldSpelling: true });
  });
});
