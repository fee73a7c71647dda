import type { ActivityEntry, Outcome } from '../../../../main/contract/activity.ts';

export const MINUTES = 60;
export const MINUTE_MS = 60_000;

/** A minute's requests by outcome. */
export type Column = Record<Outcome, number>;

/** Counts by outcome for each of the last 60 minutes, oldest first. */
export function minuteColumns(entries: readonly ActivityEntry[], minute: number): Column[] {
  const columns = Array.from({ length: MINUTES }, (): Column => ({
    issued: 0,
    refused: 0,
    blocked: 0,
  }));
  for (const { at, outcome } of entries) {
    const column = columns[MINUTES - 1 - (minute - Math.floor(at / MINUTE_MS))];
    if (column !== undefined) column[outcome] += 1;
  }
  return columns;
}
