import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useStore, type Store } from '../../state/store.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { words as settings } from '../../words/settings-words.ts';

interface ExportWithSecretsProps {
  asking: boolean;
  onClose: () => void;
}

/** Asks, has the host write the file, and shows its path. The secrets never reach the window. */
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
          <p>{settings.transfer.written}</p>
          <CopyField what={settings.transfer.path} value={written.value} />
        </div>
      )}
      {asking ? (
        <ConfirmDialog
          title={settings.transfer.askTitle}
          confirm={settings.transfer.askConfirm}
          onClose={onClose}
          onConfirm={() => void write()}
        >
          {settings.transfer.askText}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** Downloads everything but the secrets. */
export async function exportPlain(store: Store): Promise<void> {
  const made = await store.settle(store.client.call('settings.export'));
  if (made !== undefined) download(made.value.fileName, made.value.content);
}

/** Downloads a text as a file. */
export function download(fileName: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Once it has begun, the download keeps the blob alive.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
