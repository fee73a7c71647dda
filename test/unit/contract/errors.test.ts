import { describe, expect, it } from 'vitest';
import {
  ERRORS,
  errorMessage,
  errorTrace,
  failure,
  isErrorCode,
} from '../../../main/contract/errors.ts';

describe('the catalogue of errors', () => {
  it.each(Object.entries(ERRORS))(
    '%s is a sentence with a fitting status',
    (code, { status, message }) => {
      expect(code).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(message).not.toMatch(/please|oops|successfully/i);
      // W24: Android decodes any body, so an error must hold nothing that looks like a reply's key.
      expect(message).not.toMatch(/server_?url|participant_?token/i);
    },
  );

  it('fills details and leaves no braces behind', () => {
    expect(errorMessage('unknown_preset', { slug: 'x', known: 'a, b' })).toBe(
      'There is no preset "x". Known presets: a, b.',
    );
    expect(errorMessage('unknown_preset')).not.toContain('{');
  });

  it('keeps the field beside the words', () => {
    expect(failure('api_key_missing', {}, 'apiKey')).toEqual({
      code: 'api_key_missing',
      message: 'Enter the API key.',
      field: 'apiKey',
    });
  });

  it('knows its own codes alone', () => {
    expect(isErrorCode('conflict')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});

const SECRET = 'sentinel-secret-0001';

describe('errorTrace', () => {
  it('names the class, the code of the system and the place, and repeats no word of the error', () => {
    const error = Object.assign(new TypeError(`bad value ${SECRET}\nsecond line ${SECRET}`), {
      code: 'ENOSPC',
      body: SECRET,
    });
    const trace = errorTrace(error);
    expect(trace).toMatchObject({ error: 'TypeError', code: 'ENOSPC' });
    expect(trace.at).toContain('errors.test.ts');
    expect(JSON.stringify(trace)).not.toContain('sentinel');
  });

  it('drops a code that is not one of the system', () => {
    const error = Object.assign(new Error('x'), { code: `no such ${SECRET}` });
    expect(errorTrace(error)).not.toHaveProperty('code');
  });

  it.each([
    [SECRET, 'string'],
    [undefined, 'undefined'],
    [{ secret: SECRET }, 'object'],
  ])('says of a thrown %j only its type', (thrown, type) => {
    expect(errorTrace(thrown)).toEqual({ error: type, at: '' });
  });
});
