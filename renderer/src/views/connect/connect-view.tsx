import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconConnect } from '../../ui/icons.tsx';
import { Section } from '../../ui/section.tsx';
import { words, pathWords } from '../../words/connect-words.ts';
import { keyWords as keys } from '../../words/project-words.ts';
import { KeysDoor } from '../keys/keys-door.tsx';
import { RequestPath } from '../path/request-path.tsx';
import { Devices } from './devices.tsx';
import { RequestPlot } from './request-plot.tsx';
import './connect.css';

/** Home: how to point an app here, and whether one has asked yet. */
export function ConnectView(): VNode {
  const store = useStore();
  return (
    <div class="pane">
      <div class="stack-wide">
        <FirstRun />
        <RequestPath entry={store.feed.activity.value?.[0]} label={pathWords.of} />
        <Devices />
        <RequestPlot />
      </div>
    </div>
  );
}

const STORAGE_KEY = 'token-tray.first-run';
const closed = signal(localStorage.getItem(STORAGE_KEY) === 'closed');

function close(): void {
  closed.value = true;
  localStorage.setItem(STORAGE_KEY, 'closed');
}

/** The door for keys, shown until there is a project besides the first start's. */
function FirstRun(): VNode | null {
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
