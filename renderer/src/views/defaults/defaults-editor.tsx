import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { failureField } from '../../state/failure-fields.ts';
import { useStore } from '../../state/store.ts';
import { useDraft } from '../../state/use-draft.ts';
import { Notice } from '../../ui/notice.tsx';
import { OvertakenNotice } from '../../ui/overtaken-notice.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { words } from '../../words/defaults-words.ts';
import { AgentsSection, RoomConfigSection, RoomSection } from './room-sections.tsx';
import { defaultsForm, formDefaults, formProblem, type DefaultsForm } from './defaults-form.ts';
import { ExampleBrief, ExamplePane, useExample } from './example.tsx';
import { ParticipantSection, PolicySection } from './participant-sections.tsx';

/** What each section of the form works with. */
export interface SectionProps {
  form: DefaultsForm;
  set: (change: Partial<DefaultsForm>) => void;
  failure: Failure | undefined;
}

interface DefaultsEditorProps {
  project: ProjectView;
  chooser: VNode;
}

export function DefaultsEditor({ project, chooser }: DefaultsEditorProps): VNode {
  const store = useStore();
  const saved = defaultsForm(project);
  const draft = useDraft(`defaults.${project.id}`, saved);
  const refused = useSignal<Failure | undefined>(undefined);
  const busy = useSignal(false);
  const { form } = draft;
  const problem = formProblem(form);
  const example = useExample(project, form, problem === undefined);
  // What the host said about the save comes first, then what the form sees, then what the example hit.
  const failure = refused.value ?? problem ?? example.failure;

  const set = (change: Partial<DefaultsForm>): void => {
    refused.value = undefined;
    draft.set(change);
  };

  const save = async (): Promise<void> => {
    if (problem !== undefined) {
      refused.value = problem;
      return;
    }
    busy.value = true;
    const reply = await store.client.call('project.update', {
      id: project.id,
      revision: project.revision,
      changes: { defaults: formDefaults(form), policy: form.policy },
    });
    if (reply.ok) {
      draft.clear();
      store.toasts.announce(words.saved);
    } else {
      refused.value = reply.error;
      if (reply.error.code === 'conflict') await store.feed.refresh();
    }
    busy.value = false;
  };

  const section: SectionProps = { form, set, failure };
  const rest = failure !== undefined && !hasPlace(failure) ? failure.message : undefined;

  return (
    <div class="duo">
      <form
        class="pane duo-main"
        aria-label={`${words.projectLabel} ${project.name}`}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="stack-wide">
          {chooser}
          <OvertakenNotice draft={draft} />
          <ExampleBrief example={example} />
          <RoomSection {...section} />
          <ParticipantSection {...section} />
          <AgentsSection {...section} />
          <RoomConfigSection {...section} />
          <PolicySection {...section} />
          {rest === undefined || draft.overtaken ? null : (
            <Notice kind="bad" live>
              {rest}
            </Notice>
          )}
          <SaveBar
            label={words.save}
            dirty={draft.dirty}
            busy={busy.value}
            blocked={draft.overtaken}
            onDiscard={() => {
              refused.value = undefined;
              draft.clear();
            }}
          />
        </div>
      </form>
      <ExamplePane example={example} />
    </div>
  );
}

/** Whether some field of the form shows failures of this path. */
function hasPlace(failure: Failure): boolean {
  return failureField(failure)?.startsWith('defaults.') === true;
}
