import type { VNode } from 'preact';
import { useStore } from '../state/store.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { words as activity } from '../words/activity-words.ts';
import { words as tokens } from '../words/token-words.ts';

const WORDS = {
  activity: { ...activity.clearing, done: activity.cleared },
  tokens: { ...tokens.recent.clearing, done: tokens.recent.cleared },
} as const;

/** Asks before a list that exists only in memory is cleared. */
export function ClearDialog(): VNode | null {
  const store = useStore();
  const what = store.clearing.value;
  if (what === undefined) return null;
  const { title, text, confirm, done } = WORDS[what];

  const clear = async (): Promise<void> => {
    const call = what === 'activity' ? 'activity.clear' : 'token.clear';
    if ((await store.settle(store.client.call(call))) === undefined) return;
    store.selected[what].value = undefined;
    store.toasts.announce(done);
  };

  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      onConfirm={() => void clear()}
      onClose={() => (store.clearing.value = undefined)}
    >
      {text}
    </ConfirmDialog>
  );
}
