import { describe, expect, it, test } from 'vitest';
import { cause } from '../../../main/contract/causes/causes.ts';
import type { DoctorCheck } from '../../../main/contract/doctor-report.ts';
import { startRun } from '../../../main/core/doctor/doctor-run.ts';
import {
  examineMachine,
  firewallCommand,
  type FirewallReading,
  type ListeningSocket,
  type MachineExamination,
} from '../../../main/core/doctor/examine-machine.ts';
import type { MediaAddress } from '../../../main/core/livekit-ports.ts';

const PORTS = { tcp: ['7880', '7881'], udp: ['7882', '50000-60000'] };

test.each([
  [{ kind: 'ufw' }, 'sudo ufw allow 7880,7881/tcp && sudo ufw allow 7882,50000:60000/udp'],
  [
    { kind: 'firewalld' },
    'sudo firewall-cmd --permanent --add-port=7880/tcp --add-port=7881/tcp --add-port=7882/udp --add-port=50000-60000/udp && sudo firewall-cmd --reload',
  ],
  [
    { kind: 'nftables', chain: 'ip guard incoming' },
    "sudo nft insert rule ip guard incoming tcp dport '{ 7880, 7881 }' accept && sudo nft insert rule ip guard incoming udp dport '{ 7882, 50000-60000 }' accept",
  ],
  [
    { kind: 'iptables' },
    'sudo iptables -I INPUT -p tcp --dport 7880 -j ACCEPT && sudo iptables -I INPUT -p tcp --dport 7881 -j ACCEPT && sudo iptables -I INPUT -p udp --dport 7882 -j ACCEPT && sudo iptables -I INPUT -p udp --dport 50000:60000 -j ACCEPT',
  ],
  [
    { kind: 'windows' },
    'New-NetFirewallRule -DisplayName "LiveKit TCP" -Direction Inbound -Action Allow -Protocol TCP -LocalPort 7880,7881; New-NetFirewallRule -DisplayName "LiveKit UDP" -Direction Inbound -Action Allow -Protocol UDP -LocalPort 7882,50000-60000',
  ],
  [
    { kind: 'macos' },
    'sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add "$(ps -p $(lsof -tiTCP:7880 -sTCP:LISTEN | head -1) -o comm=)" && sudo /usr/libexec/ApplicationFirewall/socketfilterfw --unblockapp "$(ps -p $(lsof -tiTCP:7880 -sTCP:LISTEN | head -1) -o comm=)"',
  ],
] as const)('the command that lets phones in through %o', (firewall, command) => {
  expect(firewallCommand(firewall, PORTS)).toBe(command);
});

test('a server that takes media over TCP alone needs no rule for UDP', () => {
  expect(firewallCommand({ kind: 'ufw' }, { tcp: ['7880'], udp: [] })).toBe(
    'sudo ufw allow 7880/tcp',
  );
  expect(firewallCommand({ kind: 'nftables' }, { tcp: ['7880'], udp: [] })).not.toContain('udp');
});

const SERVER: ListeningSocket = { address: '127.0.0.1', pid: 4711, name: 'livekit-server' };

interface Planted {
  url?: string;
  sockets?: ListeningSocket[];
  firewall?: FirewallReading;
  media?: MediaAddress[];
  lan?: string[];
  platform?: string;
  ask?: MachineExamination['liveKitServer']['ask'];
}

async function look(
  planted: Planted,
): Promise<{ check?: DoctorCheck; codes: string[]; askedFirewall: boolean }> {
  const run = startRun(() => {});
  let askedFirewall = false;
  await examineMachine(
    run,
    {
      liveKitServer: { ask: planted.ask ?? (async () => ({ durationMs: 1 })) },
      machine: {
        listening: async () => planted.sockets ?? [],
        firewall: async () => {
          askedFirewall = true;
          return planted.firewall ?? { state: 'off' };
        },
      },
      lanAddresses: () => planted.lan ?? [],
      ownNames: () => new Set(['192.168.1.20', 'desk.local']),
      platform: planted.platform ?? 'linux',
    },
    {
      url: planted.url ?? 'ws://localhost:7880',
      token: 'token',
      media: Promise.resolve(planted.media ?? []),
    },
  );
  const { checks, causes } = run.report({});
  return {
    ...(checks[0] === undefined ? {} : { check: checks[0] }),
    codes: causes.map(({ code }) => code),
    askedFirewall,
  };
}

