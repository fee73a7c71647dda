import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/activity-words.ts';
import { words as common } from '../../words/app-words.ts';

/** Why there was no token: the rule that blocked it, and a way to let it through if there is one. */
export function RequestTrouble({ detail }: { detail: ActivityDetail }): VNode | null {
  const { error, outcome } = detail;
  const asking = useSignal(false);
  const { server } = useSnapshot().settings;
  if (error === undefined) return null;
  const { remedy } = detail;
  const allowed = remedy?.kind === 'origin' ? server.allowedOrigins : server.allowedHosts;
  const open = remedy !== undefined && !allowed.includes(remedy.value);
  return (
    <>
      <Notice
        kind={outcome === 'blocked' ? 'bad' : 'attention'}
        title={
          error.rule === undefined
            ? words.refusedTitle
            : `${words.blockedBy}: ${words.rules[error.rule]}`
        }
        actions={
          open ? (
            <Button small onClick={() => (asking.value = true)}>
              {words.allow[remedy.kind]}
            </Button>
          ) : undefined
        }
      >
        <bdi>{error.message}</bdi>
      </Notice>
      {asking.value && remedy !== undefined ? (
        <AllowDialog id={detail.id} remedy={remedy} onClose={() => (asking.value = false)} />
      ) : null}
    </>
  );
}

interface AllowDialogProps {
  id: string;
  remedy: NonNullable<ActivityDetail['remedy']>;
  onClose: () => void;
}

function AllowDialog({ id, remedy, onClose }: AllowDialogProps): VNode {
  const store = useStore();

  const allow = async (): Promise<void> => {
    onClose();
    const done = await store.settle(store.client.call('activity.allow', { id }));
    if (done !== undefined) {
      store.toasts.show({
        kind: 'done',
        message: `${words.allow.done(remedy.value)}. ${words.allow.undo}`,
      });
    }
  };

  return (
    <Dialog
      title={words.allow.title(remedy.value)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" onClick={() => void allow()}>
            {words.allow[remedy.kind]}
          </Button>
        </>
      }
    >
      <p>{remedy.kind === 'origin' ? words.allow.originText : words.allow.hostText}</p>
    </Dialog>
  );
}
