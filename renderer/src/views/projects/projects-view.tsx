import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useSnapshot, useStore, type Store } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconPlus, ShapeAttention, IconMore } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { EmptyState } from '../../ui/section.tsx';
import { LineButton, LineList, Split } from '../../ui/split.tsx';
import { LkOffer } from '../keys/from-lk.tsx';
import { KeysDoor } from '../keys/keys-door.tsx';
import { envText } from './credential-fields.tsx';
import { ProjectDetail } from './project-detail.tsx';
import { exportPlain, ExportWithSecrets } from '../transfer/transfer.tsx';
import { words, secretLine } from '../../words/project-words.ts';
import { words as settings } from '../../words/settings-words.ts';
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

interface ProjectLineProps {
  project: ProjectView;
  current: boolean;
  onChoose: () => void;
}

function ProjectLine({ project, current, onChoose }: ProjectLineProps): VNode {
  const store = useStore();
  const active = useSnapshot().activeProjectId === project.id;
  const check = store.checks.of(project);
  const isFailing = check?.state === 'known' && !check.check.ok;
  const source = words.sources[project.source];
  return (
    <li class="line project-line" data-current={current}>
      <div class="stack-close">
        <LineButton strong current={current} onClick={onChoose}>
          <bdi class="cut">{project.name}</bdi>
        </LineButton>
        <code class="cut quiet" title={project.url}>
          {project.url}
        </code>
      </div>
      <div class="line-tools">
        {project.secret.state === 'set' ? null : (
          <span class="tag tag-attention">
            <ShapeAttention />
            {secretLine(project.secret)}
          </span>
        )}
        {isFailing ? (
          <span class="tag tag-attention">
            <ShapeAttention />
            {words.trouble}
          </span>
        ) : null}
        {source === undefined ? null : <span class="tag">{source}</span>}
        {active ? (
          <span class="tag tag-accent">{words.active}</span>
        ) : (
          <Button
            small
            label={`${words.makeActive}: ${project.name}`}
            onClick={() =>
              void store.settle(store.client.call('project.activate', { id: project.id }))
            }
          >
            {words.makeActive}
          </Button>
        )}
        <ProjectMenu project={project} />
      </div>
    </li>
  );
}

function ProjectMenu({ project }: { project: ProjectView }): VNode {
  const store = useStore();
  const { activeProjectId } = useSnapshot();
  const canCopySecret =
    store.feed.host.value?.capabilities.clipboard === true && project.secret.state === 'set';
  return (
    <Menu
      label={`${words.menu.label}: ${project.name}`}
      icon={<IconMore />}
      end
      items={[
        {
          kind: 'action',
          label: words.menu.activate,
          disabled: project.id === activeProjectId,
          run: () => void store.settle(store.client.call('project.activate', { id: project.id })),
        },
        { kind: 'action', label: words.menu.duplicate, run: () => void duplicate(store, project) },
        {
          kind: 'action',
          label: words.menu.copyEnv,
          run: () => void store.copy(envText(project), words.env),
        },
        ...(canCopySecret
          ? [
              {
                kind: 'action' as const,
                label: words.menu.copySecret,
                run: () => void copySecret(store, project),
              },
            ]
          : []),
        { kind: 'separator' },
        {
          kind: 'action',
          label: words.menu.remove,
          danger: true,
          disabled: project.source === 'environment',
          run: () => void remove(store, project),
        },
      ]}
    />
  );
}

async function duplicate(store: Store, project: ProjectView): Promise<void> {
  const copy = await store.settle(store.client.call('project.duplicate', { id: project.id }));
  if (copy !== undefined) store.selected.projects.value = copy.value.item.id;
}

async function copySecret(store: Store, project: ProjectView): Promise<void> {
  const done = await store.settle(store.client.call('project.copySecret', { id: project.id }));
  if (done !== undefined) store.toasts.show({ kind: 'done', message: words.secretCopied });
}

/** Deletes at once. The message has an undo. */
async function remove(store: Store, project: ProjectView): Promise<void> {
  const { id, name } = project;
  const gone = await store.settle(store.client.call('project.remove', { id }));
  if (gone === undefined) return;
  if (store.selected.projects.value === id) store.selected.projects.value = undefined;
  const undo = async (): Promise<void> => {
    const back = await store.settle(store.client.call('project.restore', { id }));
    if (back !== undefined) store.toasts.announce(words.restored(back.value.item.name));
  };
  store.toasts.show({ kind: 'done', message: words.removed(name), undo });
}
