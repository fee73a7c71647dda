import type { VNode } from 'preact';
import * as v from 'valibot';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import {
  type Grants,
  GrantsSchema,
  VideoGrantSchema,
  type Preset,
  type PresetFields,
} from '../../../../main/contract/preset.ts';
import { MAX_TTL_SECONDS, MIN_TTL_SECONDS } from '../../../../main/contract/limits-and-defaults.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { CopyField } from '../../ui/copy.tsx';
import {
  fieldMessage,
  restMessage,
  EditForm,
  OvertakenNotice,
  useEdit,
} from '../../ui/edit-form.tsx';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { GrantsForm } from './grants-form.tsx';
import { words } from '../../words/preset-words.ts';
import { parseLifetime, lifetime } from '../../words/time.ts';

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

/** A preset being edited. `json` is the text as typed, even if it isn't valid grants yet. */
interface PresetForm {
  name: string;
  slug: string;
  ttl: string;
  grants: Grants;
  json: string;
}

export function presetForm({ name, slug, ttlSeconds, grants }: Preset): PresetForm {
  return { name, slug, ttl: lifetime(ttlSeconds), grants, json: grantsJson(grants) };
}

function grantsJson(grants: Grants): string {
  return JSON.stringify(grants, null, 2);
}

/** The form change when a control sets grants: the JSON follows. */
export function withGrants(grants: Grants): Pick<PresetForm, 'grants' | 'json'> {
  return { grants, json: grantsJson(grants) };
}

/** The form change when JSON is typed: the grants follow once it is valid. */
export function withJson(json: string): Partial<PresetForm> {
  const read = readGrants(json);
  return read.ok ? { json, grants: read.grants } : { json };
}

export function readGrants(
  json: string,
): { ok: true; grants: Grants } | { ok: false; problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return {
      ok: false,
      problem: `This isn’t valid JSON: ${error instanceof Error ? error.message : ''}.`,
    };
  }
  const parsed = v.safeParse(GrantsSchema, value);
  if (parsed.success) return { ok: true, grants: parsed.output };
  const issue = parsed.issues.find(isUnknown) ?? parsed.issues[0];
  const path = v.getDotPath(issue) ?? 'The JSON';
  return {
    ok: false,
    problem: isUnknown(issue)
      ? unknownGrant(path)
      : `${path} must be ${issue.expected ?? 'something else'}, not ${issue.received}.`,
  };
}

function isUnknown(issue: v.BaseIssue<unknown>): boolean {
  return issue.kind === 'schema' && issue.expected === 'never';
}

const VIDEO_GRANTS = Object.keys(VideoGrantSchema.entries);

/** Names the grant that was probably meant: one at the wrong level, in other letters, or misspelt by a little. */
function unknownGrant(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const key = lettersOf(name);
  if (key === 'room' || key === 'roomname') {
    const meant = name === 'room' ? '' : ' Did you mean room?';
    return `Unknown grant ${name}.${meant} Leave it out: the room comes from the request or the defaults.`;
  }
  const near = VIDEO_GRANTS.find((known) => {
    const other = lettersOf(known);
    return other === key || other === `can${key}` || isOneEditAway(other, key);
  });
  if (near === undefined) return `Unknown grant ${name}. LiveKit has no grant of that name.`;
  return `Unknown grant ${name}. Did you mean ${path.startsWith('video.') ? '' : 'video.'}${near}?`;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** Whether one letter added, dropped or replaced makes the one the other. */
function isOneEditAway(one: string, other: string): boolean {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at += 1;
  return long.slice(at + 1) === short.slice(long.length === short.length ? at + 1 : at);
}

/** The form as it is saved, or everything that keeps it from being saved. */
export function readPreset(
  form: PresetForm,
): { value: PresetFields } | { problems: readonly Failure[] } {
  const name = form.name.trim();
  const ttlSeconds = parseLifetime(form.ttl);
  const read = readGrants(form.json);
  const problems: Failure[] = [];
  if (name === '') problems.push(failure('name_missing', {}, 'name'));
  if (ttlSeconds === undefined) {
    problems.push(failure('ttl_invalid', { value: form.ttl }, 'ttlSeconds'));
  } else if (ttlSeconds < MIN_TTL_SECONDS) {
    problems.push(failure('ttl_too_short', {}, 'ttlSeconds'));
  }
  if (!read.ok) problems.push(failure('invalid_input', { detail: read.problem }, 'grants'));
  if (problems.length > 0 || ttlSeconds === undefined || !read.ok) return { problems };
  return { value: { name, slug: form.slug.trim(), ttlSeconds, grants: read.grants } };
}
