import type { Clock, Log } from '../../core/ports.ts';
import { wallClock } from '../../core/wall-clock.ts';
import { maskField, maskSecrets } from '../../core/mask-secrets.ts';

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
export interface LogStream {
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
