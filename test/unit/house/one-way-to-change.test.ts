import { expect, it } from 'vitest';
import { trackedTexts } from './tracked-files.ts';

/** Who may call what writes: the stores' own rooms make it, and `core/change` alone uses it. */
const WRITES: readonly [what: string, pattern: RegExp][] = [
  ['saves settings', /\b(?:settings|store)\.save\(/],
  ['writes secrets', /\bsecrets\.write\(|\bstore\.write\(/],
  ['moves the listener', /\bendpoint\.apply\(/],
  ['asks for the start at login', /\bsetStartAtLogin\(/],
  ['arms a drill', /\bdeps\.armDrill\(|\bdrills\.set\(/],
  ['adopts a state', /\bstate\.adopt\w*\(|\bvault\.adopt\(/],
];

const sources = [...trackedTexts()].filter(
  ([path]) => /^main\/(?!adapters\/|hosts\/electron\/)/.test(path) && path.endsWith('.ts'),
);

it.each(WRITES)('only core/change %s', (_what, pattern) => {
  const writers = sources.filter(([, text]) => pattern.test(text));
  expect(writers.map(([path]) => path)).toEqual(['main/core/change/change.ts']);
});
