import type { VNode } from 'preact';
import type { ImportQuestion, ImportReport } from '../../../../main/contract/credential-import.ts';
import { Notice } from '../../ui/notice.tsx';
import { Check } from '../../ui/choices.tsx';
import { words } from '../../words/key-words.ts';
import { words as projects } from '../../words/project-words.ts';
import type { Import } from './use-import.ts';

interface ImportQuestionsProps {
  questions: readonly ImportQuestion[];
  accepted: ReadonlySet<string>;
  onChange: (accepted: ReadonlySet<string>) => void;
}

/** Everything in a file that would widen access or replace a key, each to be ticked by itself. */
export function ImportQuestions({ questions, accepted, onChange }: ImportQuestionsProps): VNode {
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
export function ImportResult({ report }: { report: ImportReport }): VNode {
  const { added, updated, skipped, warnings } = report;
  const changed = added.length + updated.length > 0;
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
