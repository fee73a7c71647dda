import type { VNode } from 'preact';
import type { Draft } from '../state/use-draft.ts';
import { words } from '../words/app-words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Someone else saved this meanwhile. Nothing typed is lost, and nothing is overwritten unasked. */
export function OvertakenNotice<Form extends object>({
  draft,
}: {
  draft: Draft<Form>;
}): VNode | null {
  if (!draft.overtaken) return null;
  return (
    <Notice
      kind="attention"
      title={words.newer.title}
      live
      actions={
        <>
          <Button small onClick={() => draft.clear()}>
            {words.newer.take}
          </Button>
          <Button small onClick={() => draft.keepMine()}>
            {words.newer.keep}
          </Button>
        </>
      }
    >
      {words.newer.text}
    </Notice>
  );
}
