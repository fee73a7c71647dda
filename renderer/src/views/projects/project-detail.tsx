import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { ProjectChanges, ProjectView } from '../../../../main/contract/project.ts';
import { tidyCredentials } from '../../../../main/contract/project-input.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { fieldMessage, restMessage } from '../../state/failure-fields.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { useDraft } from '../../state/use-draft.ts';
import { Notice } from '../../ui/notice.tsx';
import { OvertakenNotice } from '../../ui/overtaken-notice.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { SelectField, TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/project-words.ts';
import { ConnectionTest } from './connection-test.tsx';
import { ProjectAccess, TokenServerId } from './project-access.tsx';
import { SecretField } from './secret-field.tsx';
import { noticeFor } from './typed-credentials.ts';

interface ProjectForm {
  name: string;
  slug: string;
  url: string;
  apiKey: string;
  /** `undefined`: the saved one stays. */
  apiSecret: string | undefined;
  presetId: string;
}

const FIELDS = ['name', 'slug', 'url', 'apiKey', 'apiSecret', 'presetId'] as const;

const withoutSecret = (form: ProjectForm): ProjectForm => ({ ...form, apiSecret: undefined });

/** One project: what a person types is one form with one button; what acts at once is below it. */
export function ProjectDetail({ project }: { project: ProjectView }): VNode {
  if (project.source === 'environment') {
    return (
      <div class="stack-wide">
        <DetailHead project={project} />
        <Notice kind="info">{words.environment}</Notice>
        <TokenServerId project={project} />
      </div>
    );
  }
  return (
    <div class="stack-wide">
      <div class="stack">
        <DetailHead project={project} />
        <EditForm project={project} />
      </div>
      <TokenServerId project={project} />
      <ProjectAccess project={project} />
    </div>
  );
}

function DetailHead({ project }: { project: ProjectView }): VNode {
  return (
    <h2>
      <bdi>{project.name}</bdi>
    </h2>
  );
}

function EditForm({ project }: { project: ProjectView }): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const { id, name, slug, url, apiKey, presetId } = project;
  const saved: ProjectForm = { name, slug, url, apiKey, apiSecret: undefined, presetId };
  const draft = useDraft(`project.${id}`, saved, withoutSecret);
  const refused = useSignal<Failure | undefined>(undefined);
  const busy = useSignal(false);
  const { form } = draft;

  const set = (change: Partial<ProjectForm>): void => {
    refused.value = undefined;
    draft.set(change);
  };

  const save = async (): Promise<void> => {
    const changes = changedFields(saved, form);
    const { values, problem } = tidyCredentials(credentials(changes));
    if (problem !== undefined) {
      refused.value = problem;
      return;
    }
    busy.value = true;
    const reply = await store.client.call('project.update', {
      id,
      revision: project.revision,
      changes: { ...changes, ...values },
    });
    if (reply.ok) {
      draft.clear();
      store.toasts.announce(words.saved(reply.value.name));
    } else {
      refused.value = reply.error;
      if (reply.error.code === 'conflict') await store.feed.refresh();
    }
    busy.value = false;
  };

  const rest = restMessage(refused.value, FIELDS);
  return (
    <form
      class="stack"
      aria-label={project.name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <OvertakenNotice draft={draft} />
      <div class="fields">
        <TextField
          label={words.fields.name}
          value={form.name}
          onInput={(value) => set({ name: value })}
          error={fieldMessage(refused.value, 'name')}
        />
        <TextField
          label={words.fields.slug}
          value={form.slug}
          onInput={(value) => set({ slug: value })}
          error={fieldMessage(refused.value, 'slug')}
          hint={words.fields.slugHint(
            endpointUrl(snapshot, 'browser', { project: form.slug }) ?? '',
          )}
          code
        />
        <TextField
          label={words.fields.url}
          value={form.url}
          onInput={(value) => set({ url: value })}
          placeholder={words.fields.urlPlaceholder}
          error={fieldMessage(refused.value, 'url')}
          notice={form.url === url ? undefined : noticeFor('url', form.url)}
          inputMode="url"
          code
        />
        <TextField
          label={words.fields.apiKey}
          value={form.apiKey}
          onInput={(value) => set({ apiKey: value })}
          placeholder={words.fields.apiKeyPlaceholder}
          error={fieldMessage(refused.value, 'apiKey')}
          notice={form.apiKey === apiKey ? undefined : noticeFor('apiKey', form.apiKey)}
          code
        />
        <SecretField
          secret={project.secret}
          typed={form.apiSecret}
          onType={(value) => set({ apiSecret: value })}
          error={fieldMessage(refused.value, 'apiSecret')}
        />
        <SelectField
          label={words.fields.preset}
          value={form.presetId}
          options={snapshot.presets.map((preset) => ({ value: preset.id, label: preset.name }))}
          onChange={(value) => set({ presetId: value })}
          hint={words.fields.presetHint}
          error={fieldMessage(refused.value, 'presetId')}
        />
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
        blocked={draft.overtaken}
        onDiscard={() => {
          refused.value = undefined;
          draft.clear();
        }}
      >
        <ConnectionTest
          input={() => ({ id, fields: credentials(changedFields(saved, form)) })}
          onRefused={(failure) => (refused.value = failure)}
        />
      </SaveBar>
    </form>
  );
}

function changedFields(saved: ProjectForm, form: ProjectForm): ProjectChanges {
  const changes: ProjectChanges = {};
  if (form.name !== saved.name) changes.name = form.name;
  if (form.slug !== saved.slug) changes.slug = form.slug;
  if (form.url !== saved.url) changes.url = form.url;
  if (form.apiKey !== saved.apiKey) changes.apiKey = form.apiKey;
  if (form.apiSecret !== undefined) changes.apiSecret = form.apiSecret;
  if (form.presetId !== saved.presetId) changes.presetId = form.presetId;
  return changes;
}

function credentials({ url, apiKey, apiSecret }: ProjectChanges) {
  return {
    ...(url === undefined ? {} : { url }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(apiSecret === undefined ? {} : { apiSecret }),
  };
}
