import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FoundSource, ImportReport } from '../../../../main/contract/import-report.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconFile } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Check } from '../../ui/toggle.tsx';
import { words } from '../../words/project-words.ts';

/** Projects found on this machine, or a file the person chooses. */
export function ImportPanel(): VNode {
  const store = useStore();
  const found = useSignal<readonly FoundSource[] | undefined>(undefined);
  const report = useSignal<ImportReport | undefined>(undefined);
  const refused = useSignal<string | undefined>(undefined);

  const scan = async (): Promise<void> => {
    const reply = await store.client.call('import.scan');
    found.value = reply.ok ? reply.value : [];
    if (!reply.ok) refused.value = reply.error.message;
  };

  useEffect(() => void scan(), []);

  const run = async (
    input: { sourceId: string; names: string[] } | { file: { name: string; content: string } },
  ): Promise<void> => {
    refused.value = undefined;
    report.value = undefined;
    const reply = await store.client.call('import.run', input);
    if (reply.ok) report.value = reply.value.report;
    else refused.value = reply.error.message;
    await scan();
  };

  return (
    <div class="stack door-panel">
      <p class="quiet">{words.importing.hint}</p>
      {found.value === undefined ? <p class="quiet">{words.importing.scanning}</p> : null}
      {found.value?.length === 0 ? <p>{words.importing.none}</p> : null}
      {found.value?.map((source) => (
        <SourceForm
          key={source.id}
          source={source}
          onTake={(names) => run({ sourceId: source.id, names })}
        />
      ))}
      <FileChooser onFile={(file) => run({ file })} />
      {refused.value === undefined ? null : (
        <Notice kind="bad" live>
          {refused.value}
        </Notice>
      )}
      {report.value === undefined ? null : <ImportResult report={report.value} />}
    </div>
  );
}

function SourceForm({
  source,
  onTake,
}: {
  source: FoundSource;
  onTake: (names: string[]) => Promise<void>;
}): VNode {
  const left = useSignal<ReadonlySet<string>>(new Set());
  const busy = useSignal(false);
  const names = source.projects.map(({ name }) => name).filter((name) => !left.value.has(name));

  const take = async (): Promise<void> => {
    busy.value = true;
    await onTake(names);
    busy.value = false;
  };

  return (
    <fieldset class="stack-close source">
      <legend>
        {words.importing.kinds[source.kind]} <code class="quiet">{source.path}</code>
      </legend>
      {source.warnings?.map((warning) => (
        <Notice key={warning} kind="attention">
          {warning}
        </Notice>
      ))}
      {source.projects.map(({ name, url, isDefault, known }) => (
        <Check
          key={name}
          label={name}
          checked={!left.value.has(name)}
          onChange={(wanted) => {
            const others = [...left.value].filter((other) => other !== name);
            left.value = new Set(wanted ? others : [...others, name]);
          }}
          hint={[
            url,
            isDefault ? words.importing.isDefault : '',
            known ? words.importing.known : '',
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        />
      ))}
      <div>
        <Button disabled={names.length === 0} busy={busy.value} onClick={() => void take()}>
          {words.importing.take(names.length)}
        </Button>
      </div>
    </fieldset>
  );
}

function FileChooser({
  onFile,
}: {
  onFile: (file: { name: string; content: string }) => Promise<void>;
}): VNode {
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null): Promise<void> => {
    const file = files?.[0];
    if (file !== undefined) await onFile({ name: file.name, content: await file.text() });
    // So that the same file can be chosen again after a fix.
    if (input.current !== null) input.current.value = '';
  };
  return (
    <div class="row row-wrap">
      <input
        ref={input}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label={words.importing.choose}
        onChange={(event) => void read(event.currentTarget.files)}
      />
      <Button icon={<IconFile />} onClick={() => input.current?.click()}>
        {words.importing.choose}
      </Button>
      <span class="small quiet">{words.importing.chooseHint}</span>
    </div>
  );
}

/** What an import did, line by line, and why it left things out. */
export function ImportResult({ report }: { report: ImportReport }): VNode {
  const { added, updated, skipped, warnings } = report;
  const changed = added.length + updated.length > 0;
  return (
    <Notice kind={changed ? 'good' : 'info'} live>
      <ul class="stack-close">
        {added.length === 0 ? null : (
          <li>
            {words.importing.added}: <bdi>{added.join(', ')}</bdi>
          </li>
        )}
        {updated.length === 0 ? null : (
          <li>
            {words.importing.updated}: <bdi>{updated.join(', ')}</bdi>
          </li>
        )}
        {skipped.map(({ name, reason }) => (
          <li key={name}>
            {words.importing.skipped} <bdi>{name}</bdi>: {reason}
          </li>
        ))}
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
        {changed || skipped.length + warnings.length > 0 ? null : (
          <li>{words.importing.nothing}</li>
        )}
      </ul>
    </Notice>
  );
}
