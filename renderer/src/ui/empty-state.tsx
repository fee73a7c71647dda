import type { ComponentChildren, VNode } from 'preact';

/** What will appear here, and the one thing that makes it appear. */
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
