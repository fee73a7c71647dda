import { signal, useComputed, type ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { absoluteTime, relativeTime, timeLeft } from '../words/time.ts';

/** Milliseconds since the epoch, updated every second while the window is visible. */
export const now = signal(Date.now());

export function startClock(page: Document): void {
  const tick = (): void => {
    if (page.visibilityState === 'visible') now.value = Date.now();
  };
  setInterval(tick, 1000);
  page.addEventListener('visibilitychange', tick);
}

/** `12 s ago`, absolute on hover. Only the text node updates. */
export function RelativeTime({ at }: { at: number }): VNode {
  const text = useComputed(() => relativeTime(at, now.value));
  return <TimeElement at={at} text={text} />;
}

/** Time left until `at`, or `expired` once it has passed. */
export function Countdown({ at, expired }: { at: number; expired: string }): VNode {
  const text = useComputed(() => (at <= now.value ? expired : timeLeft(at - now.value)));
  return <TimeElement at={at} text={text} />;
}

function TimeElement({ at, text }: { at: number; text: ReadonlySignal<string> }): VNode {
  return (
    <time class="numbers" dateTime={new Date(at).toISOString()} title={absoluteTime(at)}>
      {text}
    </time>
  );
}
