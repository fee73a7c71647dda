import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Failure } from '../../../../main/contract/errors.ts';
import { fieldMessage, restMessage } from '../../state/failure-fields.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { SaveState, useFirstProblemInView } from '../../ui/edit-form.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/project-words.ts';
import { ConnectionTest } from './connection-test.tsx';
import { SecretInput, StorageNotice } from './secret-field.tsx';
import { nameFromUrl } from '../../../../main/contract/livekit-url.ts';
import { noticeFor, readCredentials } from './typed-credentials.ts';

export interface NewProjectDraft {
  name: string;
  url: string;
  apiKey: string;
  apiSecret: string;
}

const EMPTY: NewProjectDraft = { name: '', url: '', apiKey: '', apiSecret: '' };
const withoutSecret = (draft: NewProjectDraft): NewProjectDraft => ({ ...draft, apiSecret: '' });
const FIELDS = ['name', 'url', 'apiKey', 'apiSecret'] as const;

/** URL, key and secret in one form. The name is optional. */
export function NewProjectForm({
  onDone,
  onCancel,
}: {
  onDone: (id: string) => void;
  onCancel: () => void;
}): VNode {
  const store = useStore();
  const kept = store.drafts.of<NewProjectDraft>('new-project', withoutSecret);
  const draft = kept.value ?? EMPTY;
  const problems = useSignal<readonly Failure[]>([]);
  const busy = useSignal(false);
  const first = useRef<HTMLInputElement>(null);

  useEffect(() => first.current?.focus(), []);

  const set = (change: Partial<NewProjectDraft>): void => {
    problems.value = [];
    kept.value = { ...draft, ...change };
  };

  const save = async (): Promise<void> => {
    const { values, problems: found } = readCredentials(draft);
    if (found.length > 0) {
      problems.value = found;
      return;
    }
    busy.value = true;
    const { url = '', apiKey = '', apiSecret = '' } = values;
    const name = draft.name.trim() === '' ? nameFromUrl(url) : draft.name.trim();
    const reply = await store.client.call('project.create', {
      fields: { name, url, apiKey, apiSecret },
    });
    busy.value = false;
    if (!reply.ok) {
      problems.value = [reply.error];
      return;
    }
    kept.value = undefined;
    store.toasts.show({ kind: 'done', message: words.saved(reply.value.item.name) });
    onDone(reply.value.item.id);
  };

  const form = useFirstProblemInView(problems.value);
  const rest = restMessage(problems.value, FIELDS);
  return (
    <form
      ref={form}
      class="stack door-panel"
      aria-label={words.newTitle}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="fields fields-two">
        <TextField
          label={words.fields.url}
          value={draft.url}
          onInput={(url) => set({ url })}
          placeholder={words.fields.urlPlaceholder}
          error={fieldMessage(problems.value, 'url')}
          notice={noticeFor('url', draft.url)}
          inputRef={first}
          inputMode="url"
          code
        />
        <TextField
          label={words.fields.name}
          value={draft.name}
          onInput={(name) => set({ name })}
          placeholder={nameFromUrl(draft.url)}
          error={fieldMessage(problems.value, 'name')}
          hint={words.nameFromUrl}
        />
        <TextField
          label={words.fields.apiKey}
          value={draft.apiKey}
          onInput={(apiKey) => set({ apiKey })}
          placeholder={words.fields.apiKeyPlaceholder}
          error={fieldMessage(problems.value, 'apiKey')}
          notice={noticeFor('apiKey', draft.apiKey)}
          code
        />
        <SecretInput
          label={words.fields.apiSecret}
          value={draft.apiSecret}
          onInput={(apiSecret) => set({ apiSecret })}
          error={fieldMessage(problems.value, 'apiSecret')}
          notice={noticeFor('apiSecret', draft.apiSecret)}
        />
      </div>
      <StorageNotice />
      {rest === undefined ? null : (
        <Notice kind="bad" live>
          {rest}
        </Notice>
      )}
      <div class="form-end">
        <Button kind="primary" submit busy={busy.value}>
          {words.save}
        </Button>
        <ConnectionTest
          input={() => ({
            fields: { url: draft.url, apiKey: draft.apiKey, apiSecret: draft.apiSecret },
          })}
          onRefused={(failure) => (problems.value = [failure])}
        />
        <Button
          kind="quiet"
          onClick={() => {
            kept.value = undefined;
            onCancel();
          }}
        >
          {common.cancel}
        </Button>
        {problems.value.length === 0 ? null : <SaveState wrong={problems.value.length} />}
      </div>
    </form>
  );
}
