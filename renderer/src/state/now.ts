import { signal } from '@preact/signals';

/** Milliseconds since the epoch, moving once a second while the window is seen. */
export const now = signal(Date.now());

export function startClock(page: Document): void {
  const tick = (): void => {
    if (page.visibilityState === 'visible') now.value = Date.now();
  };
  setInterval(tick, 1000);
  page.addEventListener('visibilitychange', tick);
}
