import type { VNode } from 'preact';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useStore } from '../../state/store-context.ts';
import { Section } from '../../ui/section.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { words } from '../../words/projects.ts';

export function ProjectAccess({ project }: { project: ProjectView }): VNode {
  const store = useStore();
  const { id, revision } = project;
  return (
    <Section title={words.access.title}>
      <Toggle
        label={words.access.requireKey}
        hint={words.access.requireKeyHint}
        checked={project.requireKey}
        onChange={(requireKey) =>
          void store.settle(
            store.client.call('project.update', { id, revision, changes: { requireKey } }),
          )
        }
      />
    </Section>
  );
}
