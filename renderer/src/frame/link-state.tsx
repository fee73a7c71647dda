import type { VNode } from 'preact';
import { useStore } from '../state/store.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { words } from '../words/app-words.ts';

/** Says when the host is not there, with the command that brings it back. */
export function LinkState(): VNode | null {
  const store = useStore();
  const status = store.link.status.value;
  if (status !== 'offline' && status !== 'signed_out') return null;
  const { title, text, command } = status === 'offline' ? words.offline : words.signedOut;
  return (
    <Notice
      kind="bad"
      title={title}
      live
      actions={
        <Button small onClick={() => store.link.retry()}>
          {words.tryAgain}
        </Button>
      }
    >
      {text} <code class="inline-code">{command}</code>
    </Notice>
  );
}