describe('a LiveKit server on this machine', () => {
  it('that listens on loopback alone is out of reach of phones, which matters once they get tokens', async () => {
    const alone = await look({ sockets: [SERVER] });
    // No answer of a firewall would change what is said.
    expect(alone).toMatchObject({ codes: [], check: { state: 'ok' }, askedFirewall: false });
    expect(alone.check?.line).toBe(
      'livekit-server (process 4711) listens on port 7880 of 127.0.0.1 only. No phone can reach it there; started with "livekit-server --dev --bind 0.0.0.0" one could.',
    );
    const withPhones = await look({ sockets: [SERVER], lan: ['192.168.1.20'] });
    expect(withPhones).toMatchObject({ codes: ['server_on_loopback'], check: { state: 'failed' } });
  });

  it('that listens everywhere is let in by the command of the firewall that is on, with the ports it offers', async () => {
    const { check, codes } = await look({
      url: 'ws://192.168.1.20:7880',
      sockets: [{ ...SERVER, address: '::' }],
      firewall: { state: 'on', kind: 'firewalld' },
      media: [
        { protocol: 'tcp', address: '192.168.1.20', port: 7881, reachable: true },
        { protocol: 'udp', address: '192.168.1.20', port: 51_234, reachable: true },
      ],
    });
    expect(codes).toEqual([]);
    expect(check?.line).toBe(
      'livekit-server (process 4711) listens on port 7880 of every address. A phone needs TCP 7880, 7881 and UDP 50000-60000. The firewall firewalld is on. This lets it in:',
    );
    expect(check?.command).toBe(
      'sudo firewall-cmd --permanent --add-port=7880/tcp --add-port=7881/tcp --add-port=50000-60000/udp && sudo firewall-cmd --reload',
    );
  });

  it.each([
    ['linux', 'sudo ufw allow'],
    ['win32', 'New-NetFirewallRule'],
    ['darwin', 'socketfilterfw'],
  ])('says where a firewall cannot be known, on %s', async (platform, command) => {
    const { check } = await look({
      platform,
      sockets: [{ address: '0.0.0.0' }],
      firewall: { state: 'unknown' },
    });
    expect(check?.line).toContain(
      'A process of another user listens on port 7880 of every address.',
    );
    expect(check?.line).toContain('Only an administrator can see whether a firewall is on.');
    expect(check?.command).toContain(command);
  });

  it('needs no command where no firewall is on', async () => {
    const { check } = await look({ sockets: [{ ...SERVER, address: '192.168.1.20' }] });
    expect(check?.line).toContain(
      'listens on port 7880 of 192.168.1.20. A phone needs TCP 7880, 7881',
    );
    expect(check?.line).toContain('No firewall of this machine keeps it out.');
    expect(check).not.toHaveProperty('command');
  });

  it('is asked at the addresses of phones where the system does not tell what listens', async () => {
    const refused = cause('connection_refused', { host: '192.168.1.20:7880' });
    const asked: string[] = [];
    const out = await look({
      lan: ['192.168.1.20', 'fd00::1'],
      ask: async ({ url }) => {
        asked.push(url);
        return { durationMs: 1, cause: refused };
      },
    });
    expect(out.codes).toEqual(['server_on_loopback']);
    expect(asked).toEqual(['ws://192.168.1.20:7880/', 'ws://[fd00::1]:7880/']);
    expect((await look({ lan: ['192.168.1.20'] })).codes).toEqual([]);
    expect((await look({})).check).toMatchObject({ state: 'unknown' });
  });

  it('is not looked for where the server is elsewhere', async () => {
    expect(await look({ url: 'wss://kitchen.livekit.cloud', sockets: [SERVER] })).toEqual({
      codes: [],
      askedFirewall: false,
    });
  });
});
