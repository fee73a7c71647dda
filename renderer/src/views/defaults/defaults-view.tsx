import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/section.tsx';
import { Select } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/defaults-words.ts';
import { DefaultsEditor } from './defaults-editor.tsx';
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
