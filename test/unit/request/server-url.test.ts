import { describe, expect, it } from 'vitest';
import { serverUrlFor } from '../../../main/core/request/server-url.ts';

const OWN = new Set(['amys-mac', 'amys-mac.local', '192.168.1.9', 'fd00::9']);

describe('serverUrlFor', () => {
  it.each([
    ['ws://localhost:7880', '10.0.2.2', 'ws://10.0.2.2:7880'],
    ['ws://127.0.0.1:7880', '192.168.1.20', 'ws://192.168.1.20:7880'],
    ['ws://[::1]:7880', 'host.docker.internal', 'ws://host.docker.internal:7880'],
    ['wss://localhost/livekit', '10.0.3.2', 'wss://10.0.3.2/livekit'],
    ['ws://localhost:7880', '[fe80::1]', 'ws://[fe80::1]:7880'],
    ['ws://localhost:7880', 'fe80::1', 'ws://[fe80::1]:7880'],
    // case 15 and its kind: every name of this machine, not only localhost
    ['ws://0.0.0.0:7880', '10.0.2.2', 'ws://10.0.2.2:7880'],
    ['ws://0.0.0.0:7880', 'localhost', 'ws://localhost:7880'],
    ['ws://[::]:7880', '192.168.1.9', 'ws://192.168.1.9:7880'],
    ['ws://host.docker.internal:7880', 'localhost', 'ws://localhost:7880'],
    ['ws://host.docker.internal:7880', '192.168.1.9', 'ws://192.168.1.9:7880'],
    ['ws://10.0.2.2:7880', '127.0.0.1', 'ws://127.0.0.1:7880'],
    ['ws://10.0.3.2:7880', '10.0.2.2', 'ws://10.0.2.2:7880'],
    ['ws://amys-mac.local:7880', '10.0.2.2', 'ws://10.0.2.2:7880'],
    ['ws://192.168.1.9:7880', 'host.docker.internal', 'ws://host.docker.internal:7880'],
    ['ws://[fd00::9]:7880', '192.168.1.9', 'ws://192.168.1.9:7880'],
  ])('W27 turns %s into what a caller at %s can reach', (url, caller, fitted) => {
    expect(serverUrlFor({ url, remoteUrl: '' }, caller, OWN)).toEqual({
      url: fitted,
      rewritten: true,
    });
  });

  it.each([
    ['ws://localhost:7880', 'localhost'],
    ['ws://localhost:7880', '127.0.0.1'],
    ['ws://localhost:7880', '[::1]'],
    ['ws://localhost:7880', 'app.localhost'],
    ['ws://localhost:7880', ''],
    ['wss://my-app.livekit.cloud', '10.0.2.2'],
    ['ws://192.168.1.77:7880', '10.0.2.2'],
    // This machine reaches itself by any of its names, and a certificate fits one name only.
    ['ws://192.168.1.9:7880', 'localhost'],
    ['ws://host.docker.internal:7880', 'host.docker.internal'],
    ['wss://amys-mac.local:7880', '10.0.2.2'],
  ])('W27 leaves %s alone for a caller at %s', (url, caller) => {
    expect(serverUrlFor({ url, remoteUrl: '' }, caller, OWN)).toEqual({ url, rewritten: false });
  });

  it('follows the names of this machine as networks come and go', () => {
    const project = { url: 'ws://192.168.7.7:7880', remoteUrl: '' };
    expect(serverUrlFor(project, '10.0.2.2', OWN).rewritten).toBe(false);
    expect(serverUrlFor(project, '10.0.2.2', new Set(['192.168.7.7'])).rewritten).toBe(true);
  });

  it.each([
    ['192.168.1.9', 'ws://192.168.1.50:7880', true],
    ['host.docker.internal', 'ws://192.168.1.50:7880', true],
    ['localhost', 'ws://localhost:7880', false],
    ['127.0.0.1', 'ws://localhost:7880', false],
    ['10.0.2.2', 'ws://10.0.2.2:7880', true],
    ['', 'ws://localhost:7880', false],
  ])(
    'answers a caller at %j with the second URL where that is elsewhere',
    (caller, url, rewritten) => {
      const project = { url: 'ws://localhost:7880', remoteUrl: 'ws://192.168.1.50:7880' };
      expect(serverUrlFor(project, caller, OWN)).toEqual({ url, rewritten });
    },
  );
});
