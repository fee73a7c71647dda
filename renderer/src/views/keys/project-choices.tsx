import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type {
  CredentialsReading,
  ReadProject,
  FoundSource,
} from '../../../../main/contract/credential-import.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choices.tsx';
import { originLine, keyWords as words } from '../../words/project-words.ts';
import { ImportProgress, useProjectImport } from '../transfer/transfer.tsx';

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
    if (await importing.start({ readingId: reading.id, indexes })) onDone();
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

/** Projects in other files of this machine. What lk has is offered by itself. */
export function FoundHere({ onDone }: { onDone: () => void }): VNode | null {
  const store = useStore();
  const found = useSignal<readonly FoundSource[]>([]);
  const importing = useProjectImport<{ sourceId: string }>();
  const { busy } = importing;

  useEffect(() => {
    void store.client.call('import.scan').then((reply) => {
      if (reply.ok) {
        found.value = reply.value.filter(
          ({ kind, projects }) => kind !== 'lk' && projects.some(({ known }) => !known),
        );
      }
      return undefined;
    });
  }, []);

  const take = async (sourceId: string): Promise<void> => {
    if (await importing.start({ sourceId })) onDone();
  };

  if (found.value.length === 0) return null;
  return (
    <div class="stack-close">
      <h3>{words.found}</h3>
      {found.value.map(({ id, kind, path, projects, warnings = [] }) => (
        <div key={id} class="stack-close">
          <div class="row row-wrap row-apart">
            <span>
              <span class="strong">{words.kinds[kind]}</span> <code class="quiet">{path}</code>
              <br />
              <bdi class="small quiet">{projects.map(({ name }) => name).join(', ')}</bdi>
            </span>
            <Button small busy={busy} onClick={() => void take(id)}>
              {words.take(projects.length)}
            </Button>
          </div>
          {warnings.map((warning) => (
            <p key={warning} class="field-notice">
              {warning}
            </p>
          ))}
        </div>
      ))}
      <ImportProgress importing={importing} />
    </div>
  );
}
