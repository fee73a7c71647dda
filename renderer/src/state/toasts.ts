import { signal, type ReadonlySignal } from '@preact/signals';

export interface Toast {
  id: number;
  kind: 'done' | 'problem';
  message: string;
  action?: { label: string; run: () => void };
}

export interface Toasts {
  readonly list: ReadonlySignal<readonly Toast[]>;
  /** The live region's text. */
  readonly spoken: ReadonlySignal<string>;
  show(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
  /** For screen readers only. */
  announce(text: string): void;
}

/** Long enough to read and to reach the undo button by keyboard. */
const TOAST_MS = 8000;

export function createToasts(): Toasts {
  const list = signal<readonly Toast[]>([]);
  const spoken = signal('');
  let nextId = 1;

  const dismiss = (id: number): void => {
    list.value = list.value.filter((toast) => toast.id !== id);
  };

  return {
    list,
    spoken,
    dismiss,
    show(toast) {
      const id = nextId;
      nextId += 1;
      // The same message again replaces the earlier one, so a burst of failures is one line.
      const others = list.value.filter((shown) => shown.message !== toast.message);
      list.value = [...others.slice(-2), { ...toast, id }];
      // A problem stays until it is dismissed.
      if (toast.kind === 'done') setTimeout(() => dismiss(id), TOAST_MS);
    },
    announce(text) {
      // A live region only speaks changes, so the same text again needs one.
      spoken.value = spoken.value === text ? `${text}\u00a0` : text;
    },
  };
}
