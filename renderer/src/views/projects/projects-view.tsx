import type { VNode } from 'preact';
import { useSignal } from '@preact/signals';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/section.tsx';
import { IconPlus } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { LineList, Split } from '../../ui/split.tsx';
import { words } from '../../words/project-words.ts';
import { words as settings } from '../../words/settings-words.ts';
import { exportPlain, ExportWithSecrets } from '../transfer/export-settings.tsx';
import { KeysDoor } from '../keys/keys-door.tsx';
import { LkOffer } from '../keys/lk-offer.tsx';
import { ProjectDetail } from './project-detail.tsx';
import { ProjectLine } from './project-line.tsx';
import './projects.css';

/** The projects, one of them active. The selected one is edited beside the list. */
export function ProjectsView(): VNode {
  const store = useStore();
  const { projects } = useSnapshot();
  const exporting = useSignal(false);
  const { adding } = store;
  const chosenId = store.selected.projects.value;
  const chosen = projects.find(({ id }) => id === chosenId);
  const shown = chosen ?? store.activeProject.value ?? projects[0];

  const choose = (id: string | undefined): void => {
    store.selected.projects.value = id;
  };

  return (
    <Split
      weight="detail"
      chosen={chosen !== undefined}
      onClose={() => choose(undefined)}
      detailLabel={words.detailLabel}
      list={
        <div class="stack">
          <div class="row row-wrap">
            <Button
              icon={<IconPlus />}
              pressed={adding.value}
              onClick={() => (adding.value = !adding.value)}
            >
              {words.add}
            </Button>
            <Menu
              label={settings.transfer.export}
              value={settings.transfer.export}
              items={[
                {
                  kind: 'action',
                  label: settings.transfer.plain,
                  run: () => void exportPlain(store),
                },
                {
                  kind: 'action',
                  label: settings.transfer.secrets,
                  run: () => (exporting.value = true),
                },
              ]}
            />
          </div>
          <ExportWithSecrets asking={exporting.value} onClose={() => (exporting.value = false)} />
          {adding.value ? (
            <KeysDoor
              onDone={(id) => {
                adding.value = false;
                if (id !== undefined) choose(id);
              }}
              onCancel={() => (adding.value = false)}
            />
          ) : (
            <LkOffer />
          )}
          <ProjectLines projects={projects} shownId={shown?.id} onChoose={choose} />
        </div>
      }
      detail={shown === undefined ? null : <ProjectDetail key={shown.id} project={shown} />}
    />
  );
}

interface ProjectLinesProps {
  projects: readonly ProjectView[];
  shownId: string | undefined;
  onChoose: (id: string) => void;
}

function ProjectLines({ projects, shownId, onChoose }: ProjectLinesProps): VNode {
  if (projects.length === 0) {
    return (
      <EmptyState title={words.none.title}>
        <p>{words.none.text}</p>
      </EmptyState>
    );
  }
  return (
    <LineList label={words.listLabel}>
      {projects.map((project) => (
        <ProjectLine
          key={project.id}
          project={project}
          current={project.id === shownId}
          onChoose={() => onChoose(project.id)}
        />
      ))}
    </LineList>
  );
}
