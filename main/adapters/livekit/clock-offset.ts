/** This machine's clock minus the server's in whole seconds. `Date` has no fractions, so one second means nothing. */
export function clockOffset(date: string | null, at: number): number | undefined {
  const serverTime = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverTime)) return undefined;
  const offset = Math.round((at - serverTime - 500) / 1000);
  return Math.abs(offset) <= 1 ? 0 : offset;
}
