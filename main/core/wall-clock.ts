/** How far the two clocks may drift apart before they are matched again. */
const MAX_DRIFT_MS = 5;

let offset = Date.now() - performance.now();

/**
 * Milliseconds since the epoch, with the fractions that `Date.now` lacks. `performance.now` stops while a laptop
 * sleeps and ignores changes to the clock, so it is corrected by `Date.now` whenever they differ.
 */
export function wallClock(): number {
  const fine = performance.now();
  const coarse = Date.now();
  const drift = coarse - (fine + offset);
  if (drift > MAX_DRIFT_MS || drift < -MAX_DRIFT_MS) offset = coarse - fine;
  return fine + offset;
}
