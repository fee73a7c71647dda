import type { ComponentChildren, VNode } from 'preact';

/** Says what will appear here and how to make it appear. */
export function EmptyState({
  title,
  children,
}: {
  title: string;
  children: ComponentChildren;
}): VNode {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
