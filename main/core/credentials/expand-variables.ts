/** A variable's text, and whether its quotes kept a shell from filling anything in. */
export interface Variable {
  text: string;
  literal: boolean;
}

interface Expansion {
  text: string;
  /** Names that are defined nowhere, each once. */
  missing: string[];
}

const MAX_DEPTH = 8;
const MAX_LENGTH = 16_384;

/**
 * Fills in `${NAME}`, `$NAME`, `${NAME:-value}`, `${NAME-value}`, `${NAME:+value}` and `${NAME:?message}` as a
 * shell and Docker Compose do. A `$` before anything else, or after a backslash, is itself; `$$` is one `$`.
 */
export function expandVariables(
  text: string,
  lookup: (name: string) => Variable | undefined,
  depth = 0,
): Expansion {
  if (!text.includes('$')) return { text, missing: [] };
  const missing = new Set<string>();
  let filled = '';
  let at = 0;
  while (at < text.length && filled.length < MAX_LENGTH) {
    const dollar = text.indexOf('$', at);
    if (dollar === -1) break;
    filled += text.slice(at, dollar);
    const found = readReference(text, dollar);
    if (found === undefined) {
      const isEscaped = filled.endsWith('\\');
      if (isEscaped) filled = filled.slice(0, -1);
      filled += '$';
      at = dollar + (text[dollar + 1] === '$' ? 2 : 1);
      continue;
    }
    at = found.end;
    const value = valueOf(found, lookup, depth);
    filled += value.text;
    for (const name of value.missing) missing.add(name);
  }
  return { text: (filled + text.slice(at)).slice(0, MAX_LENGTH), missing: [...missing] };
}

interface Reference {
  name: string;
  operator: string;
  alternative: string;
  end: number;
}

function readReference(text: string, dollar: number): Reference | undefined {
  if (text[dollar - 1] === '\\' || text[dollar + 1] === '$') return undefined;
  if (text[dollar + 1] !== '{') {
    const name = /^[A-Za-z_]\w{0,99}/.exec(text.slice(dollar + 1, dollar + 101))?.[0];
    if (name === undefined) return undefined;
    return { name, operator: '', alternative: '', end: dollar + 1 + name.length };
  }
  let open = 0;
  let end = dollar + 1;
  const last = Math.min(text.length, dollar + 2048);
  for (; end < last; end += 1) {
    if (text[end] === '{') open += 1;
    else if (text[end] === '}' && (open -= 1) === 0) break;
  }
  if (end >= last) return undefined;
  const inner = /^\s*([A-Za-z_][\w.]*)\s*(:?[-+?=])?/.exec(text.slice(dollar + 2, end));
  if (inner === null) return undefined;
  const [whole, name = '', operator = ''] = inner;
  return { name, operator, alternative: text.slice(dollar + 2 + whole.length, end), end: end + 1 };
}

function valueOf(
  { name, operator, alternative }: Reference,
  lookup: (name: string) => Variable | undefined,
  depth: number,
): Expansion {
  const variable = depth >= MAX_DEPTH ? undefined : lookup(name);
  const isSet = variable !== undefined && (variable.text !== '' || !operator.startsWith(':'));
  if (operator.endsWith('+')) {
    return isSet ? expandVariables(alternative, lookup, depth + 1) : { text: '', missing: [] };
  }
  if (isSet) {
    return variable.literal
      ? { text: variable.text, missing: [] }
      : expandVariables(variable.text, lookup, depth + 1);
  }
  if (/[-=]$/.test(operator) && depth < MAX_DEPTH) {
    return expandVariables(alternative, lookup, depth + 1);
  }
  return { text: '', missing: [name] };
}
