import { useComputed, type ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { now } from '../state/now.ts';
import { absoluteTime, relativeTime, timeLeft } from '../words/time.ts';

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
