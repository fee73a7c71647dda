import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { Grants } from '../../../../main/contract/grants.ts';
import { MAX_TTL_SECONDS } from '../../../../main/contract/limits.ts';
import type { Preset } from '../../../../main/contract/preset.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { fieldMessage, restMessage } from '../../state/failure-fields.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { useDraft } from '../../state/use-draft.ts';
import { CopyField } from '../../ui/copy.tsx';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { OvertakenNotice } from '../../ui/overtaken-notice.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { words } from '../../words/preset-words.ts';
import { parseLifetime } from '../../words/time.ts';
import { GrantsForm } from './grants-form.tsx';
import {
  formFields,
  presetForm,
  readGrants,
  withGrants,
  withJson,
  type PresetForm,
} from './preset-form.ts';

const FIELDS = ['name', 'slug', 'ttlSeconds', 'grants'] as const;

/** One preset: the grants as a form and, beside it, the same as JSON. */
export function PresetEditor({ preset }: { preset: Preset }): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const draft = useDraft(`preset.${preset.id}`, presetForm(preset));
  const refused = useSignal<Failure | undefined>(undefined);
  const busy = useSignal(false);
  const { form } = draft;
  const read = readGrants(form.json);

  const set = (change: Partial<PresetForm>): void => {
    refused.value = undefined;
    draft.set(change);
  };

  const save = async (): Promise<void> => {
    const made = formFields(form);
    if ('problem' in made) {
      refused.value = made.problem;
      return;
    }
    busy.value = true;
    const { id, revision } = preset;
    const reply = await store.client.call('preset.update', { id, revision, fields: made.fields });
    if (reply.ok) {
      draft.clear();
      store.toasts.announce(words.saved(reply.value.name));
    } else {
      refused.value = reply.error;
      if (reply.error.code === 'conflict') await store.feed.refresh();
    }
    busy.value = false;
  };

  const long = (parseLifetime(form.ttl) ?? 0) > MAX_TTL_SECONDS;
  const rest = restMessage(refused.value, FIELDS);
  return (
    <form
      class="stack"
      aria-label={preset.name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>
        <bdi>{preset.name}</bdi>
      </h2>
      <CopyField
        what={words.url}
        value={endpointUrl(snapshot, 'browser', { preset: preset.slug }) ?? ''}
      />
      <OvertakenNotice draft={draft} />
      <div class="fields fields-short">
        <TextField
          label={words.fields.name}
          value={form.name}
          onInput={(name) => set({ name })}
          error={fieldMessage(refused.value, 'name')}
        />
        <TextField
          label={words.fields.slug}
          value={form.slug}
          onInput={(slug) => set({ slug })}
          error={fieldMessage(refused.value, 'slug')}
          hint={words.fields.slugHint}
          code
        />
        <TextField
          label={words.fields.ttl}
          value={form.ttl}
          onInput={(ttl) => set({ ttl })}
          error={fieldMessage(refused.value, 'ttlSeconds')}
          notice={long ? words.fields.ttlLong : undefined}
          hint={words.fields.ttlHint}
        />
      </div>
      <div class="grants">
        <GrantsForm grants={form.grants} onChange={(grants: Grants) => set(withGrants(grants))} />
        <div class="grants-json">
          <AreaField
            label={words.json}
            value={form.json}
            onInput={(json) => set(withJson(json))}
            error={read.ok ? fieldMessage(refused.value, 'grants') : read.problem}
            hint={words.jsonHint}
            high
          />
        </div>
      </div>
      {rest === undefined || draft.overtaken ? null : (
        <Notice kind="bad" live>
          {rest}
        </Notice>
      )}
      <SaveBar
        label={words.save}
        dirty={draft.dirty}
        busy={busy.value}
        blocked={draft.overtaken || !read.ok}
        onDiscard={() => {
          refused.value = undefined;
          draft.clear();
        }}
      />
    </form>
  );
}
