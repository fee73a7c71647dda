/** Controls, format characters (bidi marks are among them) and line separators. */
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const STEERING_BUT_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line of a terminal: what would move the cursor, colour text or turn its direction becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(STEERING, '\ufffd');
}

/** JSON that reads back as `value` and is safe in a terminal. */
export function toJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, undefined, indent);
  return `${json.replace(STEERING_BUT_LINES, escaped)}\n`;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_unit, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

interface TextStream {
  write(text: string): unknown;
}

export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The one way to the terminal: whatever a name, a URL, a path or an error holds, it cannot steer it. */
export function createOutput(stdout: TextStream, stderr: TextStream): Output {
  const writeTo = (stream: TextStream) => (text: string) => {
    stream.write(text.replace(STEERING_BUT_LINES, '\ufffd'));
  };
  return { out: writeTo(stdout), err: writeTo(stderr) };
}

/** Columns of text for a terminal, each as wide as its widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_cell, column) =>
    Math.max(...all.map((row) => lengthOf(row[column] ?? ''))),
  );
  return all
    .map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - lengthOf(cell));
}

/** What a reader counts as characters, so that an emoji does not bend the column. */
function lengthOf(text: string): number {
  return Array.from(new Intl.Segmenter().segment(text)).length;
}
