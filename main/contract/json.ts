export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Defined<Fields> = {
  [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<
    Fields[Name],
    undefined
  >;
};

/** `fields` without those that are `undefined`. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is undefined was dropped.
  return Object.fromEntries(entries) as Defined<Fields>;
}

const BLANKS = /[ \t\n\r]*/y;
/** As far as a string is well formed; a quote has to follow. */
// oxlint-disable-next-line no-control-regex -- which a string of JSON must not hold
const STRING_START = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'more';

/**
 * The index at which a text stops being JSON: its length if it ends too early, `undefined` if it is JSON. V8 names
 * the place in only some of its messages.
 */
export function jsonFaultAt(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let expects = 'value' as Expected;

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found !== null && found[0] !== '';
  };
  const close = (): void => {
    open.pop();
    at += 1;
    expects = 'more';
  };

  for (;;) {
    skip(BLANKS);
    const next = text[at];
    if (next === undefined) return expects === 'more' && open.length === 0 ? undefined : at;
    const inside = open.at(-1);
    if (expects === 'more') {
      if (next === ',' && inside !== undefined) {
        at += 1;
        expects = inside === '{' ? 'key' : 'value';
      } else if ((next === '}' && inside === '{') || (next === ']' && inside === '[')) close();
      else return at;
    } else if (expects === 'colon') {
      if (next !== ':') return at;
      at += 1;
      expects = 'value';
    } else if (
      (next === '}' && expects === 'key or }') ||
      (next === ']' && expects === 'value or ]')
    ) {
      close();
    } else if (next === '"') {
      skip(STRING_START);
      if (text[at] !== '"') return at;
      at += 1;
      expects = expects === 'key' || expects === 'key or }' ? 'colon' : 'more';
    } else if (expects === 'key' || expects === 'key or }') return at;
    else if (next === '{' || next === '[') {
      open.push(next);
      at += 1;
      expects = next === '{' ? 'key or }' : 'value or ]';
    } else if (skip(SCALAR)) expects = 'more';
    else return at;
  }
}
