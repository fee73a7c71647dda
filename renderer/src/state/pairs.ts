/** A name and its value, as a line of a table that is typed into. */
export type Pair = readonly [name: string, value: string];

/** Pairs as the record that is saved. Later lines win, lines without a name are left out. */
export function pairsRecord(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}
