import { useSignal } from '@preact/signals';
import type { CallInput } from '../../../../main/contract/calls.ts';
import type { Reply } from '../../../../main/contract/client.ts';
import type {
  ImportPreview,
  ImportQuestion,
  ImportReport,
} from '../../../../main/contract/credential-import.ts';
import type { Changed } from '../../../../main/contract/snapshot.ts';
import { useStore } from '../../state/store.ts';

interface ImportCalls<Input> {
  preview: (input: Input) => Promise<Reply<ImportPreview>>;
  run: (input: Input, accept: string[]) => Promise<Reply<Changed & { report: ImportReport }>>;
}

export interface Import<Input> {
  busy: boolean;
  /** What a person has to decide before the import runs. */
  questions: readonly ImportQuestion[];
  accepted: ReadonlySet<string>;
  accept(accepted: ReadonlySet<string>): void;
  report: ImportReport | undefined;
  problem: string | undefined;
  /** Previews first. Runs at once if there is nothing to ask, or if the questions were shown. */
  start(input: Input): Promise<ImportReport | undefined>;
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
      return done;
    },
  };
}

/** An import of projects: from a found source, a reading, or the text of a file. */
export function useProjectImport<Input extends CallInput<'import.preview'>>(): Import<Input> {
  const { client } = useStore();
  return useImport<Input>({
    preview: (input) => client.call('import.preview', input),
    run: (input, accept) => client.call('import.run', { ...input, accept }),
  });
}
