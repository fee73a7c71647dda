import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { CallInput } from '../../../../main/contract/calls.ts';
import type { Reply } from '../../../../main/contract/client.ts';
import type {
  ImportPreview,
  ImportQuestion,
  ImportReport,
} from '../../../../main/contract/credential-import.ts';
import type { Changed } from '../../../../main/contract/snapshot.ts';
import { useStore, type Store } from '../../state/store.ts';
import { Check } from '../../ui/choices.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { keyWords as words, words as projects } from '../../words/project-words.ts';
import { words as settings } from '../../words/settings-words.ts';

interface ImportCalls<Input> {
  preview: (input: Input) => Promise<Reply<ImportPreview>>;
  run: (input: Input, accept: string[]) => Promise<Reply<Changed & { report: ImportReport }>>;
}

interface Import<Input> {
  busy: boolean;
  /** What a person has to decide before the import runs. */
  questions: readonly ImportQuestion[];
  accepted: ReadonlySet<string>;
  accept(accepted: ReadonlySet<string>): void;
  report: ImportReport | undefined;
  problem: string | undefined;
  /**
   * Previews first. Runs at once if there is nothing to ask, or if the questions were shown. Resolves to
   * whether anything was added or updated.
   */
  start(input: Input): Promise<boolean>;
}

/** An import that asks before it widens access or replaces a key. */
export function useImport<Input>({ preview, run }: ImportCalls<Input>): Import<Input> {
  const busy = useSignal(false);
  const asked = useSignal<{ input: string; questions: readonly ImportQuestion[] } | undefined>(
    undefined,
  );
  const accepted = useSignal<ReadonlySet<string>>(new Set());
  const report = useSignal<ImportReport | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);

  const attempt = async (input: Input): Promise<ImportReport | undefined> => {
    const key = JSON.stringify(input);
    if (asked.value?.input !== key) {
      const previewed = await preview(input);
      if (!previewed.ok) {
        problem.value = previewed.error.message;
        return undefined;
      }
      accepted.value = new Set();
      asked.value = { input: key, questions: previewed.value.questions };
      if (previewed.value.questions.length > 0) return undefined;
    }
    const reply = await run(input, [...accepted.value]);
    asked.value = undefined;
    if (!reply.ok) {
      problem.value = reply.error.message;
      return undefined;
    }
    report.value = reply.value.report;
    return reply.value.report;
  };

  return {
    busy: busy.value,
    questions: asked.value?.questions ?? [],
    accepted: accepted.value,
    accept: (now) => (accepted.value = now),
    report: report.value,
    problem: problem.value,
    async start(input) {
      busy.value = true;
      problem.value = undefined;
      report.value = undefined;
      const done = await attempt(input);
      busy.value = false;
      return done !== undefined && hasChanged(done);
    },
  };
}

function hasChanged({ added, updated }: ImportReport): boolean {
  return added.length + updated.length > 0;
}

/** An import of projects: from a found source, a reading, or the text of a file. */
export function useProjectImport<Input extends CallInput<'import.preview'>>(): Import<Input> {
  const { client } = useStore();
  return useImport<Input>({
    preview: (input) => client.call('import.preview', input),
    run: (input, accept) => client.call('import.run', { ...input, accept }),
  });
}

interface ImportQuestionsProps {
  questions: readonly ImportQuestion[];
  accepted: ReadonlySet<string>;
  onChange: (accepted: ReadonlySet<string>) => void;
}

/** Everything in a file that would widen access or replace a key, each to be ticked by itself. */
function ImportQuestions({ questions, accepted, onChange }: ImportQuestionsProps): VNode {
  return (
    <fieldset class="stack-close notice-attention questions">
      <legend class="strong">{words.questions}</legend>
      {questions.map(({ id, message }) => (
        <Check
          key={id}
          label={message}
          checked={accepted.has(id)}
          onChange={(wanted) => {
            const others = [...accepted].filter((other) => other !== id);
            onChange(new Set(wanted ? [...others, id] : others));
          }}
        />
      ))}
    </fieldset>
  );
}

/** What an import did, line by line, and why it left things out. */
function ImportResult({ report }: { report: ImportReport }): VNode {
  const { added, updated, skipped, warnings } = report;
  const changed = hasChanged(report);
  const { importing } = projects;
  return (
    <Notice kind={changed ? 'good' : 'info'} live>
      <ul class="stack-close">
        {added.length === 0 ? null : (
          <li>
            {importing.added}: <bdi>{added.join(', ')}</bdi>
          </li>
        )}
        {updated.length === 0 ? null : (
          <li>
            {importing.updated}: <bdi>{updated.join(', ')}</bdi>
          </li>
        )}
        {skipped.map(({ name, reason }) => (
          <li key={name}>
            {importing.skipped} <bdi>{name}</bdi>: {reason}
          </li>
        ))}
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
        {changed || skipped.length + warnings.length > 0 ? null : <li>{importing.nothing}</li>}
      </ul>
    </Notice>
  );
}

/** What an import asks before it runs, why it did not run, or what it did. */
export function ImportProgress({ importing }: { importing: Import<never> }): VNode {
  const { questions, accepted, accept, problem, report } = importing;
  return (
    <>
      {questions.length === 0 ? null : (
        <ImportQuestions questions={questions} accepted={accepted} onChange={accept} />
      )}
      {problem === undefined ? null : (
        <Notice kind="bad" live>
          {problem}
        </Notice>
      )}
      {report === undefined ? null : <ImportResult report={report} />}
    </>
  );
}

interface ExportWithSecretsProps {
  asking: boolean;
  onClose: () => void;
}

/** Asks, has the host write the file, and shows its path. The secrets never reach the window. */
export function ExportWithSecrets({ asking, onClose }: ExportWithSecretsProps): VNode {
  const store = useStore();
  const written = useSignal<string | undefined>(undefined);

  const write = async (): Promise<void> => {
    const made = await store.settle(store.client.call('settings.exportWithSecrets'));
    written.value = made?.value.path;
  };

  return (
    <>
      {written.value === undefined ? null : (
        <div class="stack-close" role="status">
          <p>{settings.transfer.written}</p>
          <CopyField what={settings.transfer.path} value={written.value} />
        </div>
      )}
      {asking ? (
        <ConfirmDialog
          title={settings.transfer.askTitle}
          confirm={settings.transfer.askConfirm}
          onClose={onClose}
          onConfirm={() => void write()}
        >
          {settings.transfer.askText}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** Downloads everything but the secrets. */
export async function exportPlain(store: Store): Promise<void> {
  const made = await store.settle(store.client.call('settings.export'));
  if (made !== undefined) download(made.value.fileName, made.value.content);
}

/** Downloads a text as a file. */
export function download(fileName: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Once it has begun, the download keeps the blob alive.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
