import type { VNode } from 'preact';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { failureField, EditForm, OvertakenNotice, useEdit } from '../../ui/edit-form.tsx';
import { useStore } from '../../state/store.ts';
import { words } from '../../words/defaults-words.ts';
import { defaultsForm, formDefaults, formProblems, type SectionProps } from './defaults-form.ts';
import { ExampleBrief, ExamplePane, useExample } from './example.tsx';
import { ParticipantSection, PolicySection } from './participant-sections.tsx';
import { AgentsSection, RoomConfigSection, RoomSection } from './room-sections.tsx';

interface DefaultsEditorProps {
  project: ProjectView;
  chooser: VNode;
}

export function DefaultsEditor({ project, chooser }: DefaultsEditorProps): VNode {
  const store = useStore();
  const { id, revision } = project;
  const edit = useEdit({
    key: `defaults.${id}`,
    saved: defaultsForm(project),
    read: (form) => {
      const problems = formProblems(form);
      return problems.length > 0
        ? { problems }
        : { value: { defaults: formDefaults(form), policy: form.policy } };
    },
    send: (changes) => store.client.call('project.update', { id, revision, changes }),
    done: words.saved,
  });
  const { form, set } = edit;
  const typed = formProblems(form);
  const example = useExample(project, form, typed.length === 0);
  // A failed save comes first, then what the form sees, then what the example hit.
  const shown = [
    ...edit.problems,
    ...typed,
    ...(example.failure === undefined ? [] : [example.failure]),
  ];
  const section: SectionProps = { form, set, problems: shown };
  const elsewhere = shown.find((problem) => !failureField(problem)?.startsWith('defaults.'));

  return (
    <div class="duo">
      <div class="pane duo-main">
        <EditForm
          edit={edit}
          class="stack-wide"
          label={`${words.projectLabel} ${project.name}`}
          problem={elsewhere?.message}
          saveLabel={words.save}
        >
          {chooser}
          <OvertakenNotice draft={edit.draft} />
          <ExampleBrief example={example} />
          <RoomSection {...section} />
          <ParticipantSection {...section} />
          <AgentsSection {...section} />
          <RoomConfigSection {...section} />
          <PolicySection {...section} />
        </EditForm>
      </div>
      <ExamplePane example={example} />
    </div>
  );
}
