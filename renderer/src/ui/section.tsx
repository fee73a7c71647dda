import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

interface SectionProps {
  title: string;
  hint?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** A group with a heading. Groups are separated by space, not by lines or boxes. */
export function Section({ title, hint, actions, children }: SectionProps): VNode {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <div class="row row-apart section-head">
        <h2 id={id}>{title}</h2>
        {actions === undefined ? null : <div class="row">{actions}</div>}
      </div>
      {hint === undefined ? null : <p class="quiet section-hint">{hint}</p>}
      {children}
    </section>
  );
}

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
