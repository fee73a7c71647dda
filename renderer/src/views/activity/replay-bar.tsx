import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { curlForRequest } from '../../state/curl.ts';
import { endpointPort } from '../../../../main/contract/selectors.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { IconReplay } from '../../ui/icons.tsx';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/activity-words.ts';
import { words as common } from '../../words/app-words.ts';

/** Sends the request again, unchanged or edited, or copies it as curl. */
export function ReplayBar({ detail }: { detail: ActivityDetail }): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const editing = useSignal(false);
  const busy = useSignal(false);

  const replay = async (edits?: { target: string; body: string }): Promise<void> => {
    busy.value = true;
    const sent = await store.settle(
      store.client.call('activity.replay', {
        id: detail.id,
        ...(edits === undefined ? {} : { edits }),
      }),
    );
    busy.value = false;
    if (sent === undefined) return;
    store.toasts.announce(words.replayed);
    store.selected.activity.value = sent.value.id;
  };

  return (
    <>
      <div class="row row-wrap">
        <Button icon={<IconReplay />} busy={busy.value} onClick={() => void replay()}>
          {words.replay}
        </Button>
        <Button pressed={editing.value} onClick={() => (editing.value = !editing.value)}>
          {words.replayEdited}
        </Button>
        <CopyButton
          what={words.curlWhat}
          text={curlForRequest(detail, endpointPort(snapshot))}
          word={words.curl}
        />
      </div>
      {editing.value ? (
        <EditForm
          target={detail.request.target}
          body={detail.request.body}
          busy={busy.value}
          onSend={(edits) => void replay(edits)}
          onCancel={() => (editing.value = false)}
        />
      ) : null}
    </>
  );
}

interface EditFormProps {
  target: string;
  body: string;
  busy: boolean;
  onSend: (edits: { target: string; body: string }) => void;
  onCancel: () => void;
}

function EditForm({ target, body, busy, onSend, onCancel }: EditFormProps): VNode {
  const edits = useSignal({ target, body: prettyJson(body) });
  return (
    <form
      class="stack replay-form"
      aria-label={words.editTitle}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend(edits.value);
      }}
    >
      <TextField
        label={words.target}
        value={edits.value.target}
        onInput={(value) => (edits.value = { ...edits.value, target: value })}
        code
      />
      <AreaField
        label={words.body}
        value={edits.value.body}
        onInput={(value) => (edits.value = { ...edits.value, body: value })}
      />
      <div class="form-end">
        <Button kind="primary" submit busy={busy}>
          {words.send}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {common.cancel}
        </Button>
      </div>
    </form>
  );
}

/** JSON indented for editing. Anything else unchanged. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
