import type { VNode } from 'preact';
import { useId, useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { isJsonObject, type JsonObject } from '../../../../main/contract/json.ts';
import { ClaimsTable } from '../../ui/facts.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/defaults-words.ts';
import type { TokenPreview } from '../../../../main/contract/mint.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useStore } from '../../state/store.ts';
import { formDefaults, type DefaultsForm } from './defaults-form.ts';

/** The live example, beside the form in a wide window and below it in a narrow one. */
export function ExamplePane({ example }: { example: Example }): VNode {
  const id = useId();
  const { preview, failure } = example;
  return (
    <section class="pane duo-side" aria-labelledby={id}>
      <div class="stack">
        <div class="stack-close">
          <h2 id={id}>{words.example.title}</h2>
          <p class="quiet">{words.example.hint}</p>
        </div>
        {failure === undefined || preview === undefined ? null : (
          <Notice kind="attention">{words.example.stale}</Notice>
        )}
        {preview === undefined ? (
          <p class="quiet">{failure?.message ?? words.example.waiting}</p>
        ) : (
          <div class="stack">
            <CopyField what={words.example.serverUrl} value={preview.serverUrl} />
            <ClaimsTable claims={preview.claims} label={words.example.claims} />
          </div>
        )}
      </div>
    </section>
  );
}

/** The example in one line, above the form where the full one is out of view. */
export function ExampleBrief({ example }: { example: Example }): VNode | null {
  const { preview } = example;
  if (preview === undefined) return null;
  return (
    <p class="example-brief" aria-hidden="true">
      <span class="quiet">{words.example.title}</span>{' '}
      <bdi class="code">
        {words.example.brief(roomOf(preview.claims), textOf(preview.claims['sub']))}
      </bdi>
    </p>
  );
}

function roomOf(claims: JsonObject): string {
  const { video } = claims;
  return isJsonObject(video) ? textOf(video['room']) : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

interface Example {
  /** The last one that worked. */
  preview: TokenPreview | undefined;
  /** Why the current form gives none. */
  failure: Failure | undefined;
}

/** Milliseconds without typing before the example is refreshed. */
const PAUSE_MS = 200;

/** What an empty request would get, from the form's current values. */
export function useExample(project: ProjectView, form: DefaultsForm, makeable: boolean): Example {
  const store = useStore();
  const preview = useSignal<TokenPreview | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const { id, revision } = project;
  const text = JSON.stringify(form);

  useEffect(() => {
    if (!makeable) {
      failure.value = undefined;
      return undefined;
    }
    let wanted = true;
    const make = async (): Promise<void> => {
      const reply = await store.client.call('token.preview', {
        projectId: id,
        changes: { defaults: formDefaults(form), policy: form.policy },
      });
      // The form has changed since; this answer is out of date.
      if (!wanted) return;
      if (reply.ok) preview.value = reply.value;
      failure.value = reply.ok ? undefined : reply.error;
    };
    const timer = setTimeout(() => void make(), preview.value === undefined ? 0 : PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [id, revision, text, makeable]);

  return { preview: preview.value, failure: failure.value };
}
