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

/** How many letters have to be added, dropped or replaced, or neighbours exchanged, to get from one word to the other. */
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
