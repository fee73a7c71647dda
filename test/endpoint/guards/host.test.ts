import { describe, expect, it } from 'vitest';
import { checkHost, type HostAccess } from '../../../main/endpoint/guards/caller-checks.ts';

const ACCESS: HostAccess = {
  allowedHosts: new Set(['abc.ngrok.app']),
  lan: false,
  machineName: 'Desk-1.local',
  port: 7885,
};

describe('checkHost', () => {
  it.each([
    ['LOCALHOST.:7885', 'localhost'],
    ['127.1', '127.0.0.1'],
    ['0x7f000001:80', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['[0:0:0:0:0:0:0:1]:7885', '::1'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['[fe80::1]', 'fe80::1'],
    ['my_app.localhost', 'my_app.localhost'],
    ['host.containers.internal', 'host.containers.internal'],
  ])('A3 reads %s as the %s it means', (header, hostname) => {
    expect(checkHost(header, ACCESS)).toEqual({ hostname });
  });

  it('A21 lets a tunnel through under its exact name alone', () => {
    expect(checkHost('ABC.ngrok.app.', ACCESS)).toEqual({ hostname: 'abc.ngrok.app' });
    expect(checkHost('x.abc.ngrok.app', ACCESS)).toMatchObject({ rule: 'host' });
    expect(checkHost('ngrok.app', ACCESS)).toMatchObject({ rule: 'host' });
  });

  it("A3 knows the machine's own name, but only while it serves the LAN", () => {
    for (const name of ['desk-1', 'DESK-1.local:7885']) {
      expect(checkHost(name, ACCESS)).toMatchObject({ rule: 'host' });
      expect(checkHost(name, { ...ACCESS, lan: true })).toHaveProperty('hostname');
    }
    expect(checkHost('other.local', { ...ACCESS, lan: true })).toMatchObject({ rule: 'host' });
    expect(checkHost('x', { ...ACCESS, lan: true, machineName: '' })).toMatchObject({
      rule: 'host',
    });
  });

  it('A1 A32 names the setting that would allow a name, and offers it', () => {
    expect(checkHost('evil.example:7885', ACCESS)).toEqual({
      rule: 'host',
      failure: expect.objectContaining({
        code: 'host_not_allowed',
        message: expect.stringContaining('Allowed hosts'),
      }),
      remedy: { kind: 'host', value: 'evil.example' },
    });
  });

  it('A3 never offers to allow the unspecified address', () => {
    for (const header of ['0.0.0.0', '[::]', '[::ffff:0:0]', '0']) {
      expect(checkHost(header, ACCESS)).not.toHaveProperty('remedy');
    }
  });

  it('A5 says what a request without a readable Host should ask for', () => {
    for (const header of [
      'localhost..',
      '.localhost.',
      '..localhost',
      'localhost..:7885',
      'a..localhost',
      '.',
      '..',
      '.127.0.0.1',
      '127.0.0.1..',
      `${'a'.repeat(300)}.localhost`,
      undefined,
      '',
      'a b',
      'a@b',
      'a:1:2',
      '[::1',
      'ä',
      'a%2e',
      '1.2.3.4.5',
    ]) {
      expect(checkHost(header, ACCESS)).toMatchObject({
        failure: { code: 'host_missing', message: expect.stringContaining('localhost:7885/token') },
      });
    }
  });
});
