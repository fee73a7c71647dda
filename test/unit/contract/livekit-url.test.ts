import { describe, expect, it } from 'vitest';
import {
  isLoopbackHostname,
  isPrivateHostname,
  liveKitPorts,
  nameFromUrl,
  parseLiveKitUrl,
  signalPort,
} from '../../../main/contract/livekit-url.ts';

describe('parseLiveKitUrl', () => {
  it.each([
    ['wss://my-app.livekit.cloud', 'wss://my-app.livekit.cloud'],
    ['  https://my-app.livekit.cloud/ \n', 'wss://my-app.livekit.cloud'],
    ['http://localhost:7880', 'ws://localhost:7880'],
    ['WS://LOCALHOST:7880', 'ws://localhost:7880'],
    ['ws://[::1]:7880', 'ws://[::1]:7880'],
    ['wss://example.com/livekit/', 'wss://example.com/livekit'],
    ['my-app.livekit.cloud', 'wss://my-app.livekit.cloud'],
    ['//my-app.livekit.cloud', 'wss://my-app.livekit.cloud'],
    ['localhost:7880', 'ws://localhost:7880'],
    ['192.168.1.4:7880', 'ws://192.168.1.4:7880'],
    ['kit.example.com:7880', 'ws://kit.example.com:7880'],
    ['kit.example.com:8443', 'wss://kit.example.com:8443'],
    ['livekit:7880', 'ws://livekit:7880'],
    ['wss:/kit.example.com', 'wss://kit.example.com'],
    ['wss://kit.example.com:443', 'wss://kit.example.com'],
    ['wss://kit.example.com.', 'wss://kit.example.com'],
    ['wss://kit.example.com/rtc/v1?access_token=x#y', 'wss://kit.example.com'],
    ['wss://kit.example.com?region=eu', 'wss://kit.example.com?region=eu'],
    ['wss://b\u00fccher.example', 'wss://xn--bcher-kva.example'],
    ['ws://0.0.0.0:7880', 'ws://0.0.0.0:7880'],
    ['ws://livekit_server:7880', 'ws://livekit_server:7880'],
  ])('reads %j as %j', (typed, url) => {
    expect(parseLiveKitUrl(typed)).toMatchObject({ url });
  });

  it('says what it changed, and nothing where it changed nothing', () => {
    expect(parseLiveKitUrl('wss://kit.example.com/')).toMatchObject({ repairs: [] });
    expect(parseLiveKitUrl('https://kit.example.com/rtc')).toMatchObject({
      repairs: [
        'LiveKit clients use wss://kit.example.com, so that is what is kept.',
        '/rtc is left out: LiveKit clients add it themselves.',
      ],
    });
  });

  it.each([
    ['', 'url_invalid'],
    ['wss://', 'url_invalid'],
    ['wss://a b', 'url_invalid'],
    ['ws://%', 'url_invalid'],
    ['ws://a%62c', 'url_host'],
    ['ws://[1:2]', 'url_invalid'],
    ['ws://::1:7880', 'url_host'],
    ['ws://x\u202e.com', 'credential_characters'],
    ['ws://x\u0000.com', 'credential_characters'],
    ['ws://x\u001b[31m.com', 'credential_characters'],
    ['wss://user@host', 'url_credentials'],
    ['wss://key:secret@kit.example.com', 'url_credentials'],
    ['wss://h:99999', 'url_host'],
    ['wss://h:0', 'url_host'],
    ['ws://192.168.1.999:7880', 'url_host'],
    ['ws://192.168.1:7880', 'url_host'],
    ['ws://1', 'url_host'],
    ['ws://0.1.2.3', 'url_host'],
    ['ws://239.0.0.1', 'url_host'],
    ['ws://255.255.255.255', 'url_host'],
    ['ws://a..b', 'url_host'],
    ['ws://-a.example', 'url_host'],
    [`ws://${'a'.repeat(64)}.example`, 'url_host'],
    ['wss://<project>.livekit.cloud', 'credential_placeholder'],
    ['wss://${HOST}', 'credential_placeholder'],
    ['https://cloud.livekit.io/projects/p_1/settings/keys', 'url_dashboard'],
    ['https://docs.livekit.io', 'url_dashboard'],
    ['https://my-app.sandbox.livekit.io', 'url_dashboard'],
    ['https://meet.livekit.io/custom', 'url_dashboard'],
    ['wss://livekit.cloud', 'url_dashboard'],
    ['http://localhost:7885/token', 'url_token_endpoint'],
    ['nonsense', 'url_invalid'],
    ['ftp://example.com', 'url_scheme'],
    [`wss://${'a.'.repeat(2000)}com`, 'url_invalid'],
  ])('refuses %j: %s', (typed, code) => {
    expect(parseLiveKitUrl(typed)).toMatchObject({ code, field: 'url' });
  });

  it('names the scheme that LiveKit does not have', () => {
    expect(parseLiveKitUrl('ftp://example.com')).toMatchObject({
      code: 'url_scheme',
      message: '"ftp://" is not a LiveKit URL. It starts with wss:// or ws://.',
    });
  });
});

