/** Names and values of a `.env` file, in the order in which they are written. */
export type EnvValues = ReadonlyMap<string, string>;

/** `NAME=` at the start of a line, as dotenv reads it; a comment is none. */
const ASSIGNMENT = /^(\s*(?:export\s+)?)([A-Za-z_][\w.-]*)(\s*=[ \t]*)/;

/** The names that a `.env` text gives a value, or leaves blank, in their order. */
export function envNames(text: string): string[] {
  return text.split('\n').flatMap((line) => ASSIGNMENT.exec(line)?.[2] ?? []);
}

/**
 * A `.env` text in which each name has its new value: in the place of the old one where it has a line, else at the
 * end. Comments, order, line ends and every other line stay as they are.
 */
export function mergeEnv(text: string, values: EnvValues): string {
  const lines = text.split('\n');
  const left = new Map(values);
  const merged: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [start = '', , name = ''] = ASSIGNMENT.exec(line) ?? [];
    const value = values.get(name);
    if (value === undefined) {
      merged.push(line);
      continue;
    }
    left.delete(name);
    const { end, rest } = valueEnd(lines, index, line.slice(start.length));
    index = end;
    merged.push(`${start}${quoted(value)}${rest}`);
  }
  if (left.size === 0) return merged.join('\n');
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = merged.join('\n');
  const gap = before === '' || before.endsWith('\n') ? '' : lineEnd;
  return before + gap + envText(left, lineEnd);
}

export function envText(values: EnvValues, lineEnd = '\n'): string {
  return Array.from(values, ([name, value]) => `${name}=${quoted(value)}${lineEnd}`).join('');
}

/** Where an old value ends, and what stays behind it: blanks, a comment, a carriage return. */
function valueEnd(
  lines: readonly string[],
  index: number,
  text: string,
): { end: number; rest: string } {
  const quote = /^["'`]/.exec(text)?.[0];
  if (quote !== undefined) {
    // A quoted value may go on over lines; a quote that is never closed is part of the value.
    for (let end = index, part = text.slice(1); ; part = lines[end] ?? '') {
      const close = part.indexOf(quote);
      if (close !== -1) return { end, rest: part.slice(close + 1) };
      end += 1;
      if (end >= lines.length) break;
    }
  }
  const comment = text.search(/\s#/);
  const value = comment === -1 ? text : text.slice(0, comment);
  return { end: index, rest: text.slice(value.trimEnd().length) };
}

/** Quoted where a reader of `.env` files would take a piece of it for something else. */
function quoted(value: string): string {
  if (/^[\w:/.@+%,~-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark)) ?? "'";
  return `${quote}${value}${quote}`;
}
