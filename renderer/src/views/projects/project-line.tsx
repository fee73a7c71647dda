import type { VNode } from 'preact';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useSnapshot, useStore, type Store } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeAttention, IconMore } from '../../ui/icons.tsx';
import { secretLine, words } from '../../words/project-words.ts';
import { Menu } from '../../ui/menu.tsx';
import { words as common } from '../../words/app-words.ts';
import { envText } from './typed-credentials.ts';

interface ProjectLineProps {
  project: ProjectView;
  current: boolean;
  onChoose: () => void;
}

export function ProjectLine({ project, current, onChoose }: ProjectLineProps): VNode {
  const store = useStore();
  const active = useSnapshot().activeProjectId === project.id;
  const check = store.checks.of(project);
  const isFailing = check?.state === 'known' && !check.check.ok;
  const source = words.sources[project.source];
  return (
    <li class="line project-line" data-current={current}>
      <div class="stack-close">
        <button
          type="button"
          class="line-open strong"
          aria-current={current || undefined}
          onClick={onChoose}
        >
          <bdi class="cut">{project.name}</bdi>
        </button>
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

export function ProjectMenu({ project }: { project: ProjectView }): VNode {
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
  const restore = async (): Promise<void> => {
    const back = await store.settle(store.client.call('project.restore', { id }));
    if (back !== undefined) store.toasts.announce(words.restored(back.value.item.name));
  };
  store.toasts.show({
    kind: 'done',
    message: words.removed(name),
    action: { label: common.undo, run: () => void restore() },
  });
}
