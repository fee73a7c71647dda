// Not from node:fs/promises, which is a module that every start would load.
import { promises as files } from 'node:fs';
import { failure, type ErrorCode, type Failure } from '../contract/errors.ts';
import { DEFAULT_PORT } from '../contract/limits-and-defaults.ts';
import type { ListeningSocket } from '../core/doctor/examine-machine.ts';
import { outputOf } from '../system/run-program.ts';
import { type BindError, freePortAfter, LOWEST_UNPRIVILEGED_PORT } from './bind.ts';
import type { OpenFailure } from './listener.ts';
import { probeAddress } from './probe.ts';

export interface PortFailure {
  failure: Failure;
  suggestedPort?: number;
}

/** Why a port could not be opened, for the user: who has it, and which one is free. */
export async function openFailure(
  why: OpenFailure,
  instanceId: string,
  platform = process.platform,
): Promise<PortFailure> {
  if (why.kind === 'bind') return bindFailure(why.error, instanceId, platform);
  const { address, port } = why;
  if (why.probe === 'silent') return { failure: failure('port_unreachable', { address, port }) };
  return withSuggestion('port_shadowed', { address, port }, await freePortAfter(port));
}

/** What the system's code for a failed bind means here. */
export function bindFailureCode(code: string, platform = process.platform): ErrorCode {
  if (code === 'EADDRINUSE') return 'port_in_use';
  if (code !== 'EACCES' && code !== 'EPERM') return 'address_unavailable';
  return platform === 'win32' ? 'port_reserved' : 'port_forbidden';
}

async function bindFailure(
  { code: systemCode, address, port }: BindError,
  instanceId: string,
  platform: NodeJS.Platform,
): Promise<PortFailure> {
  const code = bindFailureCode(systemCode, platform);
  if (code === 'address_unavailable') return { failure: failure(code, { address }) };
  // Below 1024 all may be forbidden, and the usual port is easier to remember than 1024.
  const after = port < LOWEST_UNPRIVILEGED_PORT ? DEFAULT_PORT - 1 : port;
  const [listeners, suggestion, answer] = await Promise.all([
    portListeners(port),
    freePortAfter(after),
    probeAddress({ host: '127.0.0.1', port, instanceId, timeoutMs: 500 }),
  ]);
  // Windows also says "not allowed" when a program holds the port exclusively.
  if (code === 'port_in_use' || (code === 'port_reserved' && listeners.length > 0)) {
    const owner = ownerPhrase(listeners, answer === 'another-token-tray');
    return withSuggestion('port_in_use', { port, owner }, suggestion);
  }
  return withSuggestion(code, { port }, suggestion);
}

function withSuggestion(
  code: ErrorCode,
  details: Readonly<Record<string, string | number>>,
  suggestion: number | undefined,
): PortFailure {
  if (suggestion === undefined) {
    return { failure: failure(code, { ...details, suggestion: 'one above 1024' }) };
  }
  return { failure: failure(code, { ...details, suggestion }), suggestedPort: suggestion };
}

/** The owner of a port as part of a sentence, with a leading space; empty if unknown. */
export function ownerPhrase(listeners: readonly PortListener[], isTokenTray: boolean): string {
  const [owner] = listeners;
  if (owner?.pid === process.pid) return ' by Token Tray itself';
  const name = isTokenTray ? 'another Token Tray' : owner?.name;
  if (name === undefined) return owner === undefined ? '' : ` by process ${owner.pid}`;
  return owner === undefined ? ` by ${name}` : ` by ${name} (process ${owner.pid})`;
}

/** A process that listens on a port. */
interface PortListener {
  pid: number;
  /** Absent where the system does not tell this user. */
  name?: string;
}

/** Long enough for `lsof` on a busy Mac; a person waits for the message that this is for. */
const WITHIN_MS = 1_500;

/** The processes that listen on `port`, as far as the system tells and in time. Never throws. */
export async function portListeners(port: number): Promise<PortListener[]> {
  const found = new Map<number, PortListener>();
  for (const { pid, name } of await listeningSockets(port)) {
    if (pid !== undefined) found.set(pid, name === undefined ? { pid } : { pid, name });
  }
  return [...found.values()];
}

/** The sockets that listen on `port`, as far as the system tells and in time. Never throws. */
export async function listeningSockets(port: number): Promise<ListeningSocket[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<ListeningSocket[]>((resolve) => {
    timer = setTimeout(() => resolve([]), WITHIN_MS);
  });
  const found = socketsOn(process.platform)(port, WITHIN_MS).catch(() => []);
  const sockets = await Promise.race([found, tooLate]);
  clearTimeout(timer);
  return sockets;
}

type FindSockets = (port: number, withinMs: number) => Promise<ListeningSocket[]>;

