import { describe, expect, it } from 'vitest';
import { networkCause } from '../../../main/adapters/livekit/network-cause.ts';

/** As `fetch` throws it: the system's error is its cause. */
function failedFetch(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

describe('what an error of the system means', () => {
  it.each(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'])(
    '%s: there is no way there, which macOS also says without the local network permission',
    (code) => {
      const found = networkCause(failedFetch(code), { url: 'ws://192.168.1.20:7880', seconds: 5 });
      expect(found).toMatchObject({
        code: 'no_route',
        sentence: 'There is no route from this machine to 192.168.1.20:7880.',
      });
      expect(found.fix).toContain('Local Network');
    },
  );

  it('ECONNRESET is a closed connection with TLS, too', () => {
    const found = networkCause(failedFetch('ECONNRESET'), { url: 'wss://10.1.2.3', seconds: 5 });
    expect(found.code).toBe('connection_reset');
  });

  it('ETIMEDOUT: there was no answer in time', () => {
    const found = networkCause(failedFetch('ETIMEDOUT'), { url: 'ws://10.1.2.3', seconds: 5 });
    expect(found.code).toBe('timeout');
  });
});
