import { cause } from '../../contract/causes/causes.ts';
import { OPEN_SERVER_COMMAND } from '../../contract/causes/network.ts';
import { isLoopbackHostname, parseLiveKitUrl, signalPort } from '../../contract/livekit-url.ts';
import type { LiveKitServer, MediaAddress } from '../livekit-ports.ts';
import type { DoctorRun } from './doctor-run.ts';

/** A socket of this machine that listens. */
export interface ListeningSocket {
  /** `0.0.0.0` and `::` are all addresses. */
  address: string;
  /** Absent where the system does not tell this user. */
  pid?: number;
  name?: string;
}

/** `chain` is where nftables drops input, such as `inet filter input`. `unknown`: only root can tell. */
export type FirewallReading =
  | { state: 'on'; kind: FirewallKind; chain?: string }
  | { state: 'off' }
  | { state: 'unknown' };

export type FirewallKind = 'ufw' | 'firewalld' | 'nftables' | 'iptables' | 'windows' | 'macos';

/** This machine, as the doctor looks at it. Reads only, as the user who runs it; resolves in time and never throws. */
export interface Machine {
  /** What listens on a TCP port; empty where the system does not tell. */
  listening(port: number): Promise<ListeningSocket[]>;
  firewall(): Promise<FirewallReading>;
}

export interface MachineExamination {
  liveKitServer: Pick<LiveKitServer, 'ask'>;
  machine: Machine | undefined;
  /** The addresses at which phones reach the endpoint, while LAN is on. */
  lanAddresses(): readonly string[];
  /** This machine's own names and addresses on its networks. */
  ownNames(): ReadonlySet<string>;
  /** Of this machine, as `process.platform` names it. */
  platform: string;
}

interface ServerHere {
  url: string;
  token: string;
  /** What the server offered when it was joined. */
  media: Promise<readonly MediaAddress[]> | undefined;
}

/** What a server takes media on by its defaults: 7881 over TCP, 7882 or a range over UDP. */
const DEFAULT_MEDIA = { tcp: ['7881'], udp: ['7882', '50000-60000'] } as const;
const UDP_RANGE = { first: 50_000, last: 60_000 };

/**
 * The step "machine", for a server that runs on this machine: what listens, on which addresses, whether a phone could
 * reach it, and the command that lets it through the firewall.
 */
export async function examineMachine(
  run: DoctorRun,
  { liveKitServer, machine, lanAddresses, ownNames, platform }: MachineExamination,
  { url, token, media }: ServerHere,
): Promise<void> {
  const parsed = parseLiveKitUrl(url);
  if ('code' in parsed) return;
  const { hostname } = parsed;
  if (!isLoopbackHostname(hostname) && !ownNames().has(hostname.toLowerCase())) return;
  const phones = lanAddresses();
  if (machine === undefined && phones.length === 0) return;
  const port = signalPort(parsed.url);
  const step = run.begin('machine');
  const sockets = (await machine?.listening(port)) ?? [];
  const isReachable =
    sockets.length > 0
      ? sockets.some(({ address }) => !isLoopbackHostname(address))
      : await answersAt(liveKitServer, phones, { url: parsed.url, token });
  if (isReachable === undefined) {
    step.unknown(`This system does not say what listens on port ${port}.`);
    return;
  }
  const who = sockets.length === 0 ? '' : `${inWords(sockets, port)} `;
  if (!isReachable) {
    // Without LAN no phone gets a token from here, so there is nothing to mend.
    const found = phones.length > 0 ? [cause('server_on_loopback', { device: 'a phone' })] : [];
    const remedy = `started with "${OPEN_SERVER_COMMAND}" one could`;
    step.end(found, `${who}No phone can reach it there; ${remedy}.`);
    return;
  }
  const [firewall, offered] = await Promise.all([
    machine?.firewall() ?? ({ state: 'unknown' } as const),
    media ?? [],
  ]);
  const ports = portsOf(port, offered);
  const list = `TCP ${ports.tcp.join(', ')} and UDP ${ports.udp.join(', ')}`;
  const { line, command: letIn } = throughFirewall(firewall, ports, platform);
  step.end([], `${who}A phone needs ${list}. ${line}`, letIn);
}

/** Asks at the addresses that phones are given; `undefined` where there are none. */
async function answersAt(
  server: Pick<LiveKitServer, 'ask'>,
  addresses: readonly string[],
  { url, token }: { url: string; token: string },
): Promise<boolean | undefined> {
  if (addresses.length === 0) return undefined;
  const answers = await Promise.all(
    addresses.map((address) => {
      const there = new URL(url);
      there.hostname = address.includes(':') ? `[${address}]` : address;
      return server.ask({ url: there.href, token });
    }),
  );
  return answers.some((answer) => !NO_ANSWER.has(answer.cause?.code ?? ''));
}

const NO_ANSWER: ReadonlySet<string> = new Set([
  'connection_refused',
  'no_route',
  'timeout',
  'connection_reset',
]);

