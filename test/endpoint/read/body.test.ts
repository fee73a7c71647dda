import { describe, expect, it } from 'vitest';
import { checkEncoding } from '../../../main/endpoint/read/body.ts';

const check = (type?: string, encoding?: string): string =>
  checkEncoding({
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  })?.code ?? 'passes';

describe('the encoding of a body', () => {
  it.each([
    undefined,
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json,application/json',
    'text/plain;charset=us-ascii',
    'application/x-www-form-urlencoded',
    'nonsense',
    'text/plain; charset=',
  ])('W20 may be %s', (type) => {
    expect(check(type)).toBe('passes');
  });

  it.each(['utf-16', 'latin1', 'ISO-8859-1', '"utf-16le"', 'windows-1252'])(
    'R10 may not be charset %s',
    (charset) => {
      expect(check(`application/json; charset=${charset}`)).toBe('unsupported_encoding');
      expect(check(`application/json; charset = ${charset}`)).toBe('unsupported_encoding');
    },
  );

  it.each(['gzip', 'deflate', 'br', 'zstd', 'x-gzip', 'gzip, identity'])(
    'N6 may not be %s',
    (encoding) => {
      expect(check('application/json', encoding)).toBe('unsupported_encoding');
    },
  );

  it('N6 may be identity', () => {
    expect(check('application/json', 'Identity')).toBe('passes');
  });
});
