import { describe, expect, it } from 'vitest';
import { errorTrace } from '../../../main/contract/error-trace.ts';

const SECRET = 'sentinel-secret-0001';

describe('errorTrace', () => {
  it('names the class, the code of the system and the place, and repeats no word of the error', () => {
    const error = Object.assign(new TypeError(`bad value ${SECRET}\nsecond line ${SECRET}`), {
      code: 'ENOSPC',
      body: SECRET,
    });
    const trace = errorTrace(error);
    expect(trace).toMatchObject({ error: 'TypeError', code: 'ENOSPC' });
    expect(trace.at).toContain('error-trace.test.ts');
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
