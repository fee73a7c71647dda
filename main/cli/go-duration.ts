const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  '\u00b5s': 1e-6,
  '\u03bcs': 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Longest units first, or `ms` would be read as `m`. */
const PART = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|h|m|s)/y;

/** A duration as Go writes it and the LiveKit CLI takes it, such as `5m` or `1h30m`, in whole seconds, rounded down. */
export function parseGoDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  let seconds = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < trimmed.length) {
    const match = PART.exec(trimmed);
    if (match === null) return undefined;
    seconds += Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN);
  }
  return trimmed === '' || !Number.isFinite(seconds) ? undefined : Math.floor(seconds + 1e-9);
}
