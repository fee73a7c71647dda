/**
 * What YAML, TOML, JSON and object literals of code have in common: text, or names with values and items
 * without names. Every scalar is text, so a key that looks like a number stays what was written.
 */
export interface Tree {
  /** Set where it is a scalar. */
  text?: string;
  entries: TreeEntry[];
  items: Tree[];
  /** From 1. */
  line: number;
  /** In code, the name before a parenthesis, such as `AccessToken`. */
  callee?: string;
}

interface TreeEntry {
  name: string;
  value: Tree;
  line: number;
}

export type TreeReading =
  | { ok: true; roots: Tree[] }
  | { ok: false; reason: string; line?: number };

export const MAX_DEPTH = 32;
export const MAX_NODES = 20_000;

export function textTree(text: string, line: number): Tree {
  return { text, entries: [], items: [], line };
}

export function emptyTree(line: number): Tree {
  return { entries: [], items: [], line };
}

export function entryOf(tree: Tree | undefined, name: string): Tree | undefined {
  return tree?.entries.find((entry) => entry.name === name)?.value;
}

/** The text under `name`, trimmed; empty where there is none. */
export function textOf(tree: Tree | undefined, name: string): string {
  return entryOf(tree, name)?.text?.trim() ?? '';
}

export function isMap(tree: Tree | undefined): tree is Tree {
  return tree !== undefined && tree.text === undefined && tree.items.length === 0;
}
