import { describe, expect, it } from 'vitest';
import { createOwnNames } from '../../../main/listener/own-addresses.ts';

function address(text: string, internal = false): Parameters<typeof entry>[0] {
  return { address: text, internal };
}

function entry({ address: text, internal }: { address: string; internal: boolean }) {
  return { address: text, internal, netmask: '', family: 'IPv4' as const, mac: '', cidr: null };
}

describe('the names of this machine', () => {
  it('are its host name, alone and with .local, and the addresses of its interfaces', () => {
    const names = createOwnNames({
      name: () => 'Amys-Mac.lan',
      interfaces: () => ({
        lo: [entry(address('127.0.0.1', true))],
        en0: [entry(address('192.168.1.9')), entry(address('FE80::1%en0'))],
      }),
    });
    expect([...names()]).toEqual([
      'amys-mac.lan',
      'amys-mac',
      'amys-mac.local',
      '192.168.1.9',
      'fe80::1',
    ]);
  });

  it('are looked up again after a while, and are the same set for as long as nothing changed', () => {
    let now = 0;
    let here = '192.168.1.9';
    const names = createOwnNames({
      now: () => now,
      name: () => 'a',
      interfaces: () => ({ en0: [entry(address(here))] }),
    });
    const first = names();
    here = '10.0.0.7';
    expect(names()).toBe(first);
    now += 5_000;
    expect([...names()]).toContain('10.0.0.7');
    const second = names();
    now += 5_000;
    expect(names()).toBe(second);
  });
});
