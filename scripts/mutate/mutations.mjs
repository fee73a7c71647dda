// @ts-check
import { parseSync } from 'vite';

/**
 * One operator of a source file, and what it is changed to. Offsets are those of JavaScript strings.
 *
 * @typedef {{ file: string, line: number, start: number, from: string, to: string, node: [number, number] }} Mutation
 */

/** @type {Readonly<Record<string, string>>} */
const OPERATORS = {
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '<': '>=',
  '>': '<=',
  '>=': '<',
  '<=': '>',
  '+ 1': '- 1',
  '??': '&&',
  'return true': 'return false',
  'return false': 'return true',
};

/**
 * Every change that leaves a file that can be parsed: ` ?? ` beside ` && ` cannot. Types, comments and texts
 * have no operators.
 *
 * @param {string} file
 * @param {string} text
 * @returns {Mutation[]}
 */
export function mutationsOf(file, text) {
  const found = /** @type {Mutation[]} */ ([]);
  visit(parseSync(file, text).program, (node) => {
    const place = operatorOf(node, text);
    if (place === undefined) return;
    const to = OPERATORS[place.from];
    if (to === undefined) return;
    const line = text.slice(0, place.start).split('\n').length;
    const mutation = { file, line, ...place, to };
    if (parseSync(file, mutated(text, mutation)).errors.length === 0) found.push(mutation);
  });
  return found;
}

/** @type {(text: string, mutation: Mutation) => string} */
export function mutated(text, { start, from, to }) {
  return text.slice(0, start) + to + text.slice(start + from.length);
}

/**
 * The same program, which calls `globalThis.mutationReached` with a mutation's place in the list before it evaluates it.
 *
 * @param {string} text
 * @param {readonly { id: number, mutation: Mutation }[]} mutations
 * @returns {string}
 */
export function instrumented(text, mutations) {
  const parts = mutations.flatMap(({ id, mutation: { node } }) => {
    const [from, to] = node;
    return [
      { at: from, opens: true, length: to - from, text: `(globalThis.mutationReached(${id}),(` },
      { at: to, opens: false, length: to - from, text: '))' },
    ];
  });
  // From the end on. At one place the outer expression opens first, and the inner one closes first.
  parts.sort(
    (one, other) =>
      other.at - one.at ||
      Number(other.opens) - Number(one.opens) ||
      (one.opens ? one.length - other.length : other.length - one.length),
  );
  let result = text;
  for (const part of parts) result = result.slice(0, part.at) + part.text + result.slice(part.at);
  return result;
}

/**
 * @param {any} node
 * @param {string} text
 * @returns {Pick<Mutation, 'start' | 'from' | 'node'> | undefined}
 */
function operatorOf(node, text) {
  if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
    const start = operatorAt(text, node.left.end, node.operator);
    const isOneMore = node.operator === '+' && text.slice(start, node.right.end) === '+ 1';
    return { start, from: isOneMore ? '+ 1' : node.operator, node: [node.start, node.end] };
  }
  if (node.type === 'ReturnStatement' && typeof node.argument?.value === 'boolean') {
    const { start, end, value } = node.argument;
    return { start: node.start, from: `return ${value}`, node: [start, end] };
  }
  return undefined;
}

/**
 * Behind the left side only brackets, white space and comments come before the operator.
 *
 * @type {(text: string, from: number, operator: string) => number}
 */
function operatorAt(text, from, operator) {
  const between = /^(?:[\s)]|\/\/.*\n|\/\*[^]*?\*\/)*/.exec(text.slice(from))?.[0] ?? '';
  const start = from + between.length;
  if (!text.startsWith(operator, start)) throw new Error(`No ${operator} at ${start}.`);
  return start;
}

/**
 * @param {any} node
 * @param {(node: any) => void} see
 */
function visit(node, see) {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, see);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.type === 'string') see(node);
  for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
}
