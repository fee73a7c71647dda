import { signal, type ReadonlySignal } from '@preact/signals';

export interface Toast {
  id: number;
  kind: 'done' | 'problem';
  message: string;
  action?: { label: string; run: () => void };
}

export interface Toasts {
  readonly list: ReadonlySignal<readonly Toast[]>;
  /** What the live region says now. */
  readonly spoken: ReadonlySignal<string>;
  show(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
  /** For people who hear the window: said once, shown nowhere. */
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
      // A message that says the same again replaces the one before: a burst of failures is one line.
      const others = list.value.filter((shown) => shown.message !== toast.message);
      list.value = [...others.slice(-2), { ...toast, id }];
      // A problem stays until it was read.
      if (toast.kind === 'done') setTimeout(() => dismiss(id), TOAST_MS);
    },
    announce(text) {
      // The same text twice would not be spoken twice: a live region speaks changes.
      spoken.value = spoken.value === text ? `${text}\u00a0` : text;
    },
  };
}
