import { describe, expect, it } from 'vitest';
import { createMachine } from '../../../main/adapters/machine.ts';
import type { FirewallReading } from '../../../main/core/doctor/examine-machine.ts';

/** What the programs of a system printed, by their command line; those that are not here may not be asked. */
function firewallOf(
  platform: NodeJS.Platform,
  outputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<FirewallReading> {
  return createMachine({
    listening: async () => [],
    platform,
    run: async (program, parameters) => outputs[[program, ...parameters].join(' ')],
    read: async (path) => files[path] ?? '',
  }).firewall();
}

const UFW_CONF = `# /etc/ufw/ufw.conf
#

# Set to yes to start on boot. If setting this remotely, be sure to add a rule
# to allow your remote connection before starting ufw. Eg: 'ufw allow 22/tcp'
ENABLED=yes

LOGLEVEL=low
`;

const NFT_DROPS = `table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		iif "lo" accept
		tcp dport 22 accept
	}

	chain forward {
		type filter hook forward priority filter; policy drop;
	}

	chain output {
		type filter hook output priority filter; policy accept;
	}
}
`;

const NFT_REJECTS = `table ip guard {
	chain incoming {
		type filter hook input priority filter; policy accept;
		tcp dport 22 accept
		reject with icmp port-unreachable
	}
}
`;

const NFT_DOCKER = `table ip filter {
	chain FORWARD {
		type filter hook forward priority filter; policy drop;
		counter packets 0 bytes 0 jump DOCKER-USER
	}
}
`;

const KEY =
  'reg query HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy';
const registry = (standard: string, open: string): Record<string, string> => ({
  [`${KEY}\\StandardProfile /v EnableFirewall`]: `\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\…\\StandardProfile\r\n    EnableFirewall    REG_DWORD    ${standard}\r\n\r\n`,
  [`${KEY}\\PublicProfile /v EnableFirewall`]: `\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\…\\PublicProfile\r\n    EnableFirewall    REG_DWORD    ${open}\r\n\r\n`,
});
const MAC = '/usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate';

describe('the firewall of this machine, as a user without rights sees it', () => {
  it.each<[string, FirewallReading, Promise<FirewallReading>]>([
    [
      'ufw',
      { state: 'on', kind: 'ufw' },
      firewallOf('linux', {}, { '/etc/ufw/ufw.conf': UFW_CONF }),
    ],
    [
      'ufw that is off, where the rules may not be seen',
      { state: 'unknown' },
      firewallOf('linux', {}, { '/etc/ufw/ufw.conf': UFW_CONF.replace('=yes', '=no') }),
    ],
    [
      'firewalld',
      { state: 'on', kind: 'firewalld' },
      firewallOf('linux', { 'firewall-cmd --state': 'running\n' }),
    ],
    [
      'nftables, by its policy',
      { state: 'on', kind: 'nftables', chain: 'inet filter input' },
      firewallOf('linux', { 'nft list ruleset': NFT_DROPS }),
    ],
    [
      'nftables, by its last rule',
      { state: 'on', kind: 'nftables', chain: 'ip guard incoming' },
      firewallOf('linux', { 'nft list ruleset': NFT_REJECTS }),
    ],
    [
      'iptables, by its policy',
      { state: 'on', kind: 'iptables' },
      firewallOf('linux', { 'iptables -S INPUT': '-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n' }),
    ],
    [
      'iptables, by its last rule',
      { state: 'on', kind: 'iptables' },
      firewallOf('linux', {
        'iptables -S INPUT':
          '-P INPUT ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n',
      }),
    ],
    [
      'rules that drop nothing that comes in',
      { state: 'off' },
      firewallOf('linux', {
        'nft list ruleset': NFT_DOCKER,
        'iptables -S INPUT': '-P INPUT ACCEPT\n-A INPUT -s 192.0.2.9/32 -j DROP\n',
      }),
    ],
    ['rules that only root may see', { state: 'unknown' }, firewallOf('linux', {})],
    [
      'Windows, on in public networks',
      { state: 'on', kind: 'windows' },
      firewallOf('win32', registry('0x0', '0x1')),
    ],
    ['Windows, off', { state: 'off' }, firewallOf('win32', registry('0x0', '0x0'))],
    ['Windows that does not say', { state: 'unknown' }, firewallOf('win32', {})],
    [
      'macOS',
      { state: 'on', kind: 'macos' },
      firewallOf('darwin', { [MAC]: 'Firewall is enabled. (State = 1)\n' }),
    ],
    [
      'macOS that blocks everything',
      { state: 'on', kind: 'macos' },
      firewallOf('darwin', {
        [MAC]: 'Firewall is blocking all non-essential incoming connections. (State = 2)\n',
      }),
    ],
    [
      'macOS, off',
      { state: 'off' },
      firewallOf('darwin', { [MAC]: 'Firewall is disabled. (State = 0)\n' }),
    ],
    ['macOS that does not say', { state: 'unknown' }, firewallOf('darwin', {})],
  ])('%s', async (_what, expected, found) => {
    expect(await found).toEqual(expected);
  });

  it('is asked of the system this runs on, and never throws', async () => {
    const { state } = await createMachine({ listening: async () => [] }).firewall();
    expect(['on', 'off', 'unknown']).toContain(state);
  });
});
