import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../state/store.ts';
import { Button } from '../ui/button.tsx';
import { ShapeAttention } from '../ui/icons.tsx';
import { words } from '../words/app-words.ts';

/** The armed drill in one line, and the way to turn it off. */
export function DrillNotice({ canOpen = false }: { canOpen?: boolean }): VNode | null {
  const store = useStore();
  const { drill } = useSnapshot();
  if (drill === undefined) return null;
  return (
    <div class="notice notice-attention notice-line" role="status">
      <ShapeAttention />
      <span class="notice-words">
        <bdi>
          <span class="strong">{words.drill.armed(drill.title)}</span> {words.drill.strikes(drill)}
        </bdi>
      </span>
      <span class="row">
        {canOpen ? (
          <Button small kind="quiet" onClick={() => (store.drillsOpen.value = true)}>
            {words.drill.show}
          </Button>
        ) : null}
        <Button small onClick={() => void store.settle(store.client.call('drill.off'))}>
          {words.drill.off}
        </Button>
      </span>
    </div>
  );
}
