/** `text` with each `{name}` filled from `details`; a name without a detail becomes nothing. */
export function fillIn(text: string, details: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(details[name] ?? ''));
}

/** The length of `text` in bytes of UTF-8: what LiveKit's limits count. A lone surrogate counts as three. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** A word for a URL's query: `My app (dev)` becomes `my-app-dev`; text with nothing usable becomes `fallback`. */
export function slugify(text: string, fallback: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 48)
    .replace(/-$/, '');
  return slug === '' ? fallback : slug;
}

/**
 * What a name, a template or a grant may not hold: controls and line breaks, marks that turn the direction of
 * the text around them, invisible characters, half of a character. The two joiners stay: emoji and some
 * scripts are written with them.
 */
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u;
const TURNS_DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const LONE_SURROGATE = /\p{Cs}/u;

export interface UnfitCharacter {
  /** In words, such as `a line break (U+000A)`. */
  character: string;
  /** Counted in characters, from 1. */
  position: number;
}

/** The first character that may not be in a text of one line, or nothing. */
export function findUnfitCharacter(text: string): UnfitCharacter | undefined {
  return find(UNFIT, text);
}

/** The first half of a surrogate pair: text that cannot be written as UTF-8. */
export function findBrokenCharacter(text: string): UnfitCharacter | undefined {
  return find(LONE_SURROGATE, text);
}

function find(pattern: RegExp, text: string): UnfitCharacter | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const code = match[0].codePointAt(0) ?? 0;
  const number = code.toString(16).toUpperCase().padStart(4, '0');
  return {
    character: `${characterInWords(match[0])} (U+${number})`,
    position: Array.from(text.slice(0, match.index)).length + 1,
  };
}

function characterInWords(character: string): string {
  if (LONE_SURROGATE.test(character)) return 'half of a character';
  if (/[\n\r\u0085\u2028\u2029]/.test(character)) return 'a line break';
  if (character === '\t') return 'a tab';
  if (TURNS_DIRECTION.test(character)) return 'a mark that turns the direction of text';
  return /\p{Cc}/u.test(character) ? 'a control character' : 'an invisible character';
}

/**
 * The known name that was probably meant: the same letters in other case or with other separators, or at most two
 * letters away. `undefined` where none is near.
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const wanted = lettersOf(typed.slice(0, 64));
  const near = known
    .map((name) => ({ name, distance: editDistance(wanted, lettersOf(name)) }))
    .toSorted((left, right) => left.distance - right.distance)[0];
  if (near === undefined) return undefined;
  return near.distance <= Math.min(2, Math.floor(wanted.length / 3)) ? near.name : undefined;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** How many letters must be added, dropped, replaced or swapped with a neighbour to get from one word to the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_item, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? row) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
