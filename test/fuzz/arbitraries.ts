import * as fc from 'fast-check';

/** Text as attackers, emoji and broken encoders make it. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', '__proto__', 'constructor', 'null', '\0', '\uD800'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u202Egnp.exe', '\u001b[2J', '{{room}}', '${x}', '../..', '%'),
  },
  { weight: 1, arbitrary: fc.nat({ max: 600 }).map((length) => 'é'.repeat(length)) },
);

/** Any value that JSON can say. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constant(null)) },
  { weight: 1, arbitrary: fc.constantFrom([], {}, [null], { __proto__: 1 }) },
);

/** An object with some of these keys, and now and then an unknown one. */
export function objectOf(
  names: readonly string[],
  values: fc.Arbitrary<unknown> = json,
): fc.Arbitrary<Record<string, unknown>> {
  const name = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: text },
  );
  return fc
    .array(fc.tuple(name, values), { maxLength: 6 })
    .map((pairs) => Object.fromEntries(pairs));
}

/** A document of some format with a few bytes changed, cut or doubled. */
export function damaged(documents: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('cut', 'insert', 'repeat', 'end'),
    what: fc.oneof(
      text,
      json.map((value) => JSON.stringify(value) ?? ''),
    ),
  });
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(edit, { minLength: 1, maxLength: 5 }))
    .map(([document, edits]) =>
      edits.reduce((now, { at, kind, what }) => {
        const place = now.length === 0 ? 0 : at % now.length;
        const [before, after] = [now.slice(0, place), now.slice(place)];
        if (kind === 'cut') return before + after.slice(1 + (at % 9));
        if (kind === 'insert') return before + what + after;
        if (kind === 'repeat') return before + after.slice(0, 12).repeat(1 + (at % 20)) + after;
        return before;
      }, document),
    );
}
