import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words/app-words.ts';
import { Button } from './button.tsx';
import { IconBack } from './icons.tsx';

interface SplitProps {
  list: ComponentChildren;
  /** What is open, or nothing. */
  detail?: ComponentChildren;
  detailLabel: string;
  /** Whether a person opened the detail: only then it covers the list on a narrow window. */
  chosen: boolean;
  onClose: () => void;
  /** `list`: the list needs the room. `detail`: the detail does. */
  weight?: 'list' | 'detail';
}

/** A list and, beside it or on a narrow window over it, the detail of one of its lines. Escape goes back. */
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
    // On a narrow window the list is out of sight, so the focus has to come along.
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
