import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { it } from 'vitest';

/** In a plain test run: enough to notice what is broken outright, the same cases each time. */
const FEW_CASES = 60;
const REPORTS = fileURLToPath(new URL('../../test-results/fuzz', import.meta.url));

const env = (name: string): number | undefined => {
  const value = Number(process.env[`TOKEN_TRAY_FUZZ_${name}`]);
  return Number.isInteger(value) && value > 0 ? value : undefined;
};

export interface Fuzz<Value> {
  title: string;
  cases: fc.Arbitrary<Value>;
  /** Which part of the run's cases, or of its seconds, goes to this one; all of them add up to 1. */
  share: number;
  /** What failed once: tried first in every run. */
  found?: readonly Value[];
  check(value: Value): Promise<void> | void;
}

/**
 * A test of made-up cases. `npm run fuzz` gives it time or a number of cases, and a seed of its own; a failure
 * names the seed and the smallest case that fails. Add that case to `found`.
 */
export function fuzz<Value>({ title, cases, share, found = [], check }: Fuzz<Value>): void {
  const [all, seconds] = [env('CASES'), env('SECONDS')];
  const isLong = all !== undefined || seconds !== undefined;
  it(
    title,
    async () => {
      let tried = 0;
      await fc.assert(
        fc.asyncProperty(cases, async (value) => {
          tried += 1;
          await check(value);
        }),
        {
          seed: env('SEED') ?? 1,
          numRuns:
            all === undefined
              ? isLong
                ? Number.MAX_SAFE_INTEGER
                : FEW_CASES
              : Math.ceil(all * share),
          examples: found.map((value) => [value]),
          ...(seconds === undefined
            ? {}
            : { interruptAfterTimeLimit: seconds * share * 1000, markInterruptAsFailure: false }),
        },
      );
      if (isLong) report(title, tried);
    },
    isLong ? 3_600_000 : 60_000,
  );
}

function report(title: string, tried: number): void {
  mkdirSync(REPORTS, { recursive: true });
  const name = title.replaceAll(/\W+/g, '-').toLowerCase();
  writeFileSync(`${REPORTS}/${name}.json`, JSON.stringify({ title, tried }));
}
