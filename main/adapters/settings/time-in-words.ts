/** A moment as notices name it: `2026-11-24 03:15 UTC`. */
export function timeInWords(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
