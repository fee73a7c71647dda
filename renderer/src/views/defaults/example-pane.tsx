import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { isJsonObject, type JsonObject } from '../../../../main/contract/json.ts';
import { ClaimsTable } from '../../ui/claims-table.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/defaults.ts';
import type { Example } from './use-example.ts';

/** The live example, beside the form on a wide window and below it on a narrow one. */
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

/** The example in one line, on top of the form where the whole of it is out of sight. */
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
