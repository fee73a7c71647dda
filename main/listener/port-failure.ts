// Not from node:fs/promises, which is a module that every start would load.
import { promises as files } from 'node:fs';
import { failure, type ErrorCode, type Failure } from '../contract/errors.ts';
import { DEFAULT_PORT } from '../contract/limits-and-defaults.ts';
import { type BindError, freePortAfter, LOWEST_UNPRIVILEGED_PORT } from './bind.ts';
import type { OpenFailure } from './listener.ts';
import { probeAddress } from './probe.ts';

export interface PortFailure {
  failure: Failure;
  suggestedPort?: number;
}

/** What to tell a person about a port that could not be opened, with who has it and what is free. */
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
  // Below 1024 everything may be forbidden, and the usual port is easier to remember than 1024.
  const after = port < LOWEST_UNPRIVILEGED_PORT ? DEFAULT_PORT - 1 : port;
  const [listeners, suggestion, answer] = await Promise.all([
    portListeners(port),
    freePortAfter(after),
    probeAddress({ host: '127.0.0.1', port, instanceId, timeoutMs: 500 }),
  ]);
  // Windows says "not allowed", too, where a program has the port for itself alone.
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
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<PortListener[]>((resolve) => {
    timer = setTimeout(() => resolve([]), WITHIN_MS);
  });
  const found = listenersOn(process.platform)(port, WITHIN_MS).catch(() => []);
  const listeners = await Promise.race([found, tooLate]);
  clearTimeout(timer);
  return listeners;
}

type FindListeners = (port: number, withinMs: number) => Promise<PortListener[]>;

function listenersOn(platform: NodeJS.Platform): FindListeners {
  if (platform === 'linux') return linuxListeners;
  if (platform === 'win32') return windowsListeners;
  return lsofListeners;
}

/** TCP_LISTEN in the kernel's `include/net/tcp_states.h`. */
const LISTEN = '0A';

/** Reads /proc: no program is started. Other users' processes keep their sockets to themselves. */
async function linuxListeners(port: number): Promise<PortListener[]> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(textOf));
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return [];

  const pids = (await files.readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const owners = await Promise.all(
    pids.map(async (pid) => ((await hasSocket(pid, inodes)) ? [Number(pid)] : [])),
  );
  return Promise.all(
    owners.flat().map(async (pid) => {
      const name = (await textOf(`/proc/${pid}/comm`)).trim();
      return name === '' ? { pid } : { pid, name };
    }),
  );
}

/** The inodes of the sockets that listen on `port`, from a table such as /proc/net/tcp. */
export function listeningInodes(table: string, port: number): string[] {
  const portHex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const listens = state === LISTEN && local?.endsWith(`:${portHex}`) === true;
    return listens && inode !== undefined ? [inode] : [];
  });
}

async function hasSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await files.readdir(folder).catch(() => []);
  const links = await Promise.all(
    descriptors.map((name) => files.readlink(`${folder}/${name}`).catch(() => '')),
  );
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}

/** Empty where the file is not there or not for us. */
function textOf(path: string): Promise<string> {
  return files.readFile(path, 'utf8').catch(() => '');
}

/** macOS and the BSDs. */
async function lsofListeners(port: number, withinMs: number): Promise<PortListener[]> {
  const parameters = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return parseLsof(await outputOf('lsof', parameters, withinMs));
}

/** Reads `lsof -Fpc`: a line per field, each process beginning with its `p`. */
export function parseLsof(output: string): PortListener[] {
  const listeners: PortListener[] = [];
  for (const line of output.split('\n')) {
    const value = line.slice(1).trim();
    if (line.startsWith('p')) listeners.push({ pid: Number(value) });
    const latest = listeners.at(-1);
    if (line.startsWith('c') && latest !== undefined) latest.name = value;
  }
  return listeners;
}

async function windowsListeners(port: number, withinMs: number): Promise<PortListener[]> {
  const tables = await Promise.all(
    ['TCP', 'TCPv6'].map((protocol) => outputOf('netstat', ['-ano', '-p', protocol], withinMs)),
  );
  const pids = new Set(tables.flatMap((table) => parseNetstat(table, port)));
  return Promise.all(
    [...pids].map(async (pid) => {
      const parameters = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
      const name = parseTasklist(await outputOf('tasklist', parameters, withinMs));
      return name === undefined ? { pid } : { pid, name };
    }),
  );
}

/**
 * The process ids that listen on `port`, from `netstat -ano`. The word for "listening" is translated on
 * a translated Windows; a foreign address with port 0 is not. It can be two words.
 */
export function parseNetstat(output: string, port: number): number[] {
  return output.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [protocol, local, foreign] = columns;
    const pid = columns.length > 4 ? columns.at(-1) : undefined;
    const listens =
      protocol === 'TCP' &&
      foreign?.endsWith(':0') === true &&
      local?.endsWith(`:${port}`) === true;
    return listens && pid !== undefined ? [Number(pid)] : [];
  });
}

/** The image name in the first line of `tasklist /FO CSV /NH`; its "no tasks" message is not CSV. */
export function parseTasklist(output: string): string | undefined {
  return /^"([^"]+)","\d+"/.exec(output.trim())?.[1];
}

/**
 * The standard output of a program of the system, empty where it fails or takes too long. No shell.
 * child_process is loaded here and not at the start, which has no use for it.
 */
async function outputOf(
  program: string,
  parameters: readonly string[],
  withinMs: number,
): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile(
      program,
      parameters,
      { timeout: withinMs, windowsHide: true, maxBuffer: 4 * 1024 * 1024 },
      (error, stdout) => resolve(error === null ? stdout : ''),
    );
  });
}
