import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/key-words.ts';
import { ImportProgress } from './import-questions.tsx';
import { useProjectImport } from './use-import.ts';

/** The projects that lk has and Token Tray has not. They are taken only when a person says so, and offered once. */
export function LkOffer({ onDone }: { onDone?: () => void }): VNode | null {
  const store = useStore();
  const { offer } = useSnapshot();
  const importing = useProjectImport<{ sourceId: string; offered: string[] }>();
  const { busy } = importing;

  if (offer === undefined) return null;
  const { sourceId, path, projects, warnings = [] } = offer;
  const offered = projects.map(({ id }) => id);

  const take = async (): Promise<void> => {
    const done = await importing.start({ sourceId, offered });
    if (done !== undefined && done.added.length + done.updated.length > 0) onDone?.();
  };

  return (
    <Notice
      kind="info"
      title={words.offer(projects.length)}
      actions={
        <>
          <Button small busy={busy} onClick={() => void take()}>
            {words.take(projects.length)}
          </Button>
          <Button
            small
            kind="quiet"
            onClick={() => void store.settle(store.client.call('import.decline', { offered }))}
          >
            {common.dismiss}
          </Button>
        </>
      }
    >
      <div class="stack-close">
        <span>
          <bdi>{projects.map(({ name }) => name).join(', ')}</bdi>{' '}
          <code class="small quiet">{path}</code>
        </span>
        {warnings.map((warning) => (
          <p key={warning} class="field-notice">
            {warning}
          </p>
        ))}
        <ImportProgress importing={importing} />
      </div>
    </Notice>
  );
}
