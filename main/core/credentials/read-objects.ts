import {
  emptyTree,
  MAX_DEPTH,
  MAX_NODES,
  textTree,
  type Tree,
  type TreeReading,
} from './value-tree.ts';

const STRING_END = 16_384;
const MAX_LENGTH = 256 * 1024;

/**
 * The objects of JSON or code as one tree: JSON with or without comments, and the literals and calls of JavaScript,
 * Python, Go, Dart, Swift, Kotlin and PHP. Grammar is not checked: whatever is not a name, a value or a bracket is
 * skipped. Linear in the text's length.
 */
export function readObjects(text: string): TreeReading {
  if (text.length > MAX_LENGTH)
    return { ok: false, reason: 'it is too long to hold LiveKit projects.' };
  const root = emptyTree(1);
  const open: Tree[] = [root];
  let name: { text: string; line: number } | undefined;
  /** A word or string that is a name if a colon or an equals sign follows, and a value if not. */
  let last: { text: string; line: number; isString: boolean } | undefined;
  /** The entry whose value came from the environment and may have a fallback behind it. */
  let fallback: Tree | undefined;
  /** Between the brackets of `ENV['NAME']`, which hold a name. */
  let isIndex = false;
  let line = 1;
  let nodes = 0;
  const top = (): Tree => open.at(-1) ?? root;
  const add = (value: Tree): void => {
    nodes += 1;
    if (name === undefined) top().items.push(value);
    else top().entries.push({ name: name.text, value, line: name.line });
    name = undefined;
  };
  const flush = (): void => {
    if (last === undefined) return;
    const value = textTree(last.text, last.line);
    if (name !== undefined || last.isString) {
      const named = name !== undefined;
      add(value);
      fallback = named && !last.isString && /env/i.test(last.text) ? value : undefined;
    }
    last = undefined;
  };

  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\n') {
      line += 1;
      if (name === undefined) flush();
      continue;
    }
    if (letter === ' ' || letter === '\t') continue;
    if (nodes > MAX_NODES || open.length > MAX_DEPTH * 2) {
      return { ok: false, reason: 'it is nested too deeply or has too many values.' };
    }
    const comment = commentAt(text, at);
    if (comment !== undefined) {
      line += comment.lines;
      at += comment.length - 1;
      continue;
    }
    if (letter === '"' || letter === "'" || letter === '`') {
      const string = readString(text, at, letter);
      if (fallback !== undefined && last === undefined && name === undefined) {
        fallback.text = string.text;
        fallback = undefined;
      } else {
        flush();
        last = { text: string.text, line, isString: true };
      }
      line += string.lines;
      at = string.end;
      continue;
    }
    const word = /[\w$]/.test(letter)
      ? /^[\w$][\w$.?!-]{0,199}/.exec(text.slice(at, at + 200))?.[0]
      : undefined;
    if (word !== undefined) {
      if (name === undefined && last !== undefined && !last.isString) last = undefined;
      else flush();
      last = { text: word, line, isString: false };
      at += word.length - 1;
      continue;
    }
    if ((letter === ':' || letter === '=') && last !== undefined && text[at + 1] !== '=') {
      if (name === undefined) name = { text: simpleName(last.text), line: last.line };
      last = undefined;
      fallback = undefined;
      if (text[at + 1] === '>') at += 1;
      continue;
    }
    if (letter === '{' || letter === '[' || letter === '(') {
      const callee = letter === '(' && last !== undefined && !last.isString ? last.text : undefined;
      if (callee !== undefined) last = undefined;
      // ENV['NAME'] and os.environ["NAME"] = value: the bracket holds the name.
      if (letter === '[' && last !== undefined && !last.isString && /env/i.test(last.text)) {
        last = undefined;
        isIndex = true;
        continue;
      }
      flush();
      const child = emptyTree(line);
      if (callee !== undefined) child.callee = callee;
      add(child);
      open.push(child);
      continue;
    }
    if (letter === ']' && isIndex) {
      isIndex = false;
      continue;
    }
    if (letter === '}' || letter === ')' || letter === ']') {
      flush();
      name = undefined;
      fallback = undefined;
      if (open.length > 1) open.pop();
      continue;
    }
    if (letter === ',' || letter === ';') {
      flush();
      name = undefined;
      fallback = undefined;
      continue;
    }
    if (letter === '|' || letter === '?') flush();
  }
  flush();
  return { ok: true, roots: [root] };
}

/** `process.env.LIVEKIT_URL`, `this.url` and `livekit.url` by their last word. */
function simpleName(text: string): string {
  return text.replace(/[?!]/g, '').replace(/^.*\./, '');
}

function commentAt(text: string, at: number): { length: number; lines: number } | undefined {
  const isBlock = text.startsWith('/*', at);
  const isLine =
    (text.startsWith('//', at) && text[at - 1] !== ':') ||
    (text[at] === '#' && (at === 0 || /\s/.test(text[at - 1] ?? '')));
  if (!isBlock && !isLine) return undefined;
  const end = text.indexOf(isBlock ? '*/' : '\n', at + (isBlock ? 2 : 1));
  const length = end === -1 ? text.length - at : end - at + (isBlock ? 2 : 0);
  return { length, lines: isBlock ? text.slice(at, at + length).split('\n').length - 1 : 0 };
}

/** A string that is not closed within 16 KiB or, without being a template, on its line ends there. */
function readString(
  text: string,
  at: number,
  quote: string,
): { text: string; end: number; lines: number } {
  let value = '';
  let lines = 0;
  const last = Math.min(text.length, at + STRING_END);
  let index = at + 1;
  for (; index < last; index += 1) {
    const letter = text[index] ?? '';
    if (letter === quote) break;
    if (letter === '\n') {
      if (quote !== '`') {
        index -= 1;
        break;
      }
      lines += 1;
    }
    if (letter !== '\\') {
      value += letter;
      continue;
    }
    index += 1;
    const escaped = text[index] ?? '';
    if (escaped === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(index + 1, index + 5))) {
      value += String.fromCharCode(Number.parseInt(text.slice(index + 1, index + 5), 16));
      index += 4;
    } else value += ({ n: '\n', r: '', t: ' ' } as Record<string, string>)[escaped] ?? escaped;
  }
  return { text: value, end: index, lines };
}
