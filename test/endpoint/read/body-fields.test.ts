import { describe, expect, it } from 'vitest';
import { readBodyFields } from '../../../main/endpoint/read/raw-fields.ts';

describe('readBodyFields', () => {
  it('W3 takes an empty body for one that asks for nothing', () => {
    for (const text of ['', ' \r\n\t', '\ufeff'])
      expect(readBodyFields(text)).toEqual({ json: {} });
  });

  it('W20 reads JSON by its first character', () => {
    expect(readBodyFields(' \n{"a":"b"} ')).toEqual({ json: { a: 'b' } });
    expect(readBodyFields('\ufeff{"a":"b"}')).toEqual({ json: { a: 'b' } });
    expect(readBodyFields('{"a":1,"a":2}')).toEqual({ json: { a: 2 } });
  });

  it('W10 W20 reads anything else as a form', () => {
    expect(readBodyFields('participantName=bob+b&roomName=r%201&empty=')).toEqual({
      form: new Map([
        ['participantName', 'bob b'],
        ['roomName', 'r 1'],
        ['empty', ''],
      ]),
    });
  });

  it.each([
    ['"x"', 'invalid_body'],
    ['null', 'invalid_body'],
    ['[1]', 'invalid_body'],
    ['[{"room_name":"x=y"}]', 'invalid_body'],
    ['5', 'invalid_body'],
    ['hello', 'invalid_body'],
    ['--x\r\nContent-Disposition: form-data; name="room_name"\r\n\r\nr\r\n--x--', 'invalid_body'],
    ['<xml a="b"/>', 'invalid_body'],
    ['{"a":', 'invalid_json'],
    ['{"a":1,}', 'invalid_json'],
    ['{"a":1}\0', 'invalid_json'],
    ['{"a":1}{"b":2}', 'invalid_json'],
    ["{'a':1}", 'invalid_json'],
    ['{\0"\0a\0"\0', 'invalid_json'],
    ['a=1&a=2', 'invalid_query'],
    ['a=%ff', 'invalid_request'],
    ['a=%ed%a0%80', 'invalid_request'],
    ['a=%', 'invalid_request'],
  ])('A11 R10 never takes %j for an empty one', (text, code) => {
    expect(readBodyFields(text)).toMatchObject({ code });
  });

  it('N3 says where JSON breaks without repeating it', () => {
    const result = readBodyFields('{"apiSecret":"SENTINEL"');
    expect(JSON.stringify(result)).not.toContain('SENTINEL');
    for (const text of ['{"SENTINEL" 1}', '{SENTINEL}', '{"a":SENTINEL}', '{"a":"SENTINEL\n"}']) {
      expect(JSON.stringify(readBodyFields(text))).not.toMatch(/SENT/);
    }
  });

  it.each([
    ['{"a":', 'it ends too early'],
    ['{"a" 1}', 'it cannot be read from character 6 on'],
    ['{x}', 'it cannot be read from character 2 on'],
  ])('says of %s: %s', (text, detail) => {
    expect(readBodyFields(text)).toMatchObject({ message: expect.stringContaining(detail) });
  });
});
