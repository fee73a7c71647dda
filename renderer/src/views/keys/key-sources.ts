import { useSignal } from '@preact/signals';
import type { CallInput } from '../../../../main/contract/calls.ts';
import type {
  CredentialsReading,
  ReadProject,
} from '../../../../main/contract/credential-import.ts';
import {
  isGeneratedKey,
  isGeneratedSecret,
  isToken,
} from '../../../../main/contract/judge-credentials.ts';
import { useStore } from '../../state/store.ts';
import { keyWords as words } from '../../words/project-words.ts';

export type KeySource = CallInput<'credentials.read'>['sources'][number];

/** The reader takes at most this many files, and refuses larger ones in words. */
const MAX_FILES = 50;
const MAX_DEPTH = 4;
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Folders that hold other people's files. */
const SKIPPED_FOLDERS = new Set([
  'node_modules',
  '.git',
  'dist',
  'build',
  '.next',
  '.venv',
  'venv',
]);
const KEY_FILE = /^\.env(?:\..+)?$|\.(?:env|ya?ml|json|toml|txt|ini|conf|cfg|properties|sh)$/i;

/**
 * Everything dropped or chosen, as the reader takes it: bytes, with the path as the name.
 *
 * @throws Error for a person, if a file cannot be read.
 */
export async function sourcesOfFiles(
  files: readonly { name: string; file: File }[],
): Promise<KeySource[]> {
  return Promise.all(
    files.slice(0, MAX_FILES).map(async ({ name, file }) => {
      const content = file.slice(0, MAX_FILE_BYTES).arrayBuffer();
      return { name, bytes: base64(new Uint8Array(await readable(name, content))) };
    }),
  );
}

/** The browser's own errors do not name the file. */
export async function readable<Content>(name: string, content: Promise<Content>): Promise<Content> {
  try {
    return await content;
  } catch {
    throw new Error(words.unreadable(name));
  }
}

/** The files of a drop. Of a folder, those that can hold keys. Throws as `sourcesOfFiles` does. */
export async function droppedFiles(
  transfer: DataTransfer,
): Promise<{ name: string; file: File }[]> {
  // The list of items is emptied once the event is over, so all of it is taken at once.
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: { name: string; file: File }[] = [];
  for (const { entry, file } of taken) {
    if (entry?.isDirectory === true) await walkFolder(entry, '', 0, found);
    else if (file !== null) found.push({ name: file.name, file });
  }
  return found;
}

/** The files of a chosen folder that can hold keys. */
export function chosenFiles(list: FileList | null): { name: string; file: File }[] {
  return [...(list ?? [])]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(
      ({ name, file }) =>
        file.webkitRelativePath === '' ||
        (KEY_FILE.test(file.name) &&
          !name.split('/').some((folder) => SKIPPED_FOLDERS.has(folder)) &&
          name.split('/').length <= MAX_DEPTH + 1),
    );
}

async function walkFolder(
  entry: FileSystemEntry,
  prefix: string,
  depth: number,
  found: { name: string; file: File }[],
): Promise<void> {
  if (found.length >= MAX_FILES) return;
  const path = `${prefix}${entry.name}`;
  if (isFolder(entry)) {
    if (depth >= MAX_DEPTH || SKIPPED_FOLDERS.has(entry.name)) return;
    for (const inner of await readable(path, entriesOf(entry))) {
      await walkFolder(inner, `${path}/`, depth + 1, found);
    }
  } else if (isFile(entry) && KEY_FILE.test(entry.name)) {
    const opened = new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ name: path, file: await readable(path, opened) });
  }
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A reader answers in portions; an empty one is the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

/**
 * What a paste into a field of a project is. `many`: more than one value, for the reader. `secret`: a secret
 * alone, which must not land where it can be read. `plain`: what the field takes as it is.
 */
function pasteKind(text: string): 'many' | 'secret' | 'plain' {
  const trimmed = text.trim();
  if (isToken(trimmed) || /[\n\r\t]|^[{[]/.test(trimmed)) return 'many';
  if (/^(?:export\s+)?[\w.-]+\s*=/.test(trimmed) || /[?&](?:token|liveKitUrl)=/.test(trimmed))
    return 'many';
  if (/\s/.test(trimmed) && /:\/\/|\bAPI\w{8,}/.test(trimmed)) return 'many';
  return isGeneratedSecret(trimmed) && !isGeneratedKey(trimmed) ? 'secret' : 'plain';
}

/** A project of a reading whose secret the host keeps. */
export interface FromReading {
  id: string;
  project: ReadProject;
}

interface PasteOptions {
  onReading: (reading: CredentialsReading) => void;
  onSecret: (secret: string) => void;
}

interface Paste {
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
