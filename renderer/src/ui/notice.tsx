import type { ComponentChildren, VNode } from 'preact';
import { ShapeAttention, ShapeBad, ShapeGood, ShapeOff } from './icons.tsx';

interface NoticeProps {
  kind: 'info' | 'good' | 'attention' | 'bad';
  title?: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** Announced when it appears, for the outcome of something the person did. */
  live?: boolean;
}

const SHAPES = {
  info: ShapeOff,
  good: ShapeGood,
  attention: ShapeAttention,
  bad: ShapeBad,
} as const;

/** One inline message: what happened and what to do. */
export function Notice({ kind, title, children, actions, live = false }: NoticeProps): VNode {
  const Shape = SHAPES[kind];
  return (
    <div
      class={`notice notice-${kind}`}
      role={live ? (kind === 'bad' ? 'alert' : 'status') : undefined}
    >
      <Shape />
      <div class="notice-words">
        {title === undefined ? null : <div class="strong">{title}</div>}
        {children === undefined ? null : <div>{children}</div>}
        {actions === undefined ? null : <div class="row row-wrap notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
