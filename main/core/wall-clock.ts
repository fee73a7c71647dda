/** How far the two clocks may drift apart before they are matched again. */
const MAX_DRIFT_MS = 5;

let offset = Date.now() - performance.now();

/**
 * Milliseconds since the epoch, with fractions, which `Date.now` lacks. The fine clock stops
 * while a laptop sleeps and knows nothing of a clock that is set, so it is matched with the coarse one
 * whenever they differ.
 */
export function wallClock(): number {
  const fine = performance.now();
  const coarse = Date.now();
  const drift = coarse - (fine + offset);
  if (drift > MAX_DRIFT_MS || drift < -MAX_DRIFT_MS) offset = coarse - fine;
  return fine + offset;
}
