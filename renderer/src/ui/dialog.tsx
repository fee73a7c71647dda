import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { words } from '../words/app-words.ts';
import { Button } from './button.tsx';
import { IconCross } from './icons.tsx';
import { useModal } from './use-modal.ts';

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