describe('nameFromUrl', () => {
  it.each([
    ['wss://kitchen-demo-a1b2c3d4.livekit.cloud', 'kitchen-demo'],
    ['wss://kitchen.livekit.cloud', 'kitchen'],
    ['wss://my-app.livekit.cloud', 'my-app'],
    ['wss://kit.example.com', 'kit.example.com'],
    ['ws://192.168.1.4:7880', '192.168.1.4'],
    ['no url at all', ''],
  ])('names %s %j', (url, name) => {
    expect(nameFromUrl(url)).toBe(name);
  });
});

describe('isPrivateHostname', () => {
  it.each([
    'localhost',
    '10.0.0.2',
    '172.16.0.1',
    '192.168.1.4',
    '100.64.0.1',
    'mac.local',
    'livekit',
    'lk.default.svc.cluster.local',
    'fe80::1',
    'fd12::1',
    '0.0.0.0',
  ])('knows %s as out of reach from the internet', (hostname) => {
    expect(isPrivateHostname(hostname)).toBe(true);
  });

  it.each(['kit.example.com', '203.0.113.7', '172.32.0.1', '2001:db8::1'])(
    'takes %s for public',
    (hostname) => {
      expect(isPrivateHostname(hostname)).toBe(false);
    },
  );
});

describe('isLoopbackHostname', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    'a.b.localhost.',
    '127.0.0.1',
    '127.8.8.8',
    '::1',
    '[::1]',
  ])('knows %s as this machine', (hostname) => {
    expect(isLoopbackHostname(hostname)).toBe(true);
  });

  it.each([
    '10.0.2.2',
    '192.168.1.20',
    'localhost.evil.com',
    'localhost..',
    '.localhost',
    '..localhost',
    '127.0.0.1.nip.io',
    '0.0.0.0',
    '::',
  ])('does not take %s for this machine', (hostname) => {
    expect(isLoopbackHostname(hostname)).toBe(false);
  });
});

describe('the ports of a LiveKit server', () => {
  it.each([
    ['ws://localhost:7880', 7880],
    ['ws://localhost', 80],
    ['wss://localhost', 443],
    ['wss://[::1]', 443],
    ['wss://127.0.0.1:7443/path', 7443],
  ])('%s is signaled on %i, and takes media beside it', (url, port) => {
    expect(signalPort(url)).toBe(port);
    expect(liveKitPorts(url)).toEqual([port, 7881]);
  });

  it.each(['wss://my-app.livekit.cloud', 'ws://192.168.1.20:7880', ''])(
    'are none of this machine for "%s"',
    (url) => {
      expect(liveKitPorts(url)).toEqual([]);
    },
  );
});
