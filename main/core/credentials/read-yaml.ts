import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';
import { defined } from '../../contract/json.ts';
import {
  emptyTree,
  MAX_DEPTH,
  MAX_NODES,
  textTree,
  type Tree,
  type TreeReading,
} from './value-tree.ts';

/** Beyond these the parser would need longer than a person should wait; measured in `npm run bench`. */
const MAX_LENGTH = 256 * 1024;
const MAX_MARKS = 6_000;

class Unreadable extends Error {
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/**
 * The documents of a YAML text as trees. A reason names a line and never its content, because that may be a
 * secret.
 */
export function readYaml(text: string): TreeReading {
  if (text.length > MAX_LENGTH || countMarks(text) > MAX_MARKS) {
    return {
      ok: false,
      reason: 'its YAML is too long to hold LiveKit projects: at most 3,000 lines are read.',
    };
  }
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      prettyErrors: false,
      logLevel: 'silent',
      uniqueKeys: false,
      lineCounter: lines,
    });
    const roots: Tree[] = [];
    for (const document of Array.isArray(documents) ? documents : []) {
      const [error] = document.errors;
      if (error !== undefined) {
        const { line } = lines.linePos(error.pos[0]);
        return { ok: false, reason: `its YAML is broken at line ${line}.`, line };
      }
      roots.push(toTree(document, lines));
    }
    return { ok: true, roots };
  } catch (error) {
    if (!(error instanceof Unreadable)) return { ok: false, reason: 'its YAML is too complex.' };
    const { message, line } = error;
    return { ok: false, reason: message, ...defined({ line }) };
  }
}

/** Characters that make the parser work, and those that do before a blank. */
const MARKS: ReadonlySet<string> = new Set('\n!"%&\'*,[]{|}');
const MARKS_BEFORE_BLANK: ReadonlySet<string> = new Set(':-?');

/** Runs of blank lines are counted like any other. */
function countMarks(text: string): number {
  let marks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    const isBlankNext = text.charCodeAt(at + 1) <= 32;
    if (MARKS.has(letter) || (isBlankNext && MARKS_BEFORE_BLANK.has(letter))) marks += 1;
  }
  return marks;
}

function toTree(document: Document.Parsed, lines: LineCounter): Tree {
  let nodes = 0;
  const lineOf = (node: unknown): number => {
    const range =
      isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    return range === undefined || range === null ? 1 : lines.linePos(range[0]).line;
  };
  const convert = (node: unknown, depth: number): Tree => {
    nodes += 1;
    if (depth > MAX_DEPTH || nodes > MAX_NODES) throw new Unreadable('its YAML is too complex.');
    const line = lineOf(node);
    if (isAlias(node)) {
      const target: Node | undefined = node.resolve(document);
      return target === undefined ? emptyTree(line) : convert(target, depth + 1);
    }
    if (isScalar(node)) return textTree(typeof node.value === 'string' ? node.value : '', line);
    const tree = emptyTree(line);
    if (isSeq(node)) tree.items = node.items.map((item) => convert(item, depth + 1));
    if (!isMap(node)) return tree;
    const seen = new Set<string>();
    const merged: Tree[] = [];
    for (const { key, value } of node.items) {
      const name = isScalar(key) && typeof key.value === 'string' ? key.value : '';
      const at = lineOf(key);
      if (name === '<<') {
        const source = convert(value, depth + 1);
        merged.push(source, ...source.items);
        continue;
      }
      if (seen.has(name))
        throw new Unreadable(`its YAML gives the same name twice at line ${at}.`, at);
      seen.add(name);
      tree.entries.push({
        name,
        value: value === null ? textTree('', at) : convert(value, depth + 1),
        line: at,
      });
    }
    for (const source of merged) {
      for (const entry of source.entries) {
        if (seen.has(entry.name)) continue;
        seen.add(entry.name);
        tree.entries.push(entry);
      }
    }
    return tree;
  };
  return convert(document.contents, 0);
}
