import type { ComponentChildren, VNode } from 'preact';
import { words } from '../words/app-words.ts';
import { Button } from './button.tsx';

interface SaveBarProps {
  label: string;
  dirty: boolean;
  busy: boolean;
  /** Saving would overwrite someone else's change that was not looked at yet. */
  blocked?: boolean;
  onDiscard: () => void;
  children?: ComponentChildren;
}

/** The one button that saves a form, and the way back. */
export function SaveBar({
  label,
  dirty,
  busy,
  blocked = false,
  onDiscard,
  children,
}: SaveBarProps): VNode {
  return (
    <div class="form-end form-end-stuck">
      <Button kind="primary" submit busy={busy} disabled={!dirty || blocked}>
        {label}
      </Button>
      {children}
      {dirty ? (
        <>
          <Button kind="quiet" onClick={onDiscard}>
            {words.discard}
          </Button>
          <span class="small quiet">{words.unsaved}</span>
        </>
      ) : null}
    </div>
  );
}
