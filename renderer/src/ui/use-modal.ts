import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

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
