// `promises` and not node:fs/promises, which is a module that every start would load.
import { constants, mkdirSync, promises } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorTrace } from '../contract/errors.ts';
import type { Clock, Log } from '../core/ports.ts';
import { maskField, maskSecrets } from '../core/secret-text.ts';
import { wallClock } from '../core/wall-clock.ts';
import { isOpenToOthers } from './files/private-access.ts';
import { setAside } from './files/write-atomically.ts';

export interface LogFile {
  readonly path: string;
  readonly log: Log;
  /** Resolves when every line so far is written, or could not be. */
  flush(): Promise<void>;
}

interface LogFileOptions {
  /** The data folder. */
  folder: string;
  clock?: Clock;
  /** The size in bytes at which a file is put away. Three are kept besides, so the log takes four times this. */
  maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 1024 * 1024;
const KEPT = 3;

/** How much may wait for a slow disk, in characters. Further lines are counted and dropped, to bound memory. */
const MAX_PENDING = 256 * 1024;

const { O_APPEND, O_CREAT, O_WRONLY } = constants;
// Windows has neither.
const SAFELY = (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * The log in the data folder, `logs/token-tray.log`, 0600. Callers never wait for it: a disk that is full,
 * gone or slow costs lines, never a token. A link, a pipe or a folder of that name is moved aside.
 */
export function createLogFile(options: LogFileOptions): LogFile {
  const { folder, clock = wallClock, maxBytes = DEFAULT_MAX_BYTES } = options;
  const path = join(folder, 'logs', 'token-tray.log');
  let pending: string[] = [];
  let pendingLength = 0;
  let dropped = 0;
  let writing: Promise<void> | undefined;

  const takePending = (): string => {
    const lines = pending;
    if (dropped > 0) {
      const words = 'Lines were lost: they could not be written to the disk.';
      lines.push(formatLogLine(clock(), 'warning', words, { dropped }));
    }
    pending = [];
    pendingLength = 0;
    dropped = 0;
    return `${lines.join('\n')}\n`;
  };

  const write = async (): Promise<void> => {
    // The lines of one turn of the event loop go out together.
    await Promise.resolve();
    while (pending.length > 0) {
      const count = pending.length + dropped;
      try {
        await append(path, takePending(), maxBytes, clock);
      } catch {
        dropped += count;
      }
    }
    writing = undefined;
  };

  return {
    path,
    log(level, message, fields) {
      const line = formatLogLine(clock(), level, message, fields);
      if (pendingLength + line.length > MAX_PENDING) {
        dropped += 1;
        return;
      }
      pending.push(line);
      pendingLength += line.length + 1;
      writing ??= write();
    },
    async flush() {
      await writing;
    },
  };
}

async function append(path: string, text: string, maxBytes: number, clock: Clock): Promise<void> {
  const file = await openForAppending(path, clock);
  try {
    const { size, mode } = await file.stat();
    if (size === 0 || size + Buffer.byteLength(text) <= maxBytes) {
      if (isOpenToOthers(mode)) await file.chmod(0o600);
      await file.appendFile(text);
      return;
    }
  } finally {
    await file.close();
  }
  await rotate(path);
  const next = await openForAppending(path, clock);
  try {
    await next.appendFile(text);
  } finally {
    await next.close();
  }
}

async function openForAppending(path: string, clock: Clock): Promise<promises.FileHandle> {
  const open = (): Promise<promises.FileHandle> =>
    promises.open(path, O_WRONLY | O_APPEND | O_CREAT | SAFELY, 0o600);
  try {
    const file = await open();
    if ((await file.stat()).isFile()) return file;
    await file.close();
    setAside(path, clock());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // A link, a pipe that has no reader, a folder.
    else if (code === 'ELOOP' || code === 'ENXIO' || code === 'EISDIR') setAside(path, clock());
    else throw error;
  }
  return open();
}

/** `token-tray.log` becomes `.1`, `.1` becomes `.2`, `.2` becomes `.3`, and the old `.3` goes. */
async function rotate(path: string): Promise<void> {
  for (let number = KEPT; number >= 1; number -= 1) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    await promises.rename(from, `${path}.${number}`).catch(() => {
      // Not that many yet.
    });
  }
}

type LogFields = Parameters<Log>[2];

const MAX_VALUE_LENGTH = 2000;

/**
 * Characters that could end a line, move a cursor or turn the reading direction: the two control blocks,
 * the separators, and the bidirectional marks.
 */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** One entry as one line without its line end: `2026-11-24T03:15:00.000Z warning It happened. port=7885`. */
export function formatLogLine(
  at: number,
  level: Parameters<Log>[0],
  message: string,
  fields: LogFields = {},
): string {
  const pairs = Object.entries(fields).map(
    ([name, value]) => ` ${escape(name)}=${formatValue(name, value)}`,
  );
  return `${new Date(at).toISOString()} ${level} ${escape(shorten(maskSecrets(message)))}${pairs.join('')}`;
}

/** What the log writes to: `process.stderr`. */
interface LogStream {
  write(text: string): unknown;
}

/** The log of a host that runs in a terminal or a container. A closed stream never reaches the caller. */
export function createStderrLog(stream: LogStream = process.stderr, clock: Clock = wallClock): Log {
  return (level, message, fields) => {
    try {
      stream.write(`${formatLogLine(clock(), level, message, fields)}\n`);
    } catch {
      // There is no other place to write it.
    }
  };
}

/** As `createStderrLog`, one JSON object a line: `time`, `level`, `message` and the fields. */
export function createJsonLog(stream: LogStream = process.stderr, clock: Clock = wallClock): Log {
  return (level, message, fields = {}) => {
    const entries = Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? shorten(maskField(name, value)) : value,
    ]);
    const line = {
      time: new Date(clock()).toISOString(),
      level,
      message: shorten(maskSecrets(message)),
      ...Object.fromEntries(entries),
    };
    const text = JSON.stringify(line).replace(UNSAFE, asEscape);
    try {
      stream.write(`${text}\n`);
    } catch {
      // There is no other place to write it.
    }
  };
}

function formatValue(name: string, value: string | number | boolean): string {
  const text = escape(shorten(maskField(name, String(value))));
  return /^[^\s"=]+$/.test(text) ? text : `"${text.replace(/["]/g, '\\"')}"`;
}

function shorten(text: string): string {
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(UNSAFE, asEscape);
}

function asEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Keeps serving through uncaught errors, and logs their traces. */
export function surviveErrors(log: Log): void {
  const note = (kind: string) => (error: unknown) => {
    log('error', kind, { ...errorTrace(error) });
  };
  process.on('uncaughtException', note('Uncaught error'));
  process.on('unhandledRejection', note('Unhandled rejection'));
  // Serving goes on after the reader of our output is gone.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}
