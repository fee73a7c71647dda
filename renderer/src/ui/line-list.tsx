import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { walk } from './menu.tsx';

/** A list whose lines open with their first button. Up and down move between lines. */
export function LineList({
  label,
  children,
}: {
  label: string;
  children: ComponentChildren;
}): VNode {
  const root = useRef<HTMLUListElement>(null);
  return (
    <ul
      ref={root}
      class="lines"
      aria-label={label}
      onKeyDown={(event) => {
        const { target, key } = event;
        if (!(target instanceof HTMLElement) || !target.classList.contains('line-open')) return;
        if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(key)) return;
        const openers = [...(root.current?.querySelectorAll<HTMLElement>('.line-open') ?? [])];
        if (walk(openers, key)) event.preventDefault();
      }}
    >
      {children}
    </ul>
  );
}
