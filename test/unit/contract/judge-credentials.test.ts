import { describe, expect, it } from 'vitest';
import {
  judgeCredentials,
  type TypedCredentials,
} from '../../../main/contract/judge-credentials.ts';

const SECRET = 'q3N8vX2kR7pL5wT9yB4mC6dF1gH0jK8sQ2zE5uA7';

function doubts(typed: TypedCredentials): string[] {
  return judgeCredentials(typed).notices.map(({ message }) => message);
}

describe('the judge of credentials', () => {
  it('S17 trims pasted blanks and line breaks, and says so', () => {
    const tidy = judgeCredentials({
      url: ' wss://a.livekit.cloud\n',
      apiKey: 'APIabcdefghijkl\n',
      apiSecret: `${SECRET} `,
    });
    expect(tidy.problem).toBeUndefined();
    expect(tidy.values).toEqual({
      url: 'wss://a.livekit.cloud',
      apiKey: 'APIabcdefghijkl',
      apiSecret: SECRET,
    });
    expect(tidy.notices.map(({ field }) => field)).toEqual(['url', 'apiKey', 'apiSecret']);
  });

  it('S17 suspects a key and a secret that were swapped', () => {
    const { problem } = judgeCredentials({ apiKey: SECRET, apiSecret: 'APIabcdefghijkl' });
    expect(problem).toMatchObject({ code: 'key_and_secret_swapped', field: 'apiKey' });
  });

  it('S17 warns of a short secret and still takes it, since --dev has one', () => {
    const tidy = judgeCredentials({ apiKey: 'devkey', apiSecret: 'secret' });
    expect(tidy.problem).toBeUndefined();
    expect(tidy.notices).toMatchObject([{ field: 'apiSecret' }]);
  });

  it.each([
    [{ apiKey: '' }, 'api_key_missing'],
    [{ apiKey: ' \t' }, 'api_key_missing'],
    [{ apiKey: 'two words' }, 'api_key_invalid'],
    [{ apiSecret: '' }, 'api_secret_missing'],
    [{ apiSecret: 'two\nlines' }, 'api_secret_invalid'],
    [{ url: 'smtp://x' }, 'url_scheme'],
  ])('S17 refuses %j with %s', (typed, code) => {
    expect(judgeCredentials(typed).problem?.code).toBe(code);
  });

  it.each([
    ['a dashboard page', { url: 'https://cloud.livekit.io/projects/p_x' }, 'url_dashboard'],
    ['an API key as URL', { url: 'APIq7Zt2mWc9' }, 'credential_is_other'],
    ['a secret as URL', { url: SECRET }, 'credential_is_other'],
    ['a URL as key', { apiKey: 'wss://kit.example.com' }, 'credential_is_other'],
    ['a URL as secret', { apiSecret: 'https://kit.example.com' }, 'credential_is_other'],
    [
      'a token as secret',
      { apiSecret: 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.x' },
      'credential_is_other',
    ],
    ['dots', { apiSecret: '\u2022\u2022\u2022\u2022\u2022\u2022' }, 'credential_masked'],
    ['stars and the last letters', { apiSecret: '****1234' }, 'credential_masked'],
    ['a shortened key', { apiKey: 'APIq7Z\u2026' }, 'credential_masked'],
    ['[REDACTED]', { apiSecret: '[REDACTED]' }, 'credential_masked'],
    ['<your-api-key>', { apiKey: '<your-api-key>' }, 'credential_placeholder'],
    ['APIxxxxxxx', { apiKey: 'APIxxxxxxxxxxx' }, 'credential_placeholder'],
    ['your_api_key', { apiKey: 'your_api_key' }, 'credential_placeholder'],
    ['YOUR_API_SECRET', { apiSecret: 'YOUR_API_SECRET' }, 'credential_placeholder'],
    ['a gap in a URL', { url: 'wss://your-project.livekit.cloud' }, 'credential_placeholder'],
    ['{{ secret }}', { apiSecret: '{{ secret }}' }, 'credential_placeholder'],
    ['changeme', { apiSecret: 'changeme' }, 'credential_placeholder'],
    ['a repeated letter', { apiSecret: '0000000000000000' }, 'credential_placeholder'],
    ['a 1Password reference', { apiSecret: 'op://Vault/LiveKit/secret' }, 'credential_reference'],
    ['a ciphertext', { apiSecret: 'ENC[AES256_GCM,data:abc]' }, 'credential_reference'],
    ['a command', { apiSecret: '$(op read op://a/b)' }, 'credential_reference'],
    ['code', { apiSecret: 'process.env.LIVEKIT_API_SECRET' }, 'credential_reference'],
    ['a bidi character', { apiSecret: `abc\u202e${SECRET}` }, 'credential_characters'],
    ['an escape character', { apiKey: 'API\u001b[31m' }, 'credential_characters'],
    ['100 kB', { apiSecret: 'a1'.repeat(50_000) }, 'credential_too_long'],
  ])('refuses %s for what it is', (_what, typed, code) => {
    const { problem } = judgeCredentials(typed);
    expect(problem?.code).toBe(code);
    expect(problem?.field).toBe(Object.keys(typed)[0]);
  });

  it.each([
    ['quotes', { apiKey: '"APIq7Zt2mWc9"' }, { apiKey: 'APIq7Zt2mWc9' }],
    ['two layers of quotes', { apiKey: `'"APIq7Zt2mWc9"'` }, { apiKey: 'APIq7Zt2mWc9' }],
    ['curly quotes', { apiSecret: `\u201c${SECRET}\u201d` }, { apiSecret: SECRET }],
    ['quotes and a comma, as in JSON', { apiSecret: `"${SECRET}",` }, { apiSecret: SECRET }],
    ['angle brackets', { url: '<wss://kit.example.com>' }, { url: 'wss://kit.example.com' }],
    ['a zero-width space', { apiKey: 'APIq7Z\u200bt2mWc9' }, { apiKey: 'APIq7Zt2mWc9' }],
    [
      'a mark for direction at the edge',
      { apiSecret: `\u202a${SECRET}\u202c` },
      { apiSecret: SECRET },
    ],
    ['a non-breaking space', { apiSecret: `${SECRET}\u00a0` }, { apiSecret: SECRET }],
    [
      'the name of the variable',
      { apiKey: 'LIVEKIT_API_KEY=APIq7Zt2mWc9' },
      { apiKey: 'APIq7Zt2mWc9' },
    ],
    ['no scheme', { url: 'kit.example.com' }, { url: 'wss://kit.example.com' }],
    [
      'URL and key in each other\u2019s place',
      { url: 'APIq7Zt2mWc9', apiKey: 'wss://kit.example.com' },
      { url: 'wss://kit.example.com', apiKey: 'APIq7Zt2mWc9' },
    ],
  ])('repairs %s, and says so', (_what, typed, values) => {
    const judged = judgeCredentials(typed);
    expect(judged.problem).toBeUndefined();
    expect(judged.values).toEqual(values);
    expect(judged.notices.filter(({ kind }) => kind === 'repaired')).not.toEqual([]);
  });

  it.each([
    'abc#def',
    'a$b',
    'p<4>x!',
    'x"y',
    'secret',
    'xxA9',
    'Your9aX',
    'a{b}c',
    'pa%ss',
    'key/with+slash==',
  ])('takes the secret %j as it is', (apiSecret) => {
    const judged = judgeCredentials({ apiSecret });
    expect(judged.problem).toBeUndefined();
    expect(judged.values).toEqual({ apiSecret });
  });

  it('is in doubt about letters beyond ASCII, a long key, and a key that is its own secret', () => {
    expect(doubts({ apiKey: '\u0410PIq7Zt2mWc9' })[0]).toContain('not plain ASCII');
    expect(doubts({ apiKey: SECRET })[0]).toContain('Is it the secret?');
    expect(doubts({ apiKey: SECRET, apiSecret: SECRET })[0]).toContain('the same text');
  });

  it('does not repeat the secret in any sentence', () => {
    const said = JSON.stringify(
      judgeCredentials({ apiKey: SECRET, apiSecret: ` ${SECRET}x y` }).notices,
    );
    expect(said).not.toContain(SECRET);
  });
});
