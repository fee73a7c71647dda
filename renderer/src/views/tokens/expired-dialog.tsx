import type { VNode } from 'preact';
import type { IssuedToken } from '../../../../main/contract/activity.ts';
import { useStore } from '../../state/store-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { words } from '../../words/tokens.ts';
import { copyFresh } from './token-actions.ts';

/** Asked before a token is copied that LiveKit would refuse. */
export function ExpiredDialog({
  token,
  onClose,
}: {
  token: IssuedToken;
  onClose: () => void;
}): VNode {
  const store = useStore();
  return (
    <Dialog
      title={words.stale.title}
      onClose={onClose}
      actions={
        <>
          <Button
            onClick={() => {
              onClose();
              void store.copy(token.token, words.token);
            }}
          >
            {words.stale.copyAnyway}
          </Button>
          <Button
            kind="primary"
            onClick={() => {
              onClose();
              void copyFresh(store, token);
            }}
          >
            {words.stale.fresh}
          </Button>
        </>
      }
    >
      <p>{words.stale.text}</p>
    </Dialog>
  );
}
