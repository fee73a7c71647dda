import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import {
  IDENTITY_GUARDS,
  type ProjectChanges,
  type ProjectView,
} from '../../../../main/contract/project.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/project-words.ts';
import { Toggle } from '../../ui/choices.tsx';

/** The ID clients send, to copy or regenerate. Regenerating can't be undone, so it asks first. */
export function TokenServerId({ project }: { project: ProjectView }): VNode {
  const store = useStore();
  const asking = useSignal(false);
  const regenerate = async (): Promise<void> => {
    const { id } = project;
    const done = await store.settle(store.client.call('project.regenerateTokenServerId', { id }));
    if (done !== undefined) store.toasts.announce(words.tokenServerId.done);
  };

  return (
    <Section
      title={words.tokenServerId.title}
      hint={words.tokenServerId.hint}
      actions={
        project.source === 'environment' ? undefined : (
          <Button small onClick={() => (asking.value = true)}>
            {words.tokenServerId.regenerate}
          </Button>
        )
      }
    >
      <CopyField what={words.tokenServerId.title} value={project.tokenServerId} />
      {asking.value ? (
        <ConfirmDialog
          title={words.tokenServerId.confirmTitle}
          confirm={words.tokenServerId.regenerate}
          onClose={() => (asking.value = false)}
          onConfirm={() => void regenerate()}
        >
          {words.tokenServerId.confirmText}
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}

export function ProjectAccess({ project }: { project: ProjectView }): VNode {
  const store = useStore();
  const { id, revision } = project;
  const change = (changes: ProjectChanges): void =>
    void store.settle(store.client.call('project.update', { id, revision, changes }));
  return (
    <Section title={words.access.title}>
      <Toggle
        label={words.access.requireKey}
        hint={words.access.requireKeyHint}
        checked={project.requireKey}
        onChange={(requireKey) => change({ requireKey })}
      />
      <Toggle
        label={words.access.watchJoins}
        hint={words.access.watchJoinsHint}
        checked={project.watchJoins !== false}
        onChange={(watchJoins) => change({ watchJoins })}
      />
      <Toggle
        label={words.access.leanTokens}
        hint={words.access.leanTokensHint}
        checked={project.leanTokens === true}
        onChange={(leanTokens) => change({ leanTokens })}
      />
      <SelectField
        label={words.access.identityGuard}
        hint={words.access.identityGuardHint}
        value={project.identityGuard ?? 'keep'}
        options={IDENTITY_GUARDS.map((value) => ({
          value,
          label: words.access.identityGuards[value],
        }))}
        onChange={(identityGuard) => change({ identityGuard })}
      />
    </Section>
  );
}
