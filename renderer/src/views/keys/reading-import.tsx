import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type {
  CredentialsReading,
  ReadProject,
} from '../../../../main/contract/credential-import.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choices.tsx';
import { originLine, words } from '../../words/key-words.ts';
import { ImportProgress } from './import-questions.tsx';
import { useProjectImport } from './use-import.ts';

interface ReadingImportProps {
  reading: CredentialsReading;
  onDone: () => void;
}

/** Several projects of one paste or drop, to choose from. */
export function ReadingImport({ reading, onDone }: ReadingImportProps): VNode {
  const left = useSignal<ReadonlySet<number>>(new Set());
  const whole = reading.projects.filter(({ missing }) => missing.length === 0);
  const indexes = whole.map(({ index }) => index).filter((index) => !left.value.has(index));
  const importing = useProjectImport<{ readingId: string; indexes: number[] }>();
  const { questions, busy } = importing;

  const take = async (): Promise<void> => {
    const done = await importing.start({ readingId: reading.id, indexes });
    if (done !== undefined && done.added.length + done.updated.length > 0) onDone();
  };

  return (
    <div class="stack">
      <fieldset class="stack-close" disabled={questions.length > 0}>
        <legend class="strong">{words.understood}</legend>
        {reading.projects.map((project) => (
          <ProjectChoice
            key={project.index}
            project={project}
            checked={!left.value.has(project.index)}
            onChange={(wanted) => {
              const others = [...left.value].filter((other) => other !== project.index);
              left.value = new Set(wanted ? others : [...others, project.index]);
            }}
          />
        ))}
      </fieldset>
      <ImportProgress importing={importing} />
      <div>
        <Button
          kind="primary"
          disabled={indexes.length === 0}
          busy={busy}
          onClick={() => void take()}
        >
          {words.take(indexes.length)}
        </Button>
      </div>
    </div>
  );
}

interface ProjectChoiceProps {
  project: ReadProject;
  checked: boolean;
  onChange: (wanted: boolean) => void;
}

function ProjectChoice({ project, checked, onChange }: ProjectChoiceProps): VNode {
  const { name, kind, url, apiKey, apiSecret, missing, known, isDefault } = project;
  const secret = apiSecret === undefined ? undefined : `••••••••${apiSecret.hint ?? ''}`;
  const facts = [
    words.kinds[kind],
    url?.value,
    apiKey?.value,
    secret,
    isDefault ? words.isDefault : undefined,
    known === undefined ? undefined : words.known(known.name, known.otherSecret),
    missing.length === 0 ? undefined : words.incomplete(missing),
    words.from(originLine(project)),
  ].filter((fact) => fact !== undefined);
  return (
    <Check
      label={name === '' ? (url?.value ?? words.kinds[kind]) : name}
      checked={checked && missing.length === 0}
      disabled={missing.length > 0}
      onChange={onChange}
      hint={facts.join(' · ')}
    />
  );
}
