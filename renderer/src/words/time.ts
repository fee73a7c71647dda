const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `42 s`, `14 min`, `3 h 5 min`, `2 days`: the two largest parts at most. Milliseconds. */
export function span(ms: number): string {
  const length = Math.max(0, ms);
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) {
    const minutes = Math.floor((length % HOUR) / MINUTE);
    const hours = `${Math.floor(length / HOUR)} h`;
    return minutes === 0 ? hours : `${hours} ${minutes} min`;
  }
  const days = Math.floor(length / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}

/** `0:42`, `14:07`, `3:05:09`: for a countdown, where the seconds matter. Milliseconds. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours === 0
    ? `${minutes}:${twoDigits(seconds % 60)}`
    : `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
}

/** `14:07 left`. Milliseconds. */
export function timeLeft(ms: number): string {
  return `${countdown(ms)} left`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** `just now`, `12 s ago`, `in 14 min`; older or later than a day it is the date. */
export function relativeTime(at: number, now: number): string {
  const distance = now - at;
  if (Math.abs(distance) >= DAY) return absoluteTime(at);
  if (Math.abs(distance) < SECOND) return 'just now';
  return distance > 0 ? `${span(distance)} ago` : `in ${span(-distance)}`;
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const calendar = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** `10:42:07` on the same day's clock. */
export function clockTime(at: number): string {
  return clock.format(at);
}

/** `10:42:07.031`, to lay beside a device's log. */
export function clockTimeMs(at: number): string {
  return `${clockTime(at)}.${String(Math.floor(at) % SECOND).padStart(3, '0')}`;
}

/** The whole date and time. */
export function absoluteTime(at: number): string {
  return calendar.format(at);
}

/** A lifetime as a person says it: `15 min`, `1 h 30 min`, `61 s`. Seconds. */
export function lifetime(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const said = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return said.length === 0 ? '0 s' : said.join(' ');
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
};

/** Reads `15m`, `1h 30min`, `900 s` or bare seconds. `undefined` where it is no lifetime. Seconds. */
export function parseLifetime(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  if (!/^(?:\d+\s*(?:sec|s|min|m|h|d)\s*)+$/.test(trimmed)) return undefined;
  let seconds = 0;
  for (const [, amount = '', unit = ''] of trimmed.matchAll(/(\d+)\s*(sec|s|min|m|h|d)/g)) {
    seconds += Number(amount) * (UNITS[unit] ?? 0);
  }
  return seconds;
}
