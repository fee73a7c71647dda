import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hmacSha256 } from '../../../main/core/token/hmac-sha256.ts';

function systemsOwn(secret: string, text: string): string {
  return createHmac('sha256', Buffer.from(secret, 'utf8')).update(text).digest('base64url');
}

describe('the signature of a token', () => {
  it.each([
    ['a short secret', 'secret'],
    ['one of exactly a block', 'x'.repeat(64)],
    ['one longer than a block, which is hashed first', 'y'.repeat(65)],
    ['one that is not ASCII', 'schlüssel-🔑-ключ'],
    ['one that is longer than a block in bytes alone', '🔑'.repeat(17)],
    ['none', ' '],
  ])('is the same as the system’s own HMAC: %s', (_name, secret) => {
    const mac = hmacSha256(secret);
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000, 100_000]) {
      const text = 'a.b-c_'.repeat(length).slice(0, length);
      expect([length, mac(text)]).toEqual([length, systemsOwn(secret, text)]);
    }
  });

  it('is the same for a thousand random secrets and texts', () => {
    for (let round = 0; round < 1_000; round += 1) {
      const secret = randomBytes((round % 90) + 1).toString('base64');
      const text = randomBytes(round).toString('base64url');
      expect(hmacSha256(secret)(text)).toBe(systemsOwn(secret, text));
    }
  });
});
