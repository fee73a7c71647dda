import { describe, expect, it } from 'vitest';
import { checkOrigin, type OriginAccess } from '../../../main/endpoint/guards/caller-checks.ts';

const ACCESS: OriginAccess = {
  allowedOrigins: new Set(['https://app.example.com', 'chrome-extension://abc']),
  allowNullOrigin: false,
};

describe('checkOrigin', () => {
  it('A8 lets a page of the very host that was asked ask, on any port', () => {
    expect(checkOrigin('http://192.168.1.20:8081', '192.168.1.20', ACCESS)).toBeUndefined();
    expect(checkOrigin('http://192.168.1.21:8081', '192.168.1.20', ACCESS)).toBeDefined();
    expect(checkOrigin('http://[fe80::1]:8081', 'fe80::1', ACCESS)).toBeUndefined();
  });

  it('A8 takes a configured origin exactly', () => {
    expect(checkOrigin('https://app.example.com', 'localhost', ACCESS)).toBeUndefined();
    expect(checkOrigin('chrome-extension://abc', 'localhost', ACCESS)).toBeUndefined();
    for (const other of [
      'http://app.example.com',
      'https://app.example.com:444',
      'https://x.app.example.com',
      'chrome-extension://abcd',
    ]) {
      expect(checkOrigin(other, 'localhost', ACCESS)).toMatchObject({ rule: 'origin' });
    }
  });

  it('A8 keeps null out until the one switch for it is on, and never offers it', () => {
    expect(checkOrigin('null', 'localhost', ACCESS)).toEqual({
      rule: 'origin',
      failure: expect.objectContaining({ code: 'origin_not_allowed' }),
    });
    const open = { ...ACCESS, allowNullOrigin: true };
    expect(checkOrigin('null', 'localhost', open)).toBeUndefined();
    expect(checkOrigin('https://evil.com', 'localhost', open)).toBeDefined();
  });

  it.each(['https://evil.com', 'http://8.8.8.8', 'chrome-extension://x', 'moz-extension://1-2'])(
    'A32 offers to allow %s',
    (origin) => {
      expect(checkOrigin(origin, 'localhost', ACCESS)?.remedy).toEqual({
        kind: 'origin',
        value: origin,
      });
    },
  );

  it.each([
    '',
    'a, b',
    'HTTP://LOCALHOST:3000',
    'http://localhost:3000/',
    'http://localhost:80',
    'http://0x7f.1',
    'http://user@localhost',
    'http://<img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    'data:,x',
  ])('A32 stops "%s", which no browser sends, and has nothing to offer for it', (origin) => {
    const blocked = checkOrigin(origin, 'localhost', ACCESS);
    expect(blocked?.rule).toBe('origin');
    expect(blocked?.remedy).toBeUndefined();
  });
});
