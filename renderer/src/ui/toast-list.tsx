import type { VNode } from 'preact';
import { useStore } from '../state/store.ts';
import { words } from '../words/app-words.ts';
import { Button } from './button.tsx';
import { IconCross, ShapeBad, ShapeGood } from './icons.tsx';

/** Messages with their undo, and the live region for screen readers. */
export function ToastList(): VNode {
  const { toasts } = useStore();
  return (
    <>
      <div role="status" class="unseen">
        {toasts.spoken.value}
      </div>
      <div class="toasts" role="log" aria-live="polite" aria-label="Messages">
        {toasts.list.value.map((toast) => {
          const { action } = toast;
          return (
            <div key={toast.id} class={`toast toast-${toast.kind}`}>
              {toast.kind === 'done' ? <ShapeGood /> : <ShapeBad />}
              <span class="grow">{toast.message}</span>
              {action === undefined ? null : (
                <Button
                  small
                  onClick={() => {
                    toasts.dismiss(toast.id);
                    action.run();
                  }}
                >
                  {action.label}
                </Button>
              )}
              <Button
                kind="quiet"
                small
                icon={<IconCross />}
                label={words.dismiss}
                onClick={() => toasts.dismiss(toast.id)}
              />
            </div>
          );
        })}
      </div>
    </>
  );
}
