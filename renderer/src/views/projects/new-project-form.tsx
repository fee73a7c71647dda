import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Failure } from '../../../../main/contract/errors.ts';
import { tidyCredentials } from '../../../../main/contract/project-input.ts';
import { fieldMessage, restMessage } from '../../state/failure-fields.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/project-words.ts';
import { ConnectionTest } from './connection-test.tsx';
import { SecretInput, StorageNotice } from './secret-field.tsx';
import { nameFromUrl, noticeFor } from './typed-credentials.ts';

export interface NewProjectDraft {
  name: string;
  url: string;
  apiKey: string;
  apiSecret: string;
}

const EMPTY: NewProjectDraft = { name: '', url: '', apiKey: '', apiSecret: '' };
const withoutSecret = (draft: NewProjectDraft): NewProjectDraft => ({ ...draft, apiSecret: '' });
const FIELDS = ['name', 'url', 'apiKey', 'apiSecret'] as const;

/** URL, key and secret in one form, as they are pasted. The name is optional. */
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
  const refused = useSignal<Failure | undefined>(undefined);
  const busy = useSignal(false);
  const first = useRef<HTMLInputElement>(null);

  useEffect(() => first.current?.focus(), []);

  const set = (change: Partial<NewProjectDraft>): void => {
    refused.value = undefined;
    kept.value = { ...draft, ...change };
  };

  const save = async (): Promise<void> => {
    const { values, problem } = tidyCredentials(draft);
    if (problem !== undefined) {
      refused.value = problem;
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
      refused.value = reply.error;
      return;
    }
    kept.value = undefined;
    store.toasts.show({ kind: 'done', message: words.saved(reply.value.name) });
    onDone(reply.value.id);
  };

  const rest = restMessage(refused.value, FIELDS);
  return (
    <form
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
          error={fieldMessage(refused.value, 'url')}
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
          error={fieldMessage(refused.value, 'name')}
          hint={words.nameFromUrl}
        />
        <TextField
          label={words.fields.apiKey}
          value={draft.apiKey}
          onInput={(apiKey) => set({ apiKey })}
          placeholder={words.fields.apiKeyPlaceholder}
          error={fieldMessage(refused.value, 'apiKey')}
          notice={noticeFor('apiKey', draft.apiKey)}
          code
        />
        <SecretInput
          label={words.fields.apiSecret}
          value={draft.apiSecret}
          onInput={(apiSecret) => set({ apiSecret })}
          error={fieldMessage(refused.value, 'apiSecret')}
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
          onRefused={(failure) => (refused.value = failure)}
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
      </div>
    </form>
  );
}
