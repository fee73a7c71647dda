import { useSignal } from '@preact/signals';
import type {
  CredentialsReading,
  ReadProject,
} from '../../../../main/contract/credential-import.ts';
import { useStore } from '../../state/store.ts';
import { words } from '../../words/key-words.ts';
import { pasteKind } from './key-sources.ts';

/** A project of a reading whose secret the host keeps. */
export interface FromReading {
  id: string;
  project: ReadProject;
}

interface PasteOptions {
  onReading: (reading: CredentialsReading) => void;
  onSecret: (secret: string) => void;
}

export interface Paste {
  onPaste: (event: ClipboardEvent) => void;
  /** What became of the last paste, where it did not go into its field as it was. */
  message: string | undefined;
}

/** Lets every field of a project's form take a paste of everything, and no field show a secret. */
export function usePaste({ onReading, onSecret }: PasteOptions): Paste {
  const store = useStore();
  const message = useSignal<string | undefined>(undefined);

  const read = async (text: string): Promise<void> => {
    const sources = [{ name: words.pasted, text }];
    const reply = await store.client.call('credentials.read', { sources });
    if (!reply.ok) {
      message.value = reply.error.message;
      return;
    }
    const { projects, notes } = reply.value;
    const [note] = notes;
    message.value = projects.length > 0 ? undefined : (note?.message ?? words.nothing);
    if (projects.length > 0) onReading(reply.value);
  };

  return {
    message: message.value,
    onPaste(event) {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const { target } = event;
      if (!(target instanceof HTMLInputElement)) return;
      message.value = undefined;
      const kind = pasteKind(text);
      if (kind === 'plain' || (kind === 'secret' && target.type === 'password')) return;
      event.preventDefault();
      if (kind === 'many') {
        void read(text);
        return;
      }
      onSecret(text.trim());
      message.value = words.secretMoved;
    },
  };
}
