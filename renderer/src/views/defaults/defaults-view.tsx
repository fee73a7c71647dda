import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { failureField, EditForm, OvertakenNotice, useEdit } from '../../ui/edit-form.tsx';
import { Select } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { EmptyState } from '../../ui/section.tsx';
import { defaultsForm, formDefaults, formProblems, type SectionProps } from './defaults-form.ts';
import { ExampleBrief, ExamplePane, useExample } from './example.tsx';
import { ParticipantSection, PolicySection } from './participant-sections.tsx';
import { AgentsSection, RoomConfigSection, RoomSection } from './room-sections.tsx';
import { words } from '../../words/defaults-words.ts';
import './defaults.css';

/** What a request gets for fields it leaves out, by project. */
export function DefaultsView(): VNode {
  const store = useStore();
  const { projects } = useSnapshot();
  const wanted = useSignal<string | undefined>(undefined);
  const project = projects.find(({ id }) => id === wanted.value) ?? store.activeProject.value;

  if (project === undefined) {
    return (
      <div class="pane">
        <EmptyState title={words.noProject.title}>
          <p>{words.noProject.text}</p>
          <Button kind="primary" onClick={() => store.show('projects')}>
            {words.noProject.open}
          </Button>
        </EmptyState>
      </div>
    );
  }

  const chooser = (
    <div class="stack-close">
      <label class="row row-wrap">
        <span class="field-label">{words.projectLabel}</span>
        <Select
          value={project.id}
          options={projects.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => (wanted.value = id)}
        />
      </label>
      <p class="quiet">{words.intro}</p>
    </div>
  );

  if (project.source === 'environment') {
    return (
      <div class="pane">
        <div class="stack">
          {chooser}
          <Notice kind="info">{words.environment}</Notice>
        </div>
      </div>
    );
  }
  return <DefaultsEditor key={project.id} project={project} chooser={chooser} />;
}

interface DefaultsEditorProps {
  project: ProjectView;
  chooser: VNode;
}

function DefaultsEditor({ project, chooser }: DefaultsEditorProps): VNode {
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
