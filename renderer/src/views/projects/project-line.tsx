import type { VNode } from 'preact';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useSnapshot, useStore } from '../../state/store-context.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeAttention } from '../../ui/icons.tsx';
import { secretLine, words } from '../../words/projects.ts';
import { ProjectMenu } from './project-menu.tsx';

interface ProjectLineProps {
  project: ProjectView;
  current: boolean;
  onChoose: () => void;
}

export function ProjectLine({ project, current, onChoose }: ProjectLineProps): VNode {
  const store = useStore();
  const active = useSnapshot().activeProjectId === project.id;
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
