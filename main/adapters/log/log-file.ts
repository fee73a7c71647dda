// `promises` and not node:fs/promises, which is a module that every start would load.
import { appendFileSync, mkdirSync, promises } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock, Log } from '../../core/ports.ts';
import { systemClock } from '../clock.ts';
import { formatLogLine } from './log-line.ts';

export interface LogFile {
  readonly path: string;
  readonly log: Log;
  /** Resolves when everything said so far is written, or could not be. */
  flush(): Promise<void>;
  /** Writes what is pending at once, for a process that ends now. Never throws. */
  flushNow(): void;
}

export interface LogFileOptions {
  /** The data folder. */
  folder: string;
  clock?: Clock;
  /** The size at which a file is put away. Three are kept besides, so the log takes four times this. */
  maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 1024 * 1024;
const KEPT = 3;

/** What may wait for a slow disk, in characters. Beyond it lines are counted and dropped: memory is bounded too. */
const MAX_PENDING = 256 * 1024;

/**
 * The log in the data folder, `logs/token-tray.log`, 0600. It is written behind the caller's back: a disk that
 * is full, gone or slow costs lines, and never a token.
 */
export function createLogFile(options: LogFileOptions): LogFile {
  const { folder, clock = systemClock, maxBytes = DEFAULT_MAX_BYTES } = options;
  const path = join(folder, 'logs', 'token-tray.log');
  let pending: string[] = [];
  let pendingLength = 0;
  let dropped = 0;
  let writing: Promise<void> | undefined;

  const takePending = (): string => {
    const lost =
      dropped === 0
        ? []
        : [
            formatLogLine(clock(), 'warning', 'Lines were lost: the disk did not take them.', {
              dropped,
            }),
          ];
    const lines = [...pending, ...lost];
    pending = [];
    pendingLength = 0;
    dropped = 0;
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  };

  const write = async (): Promise<void> => {
    // The lines of one turn of the event loop go out together.
    await Promise.resolve();
    while (pending.length > 0) {
      const count = pending.length;
      try {
        await append(path, takePending(), maxBytes);
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
    flushNow() {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        appendFileSync(path, takePending(), { mode: 0o600 });
      } catch {
        // The process ends; there is nobody to tell.
      }
    },
  };
}

async function append(path: string, text: string, maxBytes: number): Promise<void> {
  const size = await sizeOf(path);
  if (size > 0 && size + Buffer.byteLength(text) > maxBytes) await rotate(path);
  if (size < 0) await promises.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await promises.appendFile(path, text, { mode: 0o600 });
}

/** The file's size in bytes, and -1 where there is none. A mode that lets others read is tightened. */
async function sizeOf(path: string): Promise<number> {
  try {
    const { size, mode } = await promises.stat(path);
    if ((mode & 0o077) !== 0) await promises.chmod(path, 0o600);
    return size;
  } catch {
    return -1;
  }
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
