import type { VNode } from 'preact';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import type { ProjectChanges, ProjectView, SecretView } from '../../../../main/contract/project.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import {
  fieldMessage,
  restMessage,
  EditForm,
  OvertakenNotice,
  useEdit,
} from '../../ui/edit-form.tsx';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Notice } from '../../ui/notice.tsx';
import { SelectField, TextField } from '../../ui/inputs.tsx';
import { words, keyWords as keys } from '../../words/project-words.ts';
import { usePaste, type FromReading } from '../keys/key-sources.ts';
import { ConnectionTest, SecretField, noticeFor, readCredentials } from './credential-fields.tsx';
import { ProjectAccess, TokenServerId } from './project-access.tsx';

interface ProjectDraft {
  name: string;
  slug: string;
  url: string;
  remoteUrl: string;
  apiKey: string;
  /** `undefined`: the saved one stays. */
  apiSecret: string | undefined;
  /** What was pasted, whose secret the host keeps. */
  reading: FromReading | undefined;
  presetId: string;
}

const FIELDS = ['name', 'slug', 'url', 'remoteUrl', 'apiKey', 'apiSecret', 'presetId'] as const;

const withoutSecret = (form: ProjectDraft): ProjectDraft => ({
  ...form,
  apiSecret: undefined,
  reading: undefined,
});

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
  const { id, name, slug, url, remoteUrl, apiKey, presetId, revision } = project;
  const saved: ProjectDraft = {
    name,
    slug,
    url,
    remoteUrl,
    apiKey,
    apiSecret: undefined,
    reading: undefined,
    presetId,
  };
  const edit = useEdit({
    key: `project.${id}`,
    saved,
    forReload: withoutSecret,
    read: (form) => {
      const read = readChanges(changedFields(saved, form));
      return 'problems' in read ? read : { value: { changes: read.value, ...readingOf(form) } };
    },
    send: (change) => store.client.call('project.update', { id, revision, ...change }),
    done: words.saved(name),
  });
  const { form, set, problems } = edit;
  const paste = usePaste({
    onReading: ({ id: readingId, projects }) => {
      const [read] = projects;
      if (read === undefined || projects.length > 1) {
        store.toasts.show({ kind: 'problem', message: keys.severalHere });
        return;
      }
      set({
        ...(read.url === undefined ? {} : { url: read.url.value }),
        ...(read.apiKey === undefined ? {} : { apiKey: read.apiKey.value }),
        apiSecret: undefined,
        reading: { id: readingId, project: read },
      });
    },
    onSecret: (apiSecret) => set({ apiSecret }),
  });

  return (
    <EditForm
      edit={edit}
      class="stack"
      label={name}
      onPaste={paste.onPaste}
      problem={restMessage(problems, FIELDS)}
      saveLabel={words.save}
      actions={
        <ConnectionTest
          input={() => ({
            id,
            fields: credentials(changedFields(saved, form)),
            ...readingOf(form),
          })}
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
          secret={shownSecret(project, form)}
          typed={form.apiSecret}
          onType={(value) => set({ apiSecret: value })}
          error={fieldMessage(problems, 'apiSecret')}
        />
        <TextField
          label={words.fields.remoteUrl}
          value={form.remoteUrl}
          onInput={(value) => set({ remoteUrl: value })}
          placeholder={words.fields.remoteUrlPlaceholder}
          error={fieldMessage(problems, 'remoteUrl')}
          hint={words.fields.remoteUrlHint}
          inputMode="url"
          code
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
      {paste.message === undefined ? null : (
        <Notice kind="info" live>
          {paste.message}
        </Notice>
      )}
    </EditForm>
  );
}

function changedFields(saved: ProjectDraft, form: ProjectDraft): ProjectChanges {
  const changes: ProjectChanges = {};
  if (form.name !== saved.name) changes.name = form.name;
  if (form.slug !== saved.slug) changes.slug = form.slug;
  const read = form.reading?.project;
  if (form.url !== saved.url && form.url !== read?.url?.value) changes.url = form.url;
  if (form.remoteUrl !== saved.remoteUrl) changes.remoteUrl = form.remoteUrl;
  if (form.apiKey !== saved.apiKey && form.apiKey !== read?.apiKey?.value)
    changes.apiKey = form.apiKey;
  if (form.apiSecret !== undefined) changes.apiSecret = form.apiSecret;
  if (form.presetId !== saved.presetId) changes.presetId = form.presetId;
  return changes;
}

/** The saved secret, or the pasted one that would replace it. */
function shownSecret({ secret }: ProjectView, { reading }: ProjectDraft): SecretView {
  const pasted = reading?.project.apiSecret;
  if (pasted === undefined) return secret;
  return { state: 'set', ...(pasted.hint === undefined ? {} : { hint: pasted.hint }) };
}

function readingOf({ reading }: ProjectDraft): {
  fromReading?: { readingId: string; index: number };
} {
  return reading === undefined
    ? {}
    : { fromReading: { readingId: reading.id, index: reading.project.index } };
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
