import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type {
  CredentialsReading,
  ReadingNote,
} from '../../../../main/contract/credential-import.ts';
import { useStore } from '../../state/store.ts';
import { Notice } from '../../ui/notice.tsx';
import { keyWords as words } from '../../words/project-words.ts';
import { NewProjectForm, type NewProjectDraft } from '../projects/new-project-form.tsx';
import { LkOffer, useCloudSignIn } from './from-lk.tsx';
import type { KeySource } from './key-sources.ts';
import { PasteZone } from './paste-zone.tsx';
import { FoundHere, ReadingImport } from './project-choices.tsx';
import './keys.css';

interface KeysDoorProps {
  /** `id`: the project that was made, where it was one. */
  onDone: (id?: string) => void;
  onCancel?: () => void;
}

/** The way in for keys: takes a paste, a drop or typing, shows what it understood, and saves it. */
export function KeysDoor({ onDone, onCancel }: KeysDoorProps): VNode {
  const store = useStore();
  const draft = store.drafts.of<NewProjectDraft>('new-project');
  const reading = useSignal<CredentialsReading | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const typing = useSignal(draft.peek() !== undefined);
  const busy = useSignal(false);

  const read = async (sources: readonly KeySource[]): Promise<void> => {
    if (sources.length === 0) return;
    busy.value = true;
    problem.value = undefined;
    const reply = await store.client.call('credentials.read', { sources: [...sources] });
    busy.value = false;
    if (!reply.ok) {
      problem.value = reply.error.message;
      return;
    }
    draft.value = undefined;
    reading.value = reply.value;
    typing.value = reply.value.projects.length === 1;
  };

  const cancel = (): void => {
    draft.value = undefined;
    reading.value = undefined;
    typing.value = false;
    onCancel?.();
  };

  const signIn = useCloudSignIn();
  const found = reading.value;
  const [only] = found?.projects ?? [];
  const isImport = (found?.projects.length ?? 0) > 1 || only?.known !== undefined;
  return (
    <div class="stack">
      <PasteZone
        busy={busy.value}
        small={typing.value || isImport}
        onSources={(sources) => void read(sources)}
        onProblem={(message) => (problem.value = message)}
        onType={() => (typing.value = true)}
      >
        {signIn.button}
      </PasteZone>
      {signIn.progress}
      {problem.value === undefined ? null : (
        <Notice kind="bad" live>
          {problem.value}
        </Notice>
      )}
      {found === undefined ? null : <ReadingNotes reading={found} />}
      {found !== undefined && isImport ? (
        <ReadingImport key={found.id} reading={found} onDone={() => onDone()} />
      ) : typing.value ? (
        <NewProjectForm
          key={found?.id}
          reading={
            found === undefined || only === undefined ? undefined : { id: found.id, project: only }
          }
          onRead={(now) => {
            reading.value = now;
          }}
          onDone={onDone}
          onCancel={cancel}
        />
      ) : (
        <>
          <LkOffer onDone={() => onDone()} />
          <FoundHere onDone={() => onDone()} />
        </>
      )}
    </div>
  );
}

/** What was left out, repaired or doubtful, each with its place. */
function ReadingNotes({ reading }: { reading: CredentialsReading }): VNode | null {
  const { notes, projects } = reading;
  if (projects.length > 0 && notes.length === 0) return null;
  const isBad = projects.length === 0;
  return (
    <Notice kind={isBad ? 'bad' : 'info'} {...(isBad ? { title: words.nothing } : {})} live>
      {notes.length === 0 ? null : (
        <ul class="stack-close">
          {notes.map((note) => (
            <li key={placeOf(note) + note.message}>
              {note.message} <span class="small quiet">{placeOf(note)}</span>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function placeOf({ source, line }: ReadingNote): string {
  if (source === undefined) return '';
  return line === undefined ? source : words.line(source, line);
}
