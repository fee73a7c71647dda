import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useStore, type Store } from '../../state/store.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { words } from '../../words/transfer.ts';

interface ExportWithSecretsProps {
  asking: boolean;
  onClose: () => void;
}

/** Asks, has the host write the file, and says where it is. The secrets never come into the window. */
export function ExportWithSecrets({ asking, onClose }: ExportWithSecretsProps): VNode {
  const store = useStore();
  const written = useSignal<string | undefined>(undefined);

  const write = async (): Promise<void> => {
    const made = await store.settle(store.client.call('settings.exportWithSecrets'));
    written.value = made?.value.path;
  };

  return (
    <>
      {written.value === undefined ? null : (
        <div class="stack-close" role="status">
          <p>{words.written}</p>
          <CopyField what={words.path} value={written.value} />
        </div>
      )}
      {asking ? (
        <ConfirmDialog
          title={words.askTitle}
          confirm={words.askConfirm}
          onClose={onClose}
          onConfirm={() => void write()}
        >
          {words.askText}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** Hands everything but the secrets to the browser as a file. */
export async function exportPlain(store: Store): Promise<void> {
  const made = await store.settle(store.client.call('settings.export'));
  if (made !== undefined) download(made.value.fileName, made.value.content);
}

/** Hands a text to the browser as a file. */
export function download(fileName: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own hold on the blob once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
