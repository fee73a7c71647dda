import { signal } from '@preact/signals';

/** Milliseconds since the epoch, updated every second while the window is visible. */
export const now = signal(Date.now());

export function startClock(page: Document): void {
  const tick = (): void => {
    if (page.visibilityState === 'visible') now.value = Date.now();
  };
  setInterval(tick, 1000);
  page.addEventListener('visibilitychange', tick);
}
