import { describe, expect, it } from 'vitest';
import { tidyCredentials } from '../../../main/contract/project-input.ts';

const SECRET = 'q3N8vX2kR7pL5wT9yB4mC6dF1gH0jK8sQ2zE5uA7';

describe('tidyCredentials', () => {
  it('S17 trims pasted blanks and line breaks, and says so', () => {
    const tidy = tidyCredentials({
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
    const { problem } = tidyCredentials({ apiKey: SECRET, apiSecret: 'APIabcdefghijkl' });
    expect(problem).toMatchObject({ code: 'key_and_secret_swapped', field: 'apiKey' });
  });

  it('S17 warns of a short secret and still takes it, since --dev has one', () => {
    const tidy = tidyCredentials({ apiKey: 'devkey', apiSecret: 'secret' });
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
    expect(tidyCredentials(typed).problem?.code).toBe(code);
  });

  it('does not repeat the secret in any sentence', () => {
    const said = JSON.stringify(
      tidyCredentials({ apiKey: SECRET, apiSecret: ` ${SECRET}x y` }).notices,
    );
    expect(said).not.toContain(SECRET);
  });
});
