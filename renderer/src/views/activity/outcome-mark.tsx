import type { VNode } from 'preact';
import type { Outcome } from '../../../../main/contract/activity.ts';
import { ShapeAttention, ShapeBlocked, ShapeGood } from '../../ui/icons.tsx';
import { words } from '../../words/activity-words.ts';

const SHAPES = { issued: ShapeGood, refused: ShapeAttention, blocked: ShapeBlocked } as const;

export function OutcomeMark({ outcome }: { outcome: Outcome }): VNode {
  const Shape = SHAPES[outcome];
  return (
    <span class="outcome">
      <Shape />
      {words.outcomes[outcome]}
    </span>
  );
}
