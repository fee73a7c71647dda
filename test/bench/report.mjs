// @ts-check
/**
 * What was measured in turns: one pair of figures for each turn, bare first. `goal` is the ratio of ours
 * to bare that must be reached, at least or at most.
 * @typedef {{ name: string, unit: string, pairs: (readonly [number, number])[], goal: { atLeast: number } | { atMost: number } }} Measure
 */

/**
 * @typedef {{ name: string, unit: string, bare: number, ours: number, ratio: number, goal: Measure['goal'], met: boolean }} Judged
 */

/**
 * @param {readonly number[]} values
 * @returns {number}
 */
export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/**
 * The ratio is the median of the turns' own ratios and not the ratio of two medians: what disturbs a
 * machine for a while disturbs both halves of a turn.
 * @param {Measure} measure
 * @returns {Judged}
 */
export function judge({ name, unit, pairs, goal }) {
  const bare = median(pairs.map(([ofBare]) => ofBare));
  const ours = median(pairs.map(([, ofOurs]) => ofOurs));
  const ratio = median(pairs.map(([ofBare, ofOurs]) => ofOurs / ofBare));
  const met = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
  return { name, unit, bare, ours, ratio, goal, met };
}

/**
 * A table for a person.
 * @param {readonly Judged[]} results
 * @returns {string}
 */
export function table(results) {
  const rows = [
    ['', 'bare', 'ours', 'ratio', 'goal', ''],
    ...results.map(({ name, unit, bare, ours, ratio, goal, met }) => [
      `${name} (${unit})`,
      number(bare),
      number(ours),
      `${ratio.toFixed(2)}x`,
      'atLeast' in goal ? `at least ${goal.atLeast}x` : `at most ${goal.atMost}x`,
      met ? 'met' : 'MISSED',
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || column > 3
            ? cell.padEnd(widths?.[column] ?? 0)
            : cell.padStart(widths?.[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {number} value */
function number(value) {
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
