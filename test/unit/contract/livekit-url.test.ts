import { describe, expect, it } from 'vitest';
import { isLoopbackHostname, parseLiveKitUrl } from '../../../main/contract/livekit-url.ts';

describe('parseLiveKitUrl', () => {
  it.each([
    ['wss://my-app.livekit.cloud', 'wss://my-app.livekit.cloud'],
    ['  https://my-app.livekit.cloud/ \n', 'wss://my-app.livekit.cloud'],
    ['http://localhost:7880', 'ws://localhost:7880'],
    ['WS://LOCALHOST:7880', 'ws://localhost:7880'],
    ['ws://[::1]:7880', 'ws://[::1]:7880'],
    ['wss://example.com/livekit/', 'wss://example.com/livekit'],
  ])('reads %j as %j', (typed, url) => {
    expect(parseLiveKitUrl(typed)).toMatchObject({ url });
  });

  it.each(['', 'my-app.livekit.cloud', 'wss://', 'wss://a b', 'wss://user@host', 'wss://h:99999'])(
    'refuses %j as no URL',
    (typed) => {
      expect(parseLiveKitUrl(typed)).toMatchObject({ code: 'url_invalid', field: 'url' });
    },
  );

  it('names the scheme that LiveKit does not have', () => {
    expect(parseLiveKitUrl('ftp://example.com')).toMatchObject({
      code: 'url_scheme',
      message: '"ftp://" is not a LiveKit URL. It starts with wss:// or ws://.',
    });
  });
});

describe('isLoopbackHostname', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    '127.0.0.1',
    '127.8.8.8',
    '::1',
    '[::1]',
  ])('knows %s as this machine', (hostname) => {
    expect(isLoopbackHostname(hostname)).toBe(true);
  });

  it.each(['10.0.2.2', '192.168.1.20', 'localhost.evil.com', '127.0.0.1.nip.io', '0.0.0.0', '::'])(
    'does not take %s for this machine',
    (hostname) => {
      expect(isLoopbackHostname(hostname)).toBe(false);
    },
  );
});