function inWords(sockets: readonly ListeningSocket[], port: number): string {
  const [{ pid, name } = {}] = sockets.toSorted((one, other) => (other.pid ?? 0) - (one.pid ?? 0));
  const who = name === undefined ? 'A process' : name;
  const which =
    pid === undefined ? (name === undefined ? ' of another user' : '') : ` (process ${pid})`;
  const addresses = [...new Set(sockets.map(({ address }) => address))];
  const isEverywhere = addresses.some((address) => address === '0.0.0.0' || address === '::');
  const where = isEverywhere
    ? `port ${port} of every address`
    : `port ${port} of ${addresses.join(' and ')}${addresses.every(isLoopbackHostname) ? ' only' : ''}`;
  return `${who}${which} listens on ${where}.`;
}

export interface OpenPorts {
  tcp: readonly string[];
  udp: readonly string[];
}

/** The ports that a phone needs: signaling, and those that the server offered for media, else its defaults. */
function portsOf(signal: number, offered: readonly MediaAddress[]): OpenPorts {
  const of = (wanted: MediaAddress['protocol']): string[] => [
    ...new Set(
      offered
        .filter(({ protocol }) => protocol === wanted)
        .map(({ port }) =>
          wanted === 'udp' && port >= UDP_RANGE.first && port <= UDP_RANGE.last
            ? `${UDP_RANGE.first}-${UDP_RANGE.last}`
            : String(port),
        ),
    ),
  ];
  const isKnown = offered.length > 0;
  return {
    tcp: [String(signal), ...(isKnown ? of('tcp') : DEFAULT_MEDIA.tcp)],
    udp: isKnown ? of('udp') : DEFAULT_MEDIA.udp,
  };
}

function throughFirewall(
  firewall: FirewallReading,
  ports: OpenPorts,
  platform: string,
): { line: string; command?: string } {
  if (firewall.state === 'off') return { line: 'No firewall of this machine keeps it out.' };
  if (firewall.state === 'on') {
    const name = FIREWALL_NAMES[firewall.kind];
    return { line: `${name} is on. This lets it in:`, command: firewallCommand(firewall, ports) };
  }
  const usual = { win32: 'windows', darwin: 'macos' }[platform];
  const kind = usual === 'windows' || usual === 'macos' ? usual : 'ufw';
  return {
    line: 'Only an administrator can see whether a firewall is on. If it keeps phones out:',
    command: firewallCommand({ kind }, ports),
  };
}

const FIREWALL_NAMES: Readonly<Record<FirewallKind, string>> = {
  ufw: 'The firewall ufw',
  firewalld: 'The firewall firewalld',
  nftables: 'A firewall of nftables',
  iptables: 'A firewall of iptables',
  windows: 'Windows Firewall',
  macos: 'The macOS firewall',
};

/** What lets machines of the network through this machine's firewall to these ports, as one line to paste. */
export function firewallCommand(
  { kind, chain = 'inet filter input' }: { kind: FirewallKind; chain?: string },
  { tcp, udp }: OpenPorts,
): string {
  const each = [
    ...tcp.map((port) => ({ protocol: 'tcp', port })),
    ...udp.map((port) => ({ protocol: 'udp', port })),
  ];
  switch (kind) {
    case 'ufw':
      return [
        `sudo ufw allow ${colons(tcp)}/tcp`,
        ...(udp.length === 0 ? [] : [`sudo ufw allow ${colons(udp)}/udp`]),
      ].join(' && ');
    case 'firewalld': {
      const added = each.map(({ protocol, port }) => `--add-port=${port}/${protocol}`).join(' ');
      return `sudo firewall-cmd --permanent ${added} && sudo firewall-cmd --reload`;
    }
    case 'nftables':
      return (['tcp', 'udp'] as const)
        .map((protocol) => [protocol, protocol === 'tcp' ? tcp : udp] as const)
        .filter(([, ports]) => ports.length > 0)
        .map(
          ([protocol, ports]) =>
            `sudo nft insert rule ${chain} ${protocol} dport '{ ${ports.join(', ')} }' accept`,
        )
        .join(' && ');
    case 'iptables':
      return each
        .map(
          ({ protocol, port }) =>
            `sudo iptables -I INPUT -p ${protocol} --dport ${colons([port])} -j ACCEPT`,
        )
        .join(' && ');
    case 'windows':
      return (['TCP', 'UDP'] as const)
        .map((protocol) => [protocol, protocol === 'TCP' ? tcp : udp] as const)
        .filter(([, ports]) => ports.length > 0)
        .map(
          ([protocol, ports]) =>
            `New-NetFirewallRule -DisplayName "LiveKit ${protocol}" -Direction Inbound -Action Allow -Protocol ${protocol} -LocalPort ${ports.join(',')}`,
        )
        .join('; ');
    case 'macos': {
      // By the program: this firewall knows no ports.
      const program = `"$(ps -p $(lsof -tiTCP:${tcp[0]} -sTCP:LISTEN | head -1) -o comm=)"`;
      const tool = 'sudo /usr/libexec/ApplicationFirewall/socketfilterfw';
      return `${tool} --add ${program} && ${tool} --unblockapp ${program}`;
    }
  }
}

function colons(ports: readonly string[]): string {
  return ports.join(',').replaceAll('-', ':');
}
