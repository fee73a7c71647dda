import { parse, TomlError } from 'smol-toml';
import {
  emptyTree,
  MAX_DEPTH,
  MAX_NODES,
  textTree,
  type Tree,
  type TreeReading,
} from './value-tree.ts';

const MAX_LENGTH = 256 * 1024;

/** A TOML text as a tree. Its parser knows no lines, so each value is looked up again by its name. */
export function readToml(text: string): TreeReading {
  if (text.length > MAX_LENGTH) {
    return { ok: false, reason: 'its TOML is too long to hold LiveKit projects.' };
  }
  try {
    return { ok: true, roots: [toTree(parse(text), lineFinder(text))] };
  } catch (error) {
    const ini = readIni(text);
    if (ini !== undefined) return { ok: true, roots: [ini] };
    return error instanceof TomlError
      ? { ok: false, reason: `its TOML is broken at line ${error.line}.`, line: error.line }
      : { ok: false, reason: 'its TOML is too complex.' };
  }
}

/** An INI file: sections, and values without quotes. `undefined` where there are none, or a line is neither. */
function readIni(text: string): Tree | undefined {
  const root = emptyTree(1);
  let section = root;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const header = /^\[([^\]]{1,100})\]$/.exec(trimmed)?.[1];
    const pair = /^([\w.-]{1,100})\s*[=:]/.exec(trimmed);
    if (header !== undefined) {
      section = emptyTree(line);
      root.entries.push({ name: header, value: section, line });
    } else if (pair === null || root.entries.length > MAX_NODES) return undefined;
    else
      section.entries.push({
        name: pair[1] ?? '',
        value: textTree(trimmed.slice(pair[0].length).trim(), line),
        line,
      });
  }
  return section === root ? undefined : root;
}

/** The line on which `name` is next given a value. Names are asked for in the order of the file. */
function lineFinder(text: string): (name: string) => number {
  const byName = new Map<string, number[]>();
  for (const [index, line] of text.split('\n').entries()) {
    const name =
      /^\s*["']?([\w-]{1,100})["']?\s*=/.exec(line)?.[1] ??
      /^\s*\[+\s*(?:[\w-]{1,100}\.)*([\w-]{1,100})\s*\]/.exec(line)?.[1];
    if (name === undefined) continue;
    const lines = byName.get(name);
    if (lines === undefined) byName.set(name, [index + 1]);
    else lines.push(index + 1);
  }
  return (name) => {
    const lines = byName.get(name) ?? [];
    return (lines.length > 1 ? lines.shift() : lines[0]) ?? 1;
  };
}

function toTree(value: unknown, lineOf: (name: string) => number): Tree {
  let nodes = 0;
  const convert = (item: unknown, line: number, depth: number): Tree => {
    nodes += 1;
    if (depth > MAX_DEPTH || nodes > MAX_NODES) throw new Error('too complex');
    if (typeof item !== 'object' || item === null || item instanceof Date) {
      return textTree(
        typeof item === 'string' || typeof item === 'number' ? String(item) : '',
        line,
      );
    }
    const tree = emptyTree(line);
    if (Array.isArray(item)) {
      tree.items = item.map((part: unknown) => convert(part, line, depth + 1));
      return tree;
    }
    for (const [name, part] of Object.entries(item)) {
      const at = lineOf(name);
      tree.entries.push({ name, value: convert(part, at, depth + 1), line: at });
    }
    return tree;
  };
  return convert(value, 1, 0);
}
