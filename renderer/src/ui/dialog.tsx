import type { ComponentChildren, VNode, RefObject } from 'preact';
import { useId, useEffect, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { IconCross } from './icons.tsx';
import { words } from '../words/app-words.ts';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Buttons at the bottom, the main one last. */
  actions?: ComponentChildren;
  /** A sheet to read in, as wide as the content. */
  wide?: boolean;
}

/** A modal dialog. */
export function Dialog({ title, onClose, children, actions, wide = false }: DialogProps): VNode {
  const id = useId();
  const element = useModal(onClose);

  return (
    <dialog ref={element} class={`dialog${wide ? ' dialog-wide' : ''}`} aria-labelledby={id}>
      <div class="dialog-box">
        <header class="row row-apart">
          <h2 id={id}>{title}</h2>
          <Button kind="quiet" icon={<IconCross />} label={words.close} onClick={onClose} />
        </header>
        <div class="stack">{children}</div>
        {actions === undefined ? null : <footer class="dialog-actions">{actions}</footer>}
      </div>
    </dialog>
  );
}

interface ConfirmDialogProps {
  title: string;
  /** The verb on the button that does it. */
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

/** Asks before something that can't be undone or widens access. */
export function ConfirmDialog({
  title,
  confirm,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps): VNode {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            kind="danger"
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <p>{children}</p>
    </Dialog>
  );
}

const FOCUSABLE =
  'button, input, select, textarea, a[href], summary, [tabindex]:not([tabindex="-1"])';

/**
 * Shows the dialog of the returned ref while it is rendered. The browser makes the rest inert. This adds two
 * things: Tab cycles inside instead of leaving for the browser's own buttons, and the focus returns to where
 * it was even though the dialog is removed from the page.
 */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    const opener = document.activeElement;

    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.preventDefault();
        close.current();
      } else if (event.key === 'Tab') goRound(element, event);
    };
    const onCancel = (event: Event): void => {
      event.preventDefault();
      close.current();
    };
    const onClick = (event: MouseEvent): void => {
      if (event.target === element) close.current();
    };
    element.addEventListener('keydown', onKeyDown);
    element.addEventListener('cancel', onCancel);
    element.addEventListener('click', onClick);
    element.showModal();
    return () => {
      element.close();
      if (opener instanceof HTMLElement) requestAnimationFrame(() => giveBack(opener));
    };
  }, []);

  return dialog;
}

function goRound(dialog: HTMLDialogElement, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.getClientRects().length > 0,
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const at = document.activeElement;
  if (event.shiftKey && (at === first || at === dialog)) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && at === last) {
    event.preventDefault();
    first?.focus();
  }
}

/** Unless closing the dialog moved the focus on purpose. */
function giveBack(opener: HTMLElement): void {
  const at = document.activeElement;
  if (opener.isConnected && (at === null || at === document.body)) opener.focus();
}