function socketsOn(platform: NodeJS.Platform): FindSockets {
  if (platform === 'linux') return linuxSockets;
  if (platform === 'win32') return windowsSockets;
  return lsofSockets;
}

/** TCP_LISTEN in the kernel's `include/net/tcp_states.h`. */
const LISTEN = '0A';

/** Reads /proc: no program is started. Other users' processes keep their sockets to themselves. */
async function linuxSockets(port: number): Promise<ListeningSocket[]> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(textOf));
  const sockets = tables.flatMap((table) => parseSocketTable(table, port));
  if (sockets.length === 0) return [];

  const inodes = new Set(sockets.map(({ inode }) => inode));
  const pids = (await files.readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const owners = new Map<string, PortListener>();
  await Promise.all(
    pids.map(async (pid) => {
      const held = (await socketInodes(pid)).filter((inode) => inodes.has(inode));
      if (held.length === 0) return;
      const name = (await textOf(`/proc/${pid}/comm`)).trim();
      const owner = { pid: Number(pid), ...(name === '' ? {} : { name }) };
      for (const inode of held) owners.set(inode, owner);
    }),
  );
  return sockets.map(({ address, inode }) => ({ address, ...owners.get(inode) }));
}

/** The sockets that listen on `port`, from a table such as /proc/net/tcp. */
export function parseSocketTable(
  table: string,
  port: number,
): { address: string; inode: string }[] {
  const portHex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const listens = state === LISTEN && local?.endsWith(`:${portHex}`) === true;
    if (!listens || inode === undefined) return [];
    return [{ address: addressOf(local.slice(0, -5)), inode }];
  });
}

/** The kernel writes an address as 32-bit words, each with its bytes backwards. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.replace(/^\[|\]$/g, '');
}

async function socketInodes(pid: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await files.readdir(folder).catch(() => []);
  const links = await Promise.all(
    descriptors.map((name) => files.readlink(`${folder}/${name}`).catch(() => '')),
  );
  return links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '');
}

/** Empty where the file is not there or not for us. */
function textOf(path: string): Promise<string> {
  return files.readFile(path, 'utf8').catch(() => '');
}

/** macOS and the BSDs. */
async function lsofSockets(port: number, withinMs: number): Promise<ListeningSocket[]> {
  const parameters = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpcn'];
  return parseLsof((await outputOf('lsof', parameters, { withinMs })) ?? '');
}

/** Reads `lsof -Fpcn`: a line per field, each process beginning with its `p`, each of its sockets ending with its `n`. */
export function parseLsof(output: string): ListeningSocket[] {
  const sockets: ListeningSocket[] = [];
  let owner: Partial<PortListener> = {};
  for (const line of output.split('\n')) {
    const value = line.slice(1).trim();
    if (line.startsWith('p')) owner = { pid: Number(value) };
    if (line.startsWith('c')) owner = { ...owner, name: value };
    if (line.startsWith('n')) sockets.push({ address: withoutPort(value), ...owner });
  }
  return sockets;
}

async function windowsSockets(port: number, withinMs: number): Promise<ListeningSocket[]> {
  const tables = await Promise.all(
    ['TCP', 'TCPv6'].map((protocol) => outputOf('netstat', ['-ano', '-p', protocol], { withinMs })),
  );
  const sockets = tables.flatMap((table) => parseNetstat(table ?? '', port));
  const names = new Map<number, Promise<string | undefined>>();
  for (const { pid } of sockets) {
    const parameters = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
    if (!names.has(pid))
      names.set(pid, outputOf('tasklist', parameters, { withinMs }).then(parseTasklist));
  }
  return Promise.all(
    sockets.map(async (socket) => {
      const name = await names.get(socket.pid);
      return name === undefined ? socket : { ...socket, name };
    }),
  );
}

/**
 * The sockets that listen on `port`, from `netstat -ano`. The word for "listening" is translated on
 * a translated Windows; a foreign address with port 0 is not. It can be two words.
 */
export function parseNetstat(output: string, port: number): { address: string; pid: number }[] {
  return output.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [protocol, local, foreign] = columns;
    const pid = columns.length > 4 ? columns.at(-1) : undefined;
    const listens =
      protocol === 'TCP' &&
      foreign?.endsWith(':0') === true &&
      local?.endsWith(`:${port}`) === true;
    return listens && pid !== undefined ? [{ address: withoutPort(local), pid: Number(pid) }] : [];
  });
}

/** `[::]:7880`, `127.0.0.1:7880` and lsof's `*:7880` as an address. */
function withoutPort(local: string): string {
  const address = local.slice(0, local.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  return address === '*' ? '0.0.0.0' : address;
}

/** The image name in the first line of `tasklist /FO CSV /NH`; its "no tasks" message is not CSV. */
export function parseTasklist(output = ''): string | undefined {
  return /^"([^"]+)","\d+"/.exec(output.trim())?.[1];
}
