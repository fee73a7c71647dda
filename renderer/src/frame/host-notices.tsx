import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../state/store.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { words } from '../words/app-words.ts';

/** What happened to the data, until it is dismissed, and why nothing can be saved. */
export function HostNotices(): VNode {
  const store = useStore();
  const { notices, readOnly } = useSnapshot();
  return (
    <>
      {readOnly === undefined ? null : (
        <Notice kind="attention" title={words.readOnly}>
          {readOnly}
        </Notice>
      )}
      {notices.map(({ id, level, message }) => (
        <Notice
          key={id}
          kind={level}
          actions={
            <Button
              small
              onClick={() => void store.settle(store.client.call('notice.dismiss', { id }))}
            >
              {words.dismiss}
            </Button>
          }
        >
          {message}
        </Notice>
      ))}
    </>
  );
}
