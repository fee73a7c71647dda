import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { IconBack } from './icons.tsx';
import { walk } from './menu.tsx';
import { words } from '../words/app-words.ts';

interface SplitProps {
  list: ComponentChildren;
  /** The open item, if any. */
  detail?: ComponentChildren;
  detailLabel: string;
  /** Whether a person opened the detail. Only then does it cover the list in a narrow window. */
  chosen: boolean;
  onClose: () => void;
  /** Which of the two gets more space. */
  weight?: 'list' | 'detail';
}

/** A list with the detail of one line beside it, or over it in a narrow window. Escape goes back. */
export function Split({
  list,
  detail,
  detailLabel,
  chosen,
  onClose,
  weight = 'list',
}: SplitProps): VNode {
  const pane = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    if (!chosen) return undefined;
    opener.current = document.activeElement;
    // In a narrow window the list is hidden, so the focus has to move.
    if (!isSeen(opener.current)) pane.current?.focus();
    return () => {
      if (opener.current instanceof HTMLElement && !isSeen(document.activeElement)) {
        const back = opener.current;
        requestAnimationFrame(() => back.focus());
      }
    };
  }, [chosen]);

  const close = (): void => {
    onClose();
    const back = opener.current;
    if (back instanceof HTMLElement) requestAnimationFrame(() => back.focus());
  };

  return (
    <div class="split" data-chosen={chosen} data-open={detail !== undefined && detail !== null}>
      <div class="split-list pane">{list}</div>
      {detail === undefined || detail === null ? null : (
        <section
          ref={pane}
          class="split-detail pane"
          data-weight={weight}
          aria-label={detailLabel}
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.defaultPrevented) return;
            event.preventDefault();
            close();
          }}
        >
          <div class="split-back">
            <Button kind="quiet" icon={<IconBack />} onClick={close}>
              {words.back}
            </Button>
          </div>
          {detail}
        </section>
      )}
    </div>
  );
}

function isSeen(element: Element | null): boolean {
  return element !== null && element !== document.body && element.getClientRects().length > 0;
}

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

interface LineButtonProps {
  current: boolean;
  strong?: boolean;
  onClick: () => void;
  children: ComponentChildren;
}

/** The button of a line that opens its detail. */
export function LineButton({ current, strong = false, onClick, children }: LineButtonProps): VNode {
  return (
    <button
      type="button"
      class={`line-open${strong ? ' strong' : ''}`}
      aria-current={current || undefined}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
