import { useSignal, type Signal } from '@preact/signals';
import type { ComponentType, VNode } from 'preact';
import { useEffect } from 'preact/hooks';

interface LazyPartProps {
  open: Signal<boolean>;
  load: () => Promise<ComponentType>;
}

/** A part of the window that is loaded the first time it opens. */
export function LazyPart({ open, load }: LazyPartProps): VNode | null {
  const part = useSignal<{ Part: ComponentType } | undefined>(undefined);
  const isOpen = open.value;

  useEffect(() => {
    if (!isOpen || part.value !== undefined) return;
    void load().then(
      (Part) => (part.value = { Part }),
      () => (open.value = false),
    );
  }, [isOpen]);

  if (!isOpen || part.value === undefined) return null;
  const { Part } = part.value;
  return <Part />;
}
