import type { VNode } from 'preact';
import type { Grants, Preset } from '../../../../main/contract/preset.ts';
import { MAX_TTL_SECONDS } from '../../../../main/contract/limits.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import {
  fieldMessage,
  restMessage,
  EditForm,
  OvertakenNotice,
  useEdit,
} from '../../ui/edit-form.tsx';
import { useSnapshot, useStore } from '../../state/store.ts';
import { CopyField } from '../../ui/copy.tsx';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/preset-words.ts';
import { parseLifetime } from '../../words/time.ts';
import { GrantsForm } from './grants-form.tsx';
import { presetForm, readGrants, readPreset, withGrants, withJson } from './preset-form.ts';

const FIELDS = ['name', 'slug', 'ttlSeconds', 'grants'] as const;

/** One preset: the grants as a form and, beside it, the same as JSON. */
export function PresetEditor({ preset }: { preset: Preset }): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const { id, revision, name } = preset;
  const edit = useEdit({
    key: `preset.${id}`,
    saved: presetForm(preset),
    read: readPreset,
    send: (fields) => store.client.call('preset.update', { id, revision, fields }),
    done: words.saved(name),
  });
  const { form, set, problems } = edit;
  const read = readGrants(form.json);
  const long = (parseLifetime(form.ttl) ?? 0) > MAX_TTL_SECONDS;

  return (
    <EditForm
      edit={edit}
      class="stack"
      label={name}
      problem={restMessage(problems, FIELDS)}
      saveLabel={words.save}
      unreadable={!read.ok}
    >
      <h2>
        <bdi>{preset.name}</bdi>
      </h2>
      <CopyField
        what={words.url}
        value={endpointUrl(snapshot, 'machine', { preset: preset.slug }) ?? ''}
      />
      <OvertakenNotice draft={edit.draft} />
      <div class="fields fields-short">
        <TextField
          label={words.fields.name}
          value={form.name}
          onInput={(value) => set({ name: value })}
          error={fieldMessage(problems, 'name')}
        />
        <TextField
          label={words.fields.slug}
          value={form.slug}
          onInput={(slug) => set({ slug })}
          error={fieldMessage(problems, 'slug')}
          hint={words.fields.slugHint}
          code
        />
        <TextField
          label={words.fields.ttl}
          value={form.ttl}
          onInput={(ttl) => set({ ttl })}
          error={fieldMessage(problems, 'ttlSeconds')}
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
            error={read.ok ? fieldMessage(problems, 'grants') : read.problem}
            hint={words.jsonHint}
            high
          />
        </div>
      </div>
    </EditForm>
  );
}
