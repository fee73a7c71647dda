import { useSignal } from '@preact/signals';
import type { ComponentType, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../state/store.ts';

/** The palette, loaded the first time it opens. */
export function LazyPalette(): VNode | null {
  const store = useStore();
  const palette = useSignal<{ Palette: ComponentType } | undefined>(undefined);
  const open = store.paletteOpen.value;

  useEffect(() => {
    if (!open || palette.value !== undefined) return;
    void import('./palette.tsx').then(
      (part) => (palette.value = { Palette: part.Palette }),
      () => (store.paletteOpen.value = false),
    );
  }, [open]);

  if (!open || palette.value === undefined) return null;
  const { Palette } = palette.value;
  return <Palette />;
}
