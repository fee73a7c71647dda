import { describe, expect, it } from 'vitest';
import { ERRORS, errorMessage, failure, isErrorCode } from '../../../main/contract/errors.ts';

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
