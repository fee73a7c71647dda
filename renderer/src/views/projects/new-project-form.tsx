import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CredentialsReading } from '../../../../main/contract/credential-import.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { TypedCredentials } from '../../../../main/contract/judge-credentials.ts';
import { nameFromUrl } from '../../../../main/contract/livekit-url.ts';
import {
  fieldMessage,
  restMessage,
  SaveState,
  useFirstProblemInView,
} from '../../ui/edit-form.tsx';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words as common } from '../../words/app-words.ts';
import { originLine, keyWords as keys, words } from '../../words/project-words.ts';
import { usePaste, type FromReading } from '../keys/key-sources.ts';
import {
  ConnectionTest,
  SecretField,
  SecretInput,
  StorageNotice,
  noticeFor,
  readCredentials,
} from './credential-fields.tsx';

export interface NewProjectDraft {
  name: string;
  url: string;
  apiKey: string;
  apiSecret: string;
}

const EMPTY: NewProjectDraft = { name: '', url: '', apiKey: '', apiSecret: '' };
const withoutSecret = (draft: NewProjectDraft): NewProjectDraft => ({ ...draft, apiSecret: '' });
const FIELDS = ['name', 'url', 'apiKey', 'apiSecret'] as const;

interface NewProjectFormProps {
  /** Fills the fields. Its secret stays in the host. */
  reading: FromReading | undefined;
  /** Something with more than one value was pasted into a field. */
  onRead: (reading: CredentialsReading) => void;
  onDone: (id: string) => void;
  onCancel: () => void;
}

/** URL, key and secret in one form. The name is optional. */
export function NewProjectForm({ reading, onRead, onDone, onCancel }: NewProjectFormProps): VNode {
  const store = useStore();
  const kept = store.drafts.of<NewProjectDraft>('new-project', withoutSecret);
  const read = reading?.project;
  const start = {
    ...EMPTY,
    name: read?.name ?? '',
    url: read?.url?.value ?? '',
    apiKey: read?.apiKey?.value ?? '',
  };
  const draft = kept.value ?? start;
  const problems = useSignal<readonly Failure[]>([]);
  const busy = useSignal(false);
  const first = useRef<HTMLInputElement>(null);
  const save = useRef<HTMLButtonElement>(null);

  const set = (change: Partial<NewProjectDraft>): void => {
    problems.value = [];
    kept.value = { ...draft, ...change };
  };
  const paste = usePaste({ onReading: onRead, onSecret: (apiSecret) => set({ apiSecret }) });

  // What the reading has is not sent again: the host has it, the secret included.
  const typed: TypedCredentials = {
    ...(draft.url === read?.url?.value ? {} : { url: draft.url }),
    ...(draft.apiKey === read?.apiKey?.value ? {} : { apiKey: draft.apiKey }),
    ...(read?.apiSecret !== undefined && draft.apiSecret === ''
      ? {}
      : { apiSecret: draft.apiSecret }),
  };
  const fromReading =
    reading === undefined ? undefined : { readingId: reading.id, index: reading.project.index };
  const judged = readCredentials(typed);
  const isWhole = judged.problems.length === 0;
  const input = {
    fields: { ...typed, ...judged.values },
    ...(fromReading === undefined ? {} : { fromReading }),
  };

  useEffect(() => {
    if (read !== undefined && isWhole) save.current?.focus();
    else first.current?.focus();
  }, []);

  const create = async (): Promise<void> => {
    if (!isWhole) {
      problems.value = judged.problems;
      return;
    }
    busy.value = true;
    const name = draft.name.trim();
    const reply = await store.client.call('project.create', {
      ...input,
      fields: { ...input.fields, ...(name === '' ? {} : { name }) },
      activate: true,
    });
    busy.value = false;
    if (!reply.ok) {
      problems.value = [reply.error];
      return;
    }
    const { item } = reply.value;
    kept.value = undefined;
    store.toasts.show({ kind: 'done', message: words.saved(item.name) });
    onDone(item.id);
  };

  const form = useFirstProblemInView(problems.value);
  const rest = restMessage(problems.value, FIELDS);
  return (
    <form
      ref={form}
      class="stack"
      aria-label={words.newTitle}
      noValidate
      onPaste={paste.onPaste}
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      {read === undefined ? null : (
        <p class="small quiet" role="status">
          {keys.filled(originLine(read))}
        </p>
      )}
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
        {read?.apiSecret !== undefined && draft.apiSecret === '' ? (
          <SecretField
            secret={{
              state: 'set',
              ...(read.apiSecret.hint === undefined ? {} : { hint: read.apiSecret.hint }),
            }}
            typed={undefined}
            onType={() => set({ apiSecret: ' ' })}
            error={fieldMessage(problems.value, 'apiSecret')}
          />
        ) : (
          <SecretInput
            label={words.fields.apiSecret}
            value={draft.apiSecret.trim() === '' ? '' : draft.apiSecret}
            onInput={(apiSecret) => set({ apiSecret })}
            error={fieldMessage(problems.value, 'apiSecret')}
            notice={noticeFor('apiSecret', draft.apiSecret.trim())}
          />
        )}
      </div>
      {paste.message === undefined ? null : (
        <Notice kind="info" live>
          {paste.message}
        </Notice>
      )}
      <StorageNotice />
      {rest === undefined ? null : (
        <Notice kind="bad" live>
          {rest}
        </Notice>
      )}
      <div class="form-end">
        <Button kind="primary" submit busy={busy.value} buttonRef={save}>
          {keys.saveAndUse}
        </Button>
        <ConnectionTest
          input={() => input}
          auto={isWhole ? JSON.stringify([typed, fromReading]) : undefined}
          onRefused={(failure) => (problems.value = [failure])}
        />
        <Button kind="quiet" onClick={onCancel}>
          {common.cancel}
        </Button>
        {problems.value.length === 0 ? null : <SaveState wrong={problems.value.length} />}
      </div>
    </form>
  );
}
