import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconConnect } from '../../ui/icons.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/connect-words.ts';
import { words as keys } from '../../words/key-words.ts';
import { KeysDoor } from '../keys/keys-door.tsx';

const STORAGE_KEY = 'token-tray.first-run';
const closed = signal(localStorage.getItem(STORAGE_KEY) === 'closed');

function close(): void {
  closed.value = true;
  localStorage.setItem(STORAGE_KEY, 'closed');
}

/** The door for keys, shown until there is a project besides the first start's. */
export function FirstRun(): VNode | null {
  const store = useStore();
  const { projects } = useSnapshot();
  if (closed.value || projects.some(({ source }) => source !== 'local')) return null;

  const useLocal = async (): Promise<void> => {
    const used = await store.settle(store.client.call('project.useLocal'));
    if (used === undefined) return;
    close();
    store.toasts.show({ kind: 'done', message: words.localReady });
  };

  return (
    <Section
      title={keys.title}
      hint={keys.hint}
      actions={
        <>
          <Button kind="quiet" small icon={<IconConnect />} onClick={() => void useLocal()}>
            {keys.local}
          </Button>
          <Button kind="quiet" small onClick={close}>
            {keys.close}
          </Button>
        </>
      }
    >
      <KeysDoor onDone={() => {}} />
    </Section>
  );
}
