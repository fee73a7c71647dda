// @ts-check
/**
 * A goal for the ratio of the last contestant, ours, to another one: at least or at most so much.
 * @typedef {{ against: string, atLeast: number } | { against: string, atMost: number }} Goal
 */

/**
 * What was measured in turns: in each turn one figure for each contestant, ours last.
 * @typedef {{ name: string, unit: string, contestants: string[], turns: number[][], goals: Goal[] }} Measure
 */

/**
 * @typedef {{ name: string, unit: string, medians: Record<string, number>, ratios: { against: string, ratio: number, goal: Goal, met: boolean }[] }} Judged
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
 * A ratio is the median of the turns' own ratios and not the ratio of two medians: what disturbs a
 * machine for a while disturbs all of a turn.
 * @param {Measure} measure
 * @returns {Judged}
 */
export function judge({ name, unit, contestants, turns, goals }) {
  const medians = Object.fromEntries(
    contestants.map((contestant, index) => [contestant, median(column(turns, index))]),
  );
  const ratios = goals.map((goal) => {
    const other = contestants.indexOf(goal.against);
    const ratio = median(turns.map((turn) => (turn.at(-1) ?? Number.NaN) / (turn[other] ?? 0)));
    const met = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
    return { against: goal.against, ratio, goal, met };
  });
  return { name, unit, medians, ratios };
}

/**
 * @param {number[][]} turns
 * @param {number} index
 */
function column(turns, index) {
  return turns.map((turn) => turn[index] ?? Number.NaN);
}

/**
 * Two tables for a person: the medians, then the ratios with their goals.
 * @param {readonly Judged[]} results
 * @returns {string}
 */
export function table(results) {
  const figures = results.flatMap(({ name, unit, medians }) =>
    Object.entries(medians).map(([contestant, value], index) => [
      index === 0 ? `${name} (${unit})` : '',
      contestant,
      number(value),
    ]),
  );
  const ratios = results.flatMap(({ name, ratios: ofOne }) =>
    ofOne.map(({ against, ratio, goal, met }) => [
      `${name}, against ${against}`,
      `${ratio.toFixed(2)} x`,
      'atLeast' in goal ? `at least ${goal.atLeast} x` : `at most ${goal.atMost} x`,
      met ? 'met' : 'MISSED',
    ]),
  );
  return `${aligned(figures)}\n\n${aligned(ratios)}`;
}

/** @param {string[][]} rows */
function aligned(rows) {
  const widths = rows[0]?.map((_, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths?.[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {number} value */
function number(value) {
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}
