import type { VNode } from 'preact';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import type { ProjectChanges, ProjectView } from '../../../../main/contract/project.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { fieldMessage, restMessage } from '../../state/failure-fields.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Notice } from '../../ui/notice.tsx';
import { EditForm, OvertakenNotice, useEdit } from '../../ui/edit-form.tsx';
import { SelectField, TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/project-words.ts';
import { ConnectionTest } from './connection-test.tsx';
import { ProjectAccess, TokenServerId } from './project-access.tsx';
import { SecretField } from './secret-field.tsx';
import { noticeFor, readCredentials } from './typed-credentials.ts';

interface ProjectDraft {
  name: string;
  slug: string;
  url: string;
  apiKey: string;
  /** `undefined`: the saved one stays. */
  apiSecret: string | undefined;
  presetId: string;
}

const FIELDS = ['name', 'slug', 'url', 'apiKey', 'apiSecret', 'presetId'] as const;

const withoutSecret = (form: ProjectDraft): ProjectDraft => ({ ...form, apiSecret: undefined });

/** One project: the fields as one form with a save button, and below it what takes effect at once. */
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
        <ProjectForm project={project} />
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

function ProjectForm({ project }: { project: ProjectView }): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const { id, name, slug, url, apiKey, presetId, revision } = project;
  const saved: ProjectDraft = { name, slug, url, apiKey, apiSecret: undefined, presetId };
  const edit = useEdit({
    key: `project.${id}`,
    saved,
    forReload: withoutSecret,
    read: (form) => readChanges(changedFields(saved, form)),
    send: (changes) => store.client.call('project.update', { id, revision, changes }),
    done: words.saved(name),
  });
  const { form, set, problems } = edit;

  return (
    <EditForm
      edit={edit}
      class="stack"
      label={name}
      problem={restMessage(problems, FIELDS)}
      saveLabel={words.save}
      actions={
        <ConnectionTest
          input={() => ({ id, fields: credentials(changedFields(saved, form)) })}
          onRefused={(failure) => edit.refuse(failure)}
        />
      }
    >
      <OvertakenNotice draft={edit.draft} />
      <div class="fields">
        <TextField
          label={words.fields.name}
          value={form.name}
          onInput={(value) => set({ name: value })}
          error={fieldMessage(problems, 'name')}
        />
        <TextField
          label={words.fields.slug}
          value={form.slug}
          onInput={(value) => set({ slug: value })}
          error={fieldMessage(problems, 'slug')}
          hint={words.fields.slugHint(
            endpointUrl(snapshot, 'machine', { project: form.slug }) ?? '',
          )}
          code
        />
        <TextField
          label={words.fields.url}
          value={form.url}
          onInput={(value) => set({ url: value })}
          placeholder={words.fields.urlPlaceholder}
          error={fieldMessage(problems, 'url')}
          notice={form.url === url ? undefined : noticeFor('url', form.url)}
          inputMode="url"
          code
        />
        <TextField
          label={words.fields.apiKey}
          value={form.apiKey}
          onInput={(value) => set({ apiKey: value })}
          placeholder={words.fields.apiKeyPlaceholder}
          error={fieldMessage(problems, 'apiKey')}
          notice={form.apiKey === apiKey ? undefined : noticeFor('apiKey', form.apiKey)}
          code
        />
        <SecretField
          secret={project.secret}
          typed={form.apiSecret}
          onType={(value) => set({ apiSecret: value })}
          error={fieldMessage(problems, 'apiSecret')}
        />
        <SelectField
          label={words.fields.preset}
          value={form.presetId}
          options={snapshot.presets.map((preset) => ({ value: preset.id, label: preset.name }))}
          onChange={(value) => set({ presetId: value })}
          hint={words.fields.presetHint}
          error={fieldMessage(problems, 'presetId')}
        />
      </div>
    </EditForm>
  );
}

function changedFields(saved: ProjectDraft, form: ProjectDraft): ProjectChanges {
  const changes: ProjectChanges = {};
  if (form.name !== saved.name) changes.name = form.name;
  if (form.slug !== saved.slug) changes.slug = form.slug;
  if (form.url !== saved.url) changes.url = form.url;
  if (form.apiKey !== saved.apiKey) changes.apiKey = form.apiKey;
  if (form.apiSecret !== undefined) changes.apiSecret = form.apiSecret;
  if (form.presetId !== saved.presetId) changes.presetId = form.presetId;
  return changes;
}

function readChanges(
  changes: ProjectChanges,
): { value: ProjectChanges } | { problems: readonly Failure[] } {
  const { values, problems } = readCredentials(credentials(changes));
  if (changes.name?.trim() === '') problems.unshift(failure('name_missing', {}, 'name'));
  return problems.length > 0 ? { problems } : { value: { ...changes, ...values } };
}

function credentials({ url, apiKey, apiSecret }: ProjectChanges) {
  return {
    ...(url === undefined ? {} : { url }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(apiSecret === undefined ? {} : { apiSecret }),
  };
}
