import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { endpointPort } from '../../../main/contract/selectors.ts';
import {
  OVER_ADB,
  endpointUrl,
  curlForRequest,
  curlForToken,
  shellWord,
} from '../../../renderer/src/state/endpoint-urls.ts';
import { describeOnPosix } from '../../fixtures/posix.ts';
import { aDetail, aSnapshot, SERVING, aToken } from '../../fixtures/snapshot.ts';

const serving = (more: Partial<typeof SERVING> = {}) =>
  aSnapshot({ server: { ...SERVING, ...more } });

describe('the endpoint URL of each device', () => {
  it.each([
    ['browser', 'http://localhost:7885/token'],
    ['machine', 'http://localhost:7885/token'],
    ['simulator', 'http://localhost:7885/token'],
    ['emulator', 'http://10.0.2.2:7885/token'],
    ['container', 'http://host.docker.internal:7885/token'],
  ] as const)('for %s it is %s', (target, url) => {
    expect(endpointUrl(serving(), target)).toBe(url);
  });

  it('is nowhere for a phone or a board while LAN is off, and at the LAN address while it is on', () => {
    expect(endpointUrl(serving(), 'phone')).toBeUndefined();
    expect(endpointUrl(serving(), 'esp32')).toBeUndefined();
    expect(endpointUrl(serving({ lan: true }), 'phone')).toBeUndefined();
    expect(endpointUrl(serving({ lan: true, lanAddresses: ['192.168.1.20'] }), 'phone')).toBe(
      'http://192.168.1.20:7885/token',
    );
    expect(endpointUrl(serving({ lan: true, lanAddresses: ['fd00::2'] }), 'phone')).toBe(
      'http://[fd00::2]:7885/token',
    );
  });

  it('for a board is the path that its client asks', () => {
    expect(endpointUrl(serving({ lan: true, lanAddresses: ['192.168.1.20'] }), 'esp32')).toBe(
      'http://192.168.1.20:7885/api/sandbox/connection-details',
    );
  });

  it('is at localhost for an Android device that adb has set up, whatever LAN is, and for no other', () => {
    const url = 'http://localhost:7885/token';
    expect(endpointUrl(serving(), 'emulator', {}, OVER_ADB)).toBe(url);
    expect(endpointUrl(serving(), 'phone', {}, OVER_ADB)).toBe(url);
    expect(endpointUrl(serving(), 'esp32', {}, OVER_ADB)).toBeUndefined();
    const lan = serving({ lan: true, lanAddresses: ['192.168.1.20'] });
    expect(endpointUrl(lan, 'esp32', {}, OVER_ADB)).toContain('192.168.1.20');
  });

  it('carries a preset and a project, encoded', () => {
    expect(endpointUrl(serving(), 'browser', { preset: 'viewer', project: 'shop' })).toBe(
      'http://localhost:7885/token?preset=viewer&project=shop',
    );
  });

  it('shows the port of the settings while the server is stopped', () => {
    expect(endpointPort(aSnapshot({ server: { status: 'stopped' } }))).toBe(7885);
  });
});

/** What a shell makes of the command: the arguments of curl. */
function argumentsOf(command: string): string[] {
  const printed = execFileSync(
    'sh',
    ['-c', command.replace(/^curl/, "printf '%s\\n--next--\\n'")],
    {
      encoding: 'utf8',
    },
  );
  return printed.split('\n--next--\n').slice(0, -1);
}

describeOnPosix('a shell', 'commands for a terminal', () => {
  it('keep quotes, dollars, backticks and line breaks of what an app sent', () => {
    const nasty = `o'hara $(id) \`id\` "x" \\ \n!`;
    const command = curlForToken(
      aToken({ identity: nasty, room: 'lobby' }),
      'http://localhost:7885/token',
    );
    const given = argumentsOf(command);
    expect(given.slice(0, 3)).toEqual(['-X', 'POST', 'http://localhost:7885/token']);
    expect(JSON.parse(given.at(-1) ?? '')).toEqual({
      room_name: 'lobby',
      participant_identity: nasty,
    });
  });

  it('repeat a recorded request without what curl sets itself', () => {
    const detail = aDetail({
      request: {
        headers: { host: 'localhost:1', 'content-length': '2', 'x-it': `it's` },
        target: '/token?preset=viewer&x=1',
        body: `{"a":"'"}`,
      },
    });
    expect(argumentsOf(curlForRequest(detail, 7885))).toEqual([
      '-X',
      'POST',
      'http://localhost:7885/token?preset=viewer&x=1',
      '-H',
      `x-it: it's`,
      '--data-binary',
      `{"a":"'"}`,
    ]);
  });
});

describe('a word of a shell', () => {
  it('stays bare only if no character is special', () => {
    expect(shellWord('http://localhost:7885/token')).toBe('http://localhost:7885/token');
    expect(shellWord('a b')).toBe("'a b'");
    expect(shellWord('')).toBe("''");
  });
});
