import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { IconConnect, IconFile, IconKey } from '../../ui/icons.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/connect-words.ts';
import { ImportPanel } from '../projects/import-panel.tsx';
import { NewProjectForm } from '../projects/new-project-form.tsx';

type Door = 'paste' | 'import' | 'local';

const STORAGE_KEY = 'token-tray.first-run';
const closed = signal(localStorage.getItem(STORAGE_KEY) === 'closed');

function closeDoors(): void {
  closed.value = true;
  localStorage.setItem(STORAGE_KEY, 'closed');
}

/** The ways to add keys, shown until there is a project besides the first start's. */
export function FirstRun(): VNode | null {
  const { projects } = useSnapshot();
  const door = useSignal<Door | undefined>(undefined);
  if (closed.value || projects.some(({ source }) => source !== 'local')) return null;
  const close = (): void => {
    door.value = undefined;
  };
  return (
    <Section
      title={words.doors.title}
      hint={words.doors.hint}
      actions={
        <Button kind="quiet" small onClick={closeDoors}>
          {words.doors.close}
        </Button>
      }
    >
      <div class="doors">
        <DoorButton door="paste" chosen={door} icon={<IconKey />} title={words.doors.paste}>
          {words.doors.pasteHint}
        </DoorButton>
        <DoorButton door="import" chosen={door} icon={<IconFile />} title={words.doors.import}>
          {words.doors.importHint}
        </DoorButton>
        <DoorButton door="local" chosen={door} icon={<IconConnect />} title={words.doors.local}>
          {words.doors.localHint}
        </DoorButton>
      </div>
      {door.value === 'paste' ? <NewProjectForm onDone={close} onCancel={close} /> : null}
      {door.value === 'import' ? <ImportPanel /> : null}
      {door.value === 'local' ? <LocalServer /> : null}
    </Section>
  );
}

interface DoorButtonProps {
  door: Door;
  chosen: { value: Door | undefined };
  icon: VNode;
  title: string;
  children: ComponentChildren;
}

function DoorButton({ door, chosen, icon, title, children }: DoorButtonProps): VNode {
  const open = chosen.value === door;
  return (
    <button
      type="button"
      class="door"
      aria-expanded={open}
      onClick={() => (chosen.value = open ? undefined : door)}
    >
      {icon}
      <span class="door-words">
        <span class="strong">{title}</span>
        <span class="small quiet">{children}</span>
      </span>
    </button>
  );
}

function LocalServer(): VNode {
  const store = useStore();
  const use = async (): Promise<void> => {
    const used = await store.settle(store.client.call('project.useLocal'));
    if (used === undefined) return;
    closeDoors();
    store.toasts.show({ kind: 'done', message: words.local.ready });
  };
  return (
    <div class="door-panel stack">
      <p>{words.local.text}</p>
      <CopyField what={words.local.title} value={words.local.command} />
      <div>
        <Button kind="primary" onClick={() => void use()}>
          {words.local.use}
        </Button>
      </div>
    </div>
  );
}
