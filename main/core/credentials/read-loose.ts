import {
  isGeneratedKey,
  isGeneratedSecret,
  isToken,
  unquoted,
  type CredentialField,
} from '../../contract/judge-credentials.ts';
import { assemble, joinPartials, type PartialProject } from './assemble.ts';
import type { Fact, TextContext } from './found.ts';
import { meaningOf, type Role } from './variable-names.ts';

const MAX_LINES = 400;

interface Cell {
  text: string;
  line: number;
}

/**
 * Values with little or nothing around them: labels and values on one line or on two, a row of a table, Markdown
 * lists, and bare lines. Told apart by their labels, and without labels by what they look like.
 */
export function takeLoose(text: string, context: TextContext): void {
  const lines = bareLines(text);
  if (lines !== undefined) {
    context.candidates.push(...fromCells(lines, context, true));
    return;
  }
  const xml = fromXml(text);
  if (xml.length > 1) {
    context.candidates.push(...joinPartials(assemble(xml, context, { livekit: false, name: '' })));
    return;
  }
  const labelled: Fact[] = [];
  const bare: Cell[][] = [];
  let pending: Fact | undefined;
  let header: (CredentialField | undefined)[] | undefined;
  for (const [index, raw] of text.split('\n', MAX_LINES).entries()) {
    const line = index + 1;
    const cells = cellsOf(raw, line);
    if (cells.length === 0) continue;
    const roles = cells.map(({ text: cell }) => labelRole(cell));
    if (header !== undefined && cells.length === header.length) {
      for (const [at, cell] of cells.entries()) {
        const role = header[at];
        if (role !== undefined) labelled.push({ name: role, value: cell.text, line });
      }
      continue;
    }
    const [only] = cells;
    if (cells.length > 1 && roles.filter((role) => role !== undefined).length > 1) {
      header = roles;
      continue;
    }
    if (cells.length === 2 && roles[0] !== undefined && cells[1] !== undefined) {
      labelled.push({ name: roles[0], value: cells[1].text, line });
      pending = undefined;
    } else if (cells.length === 1 && only !== undefined && roles[0] !== undefined) {
      pending = { name: roles[0], value: '', line };
    } else if (
      pending !== undefined &&
      cells.length === 1 &&
      only !== undefined &&
      !/\s/.test(only.text)
    ) {
      labelled.push({ ...pending, value: only.text, line });
      pending = undefined;
    } else bare.push(cells);
  }
  const fromLabels = joinPartials(assemble(labelled, context, { livekit: true, name: '' }));
  const fromShapes = takeBare(bare, context);
  const all = joinPartials([...fromLabels, ...fromShapes]);
  if (!all.some(({ apiKey, apiSecret }) => apiKey !== undefined && apiSecret !== undefined)) {
    all.unshift(...fromProse(text, context));
  }
  for (const partial of all) if (partial.isLiveKit) context.candidates.push(partial);
}

/** `API key: …`, a Markdown list item, and the cells of a table, each without its decoration. */
function cellsOf(raw: string, line: number): Cell[] {
  if (raw.length > 8192) return [];
  const text = raw
    .trim()
    .replace(/^(?:[-*•>+]|\d{1,2}[.)])\s+/, '')
    .replace(/[\u2502\u2551\u2503\u250a]/g, '|')
    .replace(/^\||\|$/g, '');
  if (text === '' || /^[\s|:=+\u2500-\u257f-]+$/.test(text)) return [];
  const isRow = /^[^,\s]+(?:,[^,]*){2,}$/.test(text);
  const split = /\||\t/.test(text)
    ? text.split(/\||\t/)
    : isRow
      ? text.split(',')
      : splitLabel(text);
  return split
    .map((cell) => ({ text: undecorated(cell), line }))
    .filter((cell) => cell.text !== '');
}

function splitLabel(text: string): string[] {
  const at = text.slice(0, 61).search(/[:=]/);
  const value = text.slice(at + 1);
  if (at > 1 && !value.startsWith('//') && labelRole(text.slice(0, at)) !== undefined) {
    return [text.slice(0, at), value];
  }
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.length > 1 && words.length < 8 && words.some(looksOf) ? words : [text];
}

function undecorated(text: string): string {
  return unquoted(
    text
      .trim()
      .replace(/^\*{1,3}|\*{1,3}$/g, '')
      .trim()
      .replace(/^`{1,3}|`{1,3}$/g, '')
      .replace(/[:=]$/, '')
      .trim(),
  );
}

