import { promises as files } from 'node:fs';
import type { FirewallReading, Machine } from '../core/doctor/examine-machine.ts';
import { outputOf } from '../system/run-program.ts';

const WITHIN_MS = 1_000;

/** What a program of the system printed; `undefined` where there is none, it failed or may not be asked. */
type RunProgram = (program: string, parameters: readonly string[]) => Promise<string | undefined>;

interface MachineDeps {
  listening: Machine['listening'];
  platform?: NodeJS.Platform;
  run?: RunProgram;
  /** A text file, empty where it cannot be read. */
  read?: (path: string) => Promise<string>;
}

/** This machine: its sockets as the listener finds them, and its firewall as far as this user may see it. */
export function createMachine({
  listening,
  platform = process.platform,
  run = (program, parameters) => outputOf(program, parameters, { withinMs: WITHIN_MS, platform }),
  read = (path) => files.readFile(path, 'utf8').catch(() => ''),
}: MachineDeps): Machine {
  return {
    listening,
    firewall: () => {
      if (platform === 'win32') return windowsFirewall(run);
      if (platform === 'darwin') return macFirewall(run);
      return linuxFirewall(run, read);
    },
  };
}

/** ufw and firewalld tell anyone that they are on; the rules of the kernel are for root. */
async function linuxFirewall(
  run: RunProgram,
  read: (path: string) => Promise<string>,
): Promise<FirewallReading> {
  const [firewalld, ufw, nftables, iptables] = await Promise.all([
    run('firewall-cmd', ['--state']),
    read('/etc/ufw/ufw.conf'),
    run('nft', ['list', 'ruleset']),
    run('iptables', ['-S', 'INPUT']),
  ]);
  if (firewalld?.trim() === 'running') return { state: 'on', kind: 'firewalld' };
  if (/^ENABLED=["']?yes/im.test(ufw)) return { state: 'on', kind: 'ufw' };
  const chain = droppingChain(nftables ?? '');
  if (chain !== undefined) return { state: 'on', kind: 'nftables', chain };
  if (dropsInput(iptables ?? '')) return { state: 'on', kind: 'iptables' };
  return nftables === undefined && iptables === undefined ? { state: 'unknown' } : { state: 'off' };
}

/** The first chain of `nft list ruleset` at the input hook that ends by dropping or rejecting, such as `inet filter input`. */
function droppingChain(ruleset: string): string | undefined {
  let table = '';
  let chain = '';
  let isInput = false;
  for (const line of ruleset.split('\n').map((text) => text.trim())) {
    const [word, first = '', second = ''] = line.split(/\s+/);
    if (word === 'table') table = `${first} ${second}`;
    else if (word === 'chain') {
      chain = first;
      isInput = false;
    } else if (word === 'type') {
      isInput = line.includes('hook input');
      if (isInput && line.includes('policy drop')) return `${table} ${chain}`;
    } else if (isInput && (word === 'drop' || word === 'reject')) return `${table} ${chain}`;
  }
  return undefined;
}

/** From `iptables -S INPUT`: the policy, or a last rule without a condition. */
function dropsInput(rules: string): boolean {
  return /^-P INPUT (?:DROP|REJECT)$|^-A INPUT -j (?:DROP|REJECT)\b/m.test(rules);
}

const PROFILES =
  'HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy';

/** From the registry, which no language of Windows translates. On where a network that is no domain's has it. */
async function windowsFirewall(run: RunProgram): Promise<FirewallReading> {
  const profiles = await Promise.all(
    ['StandardProfile', 'PublicProfile'].map((profile) =>
      run('reg', ['query', `${PROFILES}\\${profile}`, '/v', 'EnableFirewall']),
    ),
  );
  if (profiles.some((profile) => /\b0x1\b/.test(profile ?? ''))) {
    return { state: 'on', kind: 'windows' };
  }
  return { state: profiles.includes(undefined) ? 'unknown' : 'off' };
}

async function macFirewall(run: RunProgram): Promise<FirewallReading> {
  const answer = await run('/usr/libexec/ApplicationFirewall/socketfilterfw', ['--getglobalstate']);
  const state = /State = (\d)/.exec(answer ?? '')?.[1];
  if (state === undefined) return { state: 'unknown' };
  return state === '0' ? { state: 'off' } : { state: 'on', kind: 'macos' };
}
