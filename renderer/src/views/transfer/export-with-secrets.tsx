import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useStore } from '../../state/store-context.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
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