function labelRole(label: string): CredentialField | undefined {
  const text = undecorated(label)
    .replace(/\*{1,3}$/, '')
    .replace(/^(?:your|the|livekit's)\s+/i, '');
  if (text.length > 60 || /https?:|wss?:/.test(text) || isGeneratedKey(text)) return undefined;
  const role: Role | undefined = meaningOf(text)?.role;
  return role === 'url' || role === 'apiKey' || role === 'apiSecret' ? role : undefined;
}

function looksOf(text: string): CredentialField | undefined {
  if (/^<?(?:wss?|https?):\/\/\S+$/i.test(text)) return 'url';
  if (
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?$/i.test(text) &&
    /[a-z]/i.test(text.split('.').at(-1) ?? '')
  )
    return 'url';
  if (/^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}$/.test(text)) return 'url';
  if (isGeneratedKey(text)) return 'apiKey';
  return isGeneratedSecret(text) && !isToken(text) ? 'apiSecret' : undefined;
}

/** The values of an Info.plist, Android's strings.xml, a web.config and their like. */
function fromXml(text: string): Fact[] {
  if (!/<\/|\/>/.test(text)) return [];
  const facts: Fact[] = [];
  const patterns = [
    /<key>([^<]{1,100})<\/key>\s{0,80}<string>([^<]{1,2048})<\/string>/g,
    /<[a-z]{1,20}\s[^<>]{0,200}?\b(?:name|key)="([^"<>]{1,100})"[^<>]{0,200}?(?:value="([^"<>]{1,2048})"|>([^<]{1,2048})<)/gi,
  ];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const [, name = '', value, inner] = match;
      if (meaningOf(name) === undefined || facts.length > 100) continue;
      const line = text.slice(0, match.index).split('\n').length;
      facts.push({ name, value: value ?? inner ?? '', line });
    }
  }
  return facts;
}

/** Two or three lines of one word each, one of them a URL: URL, key and secret, told apart by their order. */
function bareLines(text: string): Cell[] | undefined {
  if (text.length > 8192) return undefined;
  const cells = text
    .split('\n')
    .map((line, index) => ({ text: undecorated(line), line: index + 1 }))
    .filter((cell) => cell.text !== '');
  if (cells.length < 1 || cells.length > 3 || cells.some((cell) => /[\s|]/.test(cell.text)))
    return undefined;
  if (cells.length === 1) return cells;
  return cells.filter((cell) => looksOf(cell.text) === 'url').length === 1 ? cells : undefined;
}

/** A message with exactly one URL, one key and one secret in it. */
function fromProse(text: string, context: TextContext): PartialProject[] {
  if (text.length > 8192) return [];
  const found = new Map<CredentialField, Cell>();
  for (const [index, line] of text.split('\n').entries()) {
    for (const word of line.split(/[\s,;|()]+/)) {
      const cell = { text: undecorated(word.replace(/[.:!?]{1,3}$/, '')), line: index + 1 };
      const looks = looksOf(cell.text);
      if (looks === undefined || (looks === 'url' && !/:\/\/|\.livekit\.cloud$/.test(cell.text)))
        continue;
      const before = found.get(looks);
      if (before !== undefined && before.text !== cell.text) return [];
      found.set(looks, cell);
    }
  }
  return found.size < 2 ? [] : fromCells([...found.values()], context);
}

/** By what they look like, in one row of a table or on lines of their own. */
function takeBare(rows: readonly (readonly Cell[])[], context: TextContext): PartialProject[] {
  const single = rows.filter((row) => row.length === 1 && !/\s/.test(row[0]?.text ?? ' ')).flat();
  const found: PartialProject[] = [];
  const tables = rows.filter((row) => row.length > 1);
  for (const row of tables) found.push(...fromCells(row, context));
  if (single.length > 0 && single.length <= 12) found.push(...fromCells(single, context));
  return found;
}

function fromCells(
  cells: readonly Cell[],
  context: TextContext,
  inOrder = false,
): PartialProject[] {
  const facts: Fact[] = [];
  const rest: Cell[] = [];
  for (const cell of cells) {
    const looks = looksOf(cell.text);
    if (looks !== undefined && !facts.some(({ name }) => name === looks)) {
      facts.push({ name: looks, value: cell.text, line: cell.line });
    } else rest.push(cell);
  }
  if (inOrder && facts.some(({ name }) => name === 'url')) {
    const missing = (['apiKey', 'apiSecret'] as const).filter(
      (role) => !facts.some(({ name }) => name === role),
    );
    if (rest.length === missing.length) {
      for (const [at, { text, line }] of rest.entries())
        facts.push({ name: missing[at] ?? '', value: text, line });
    }
  }
  const isSure = facts.length >= 2 || (inOrder && facts.length === 1);
  return isSure ? assemble(facts, context, { livekit: true, name: '' }) : [];
}
