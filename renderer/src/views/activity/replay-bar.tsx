import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { curlForRequest } from '../../state/endpoint-urls.ts';
import { endpointPort } from '../../../../main/contract/selectors.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { IconReplay } from '../../ui/icons.tsx';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/activity-words.ts';
import { words as common } from '../../words/app-words.ts';

interface Replay {
  busy: boolean;
  send(edits?: { target?: string; body?: string }): Promise<void>;
}

/** Sends a recorded request again and selects the result. */
export function useReplay(id: string): Replay {
  const store = useStore();
  const busy = useSignal(false);
  return {
    busy: busy.value,
    async send(edits) {
      busy.value = true;
      const sent = await store.settle(
        store.client.call('activity.replay', { id, ...(edits === undefined ? {} : { edits }) }),
      );
      busy.value = false;
      if (sent === undefined) return;
      store.toasts.announce(words.replayed);
      store.selected.activity.value = sent.value.id;
    },
  };
}

/** Sends the request again, unchanged or edited, or copies it as curl. */
export function ReplayBar({ detail, replay }: { detail: ActivityDetail; replay: Replay }): VNode {
  const snapshot = useSnapshot();
  const editing = useSignal(false);
  const { busy, send } = replay;

  return (
    <>
      <div class="row row-wrap">
        <Button icon={<IconReplay />} busy={busy} onClick={() => void send()}>
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
        <ReplayForm
          target={detail.request.target}
          body={detail.request.body}
          busy={busy}
          onSend={(edits) => void send(edits)}
          onCancel={() => (editing.value = false)}
        />
      ) : null}
    </>
  );
}

interface ReplayFormProps {
  target: string;
  body: string;
  busy: boolean;
  onSend: (edits: { target: string; body: string }) => void;
  onCancel: () => void;
}

function ReplayForm({ target, body, busy, onSend, onCancel }: ReplayFormProps): VNode {
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
