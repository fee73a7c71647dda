import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { words } from '../../words/key-words.ts';
import { chosenFiles, droppedFiles, sourcesOfFiles, type KeySource } from './key-sources.ts';

interface PasteZoneProps {
  busy: boolean;
  /** Less high, once something was read. */
  small: boolean;
  onSources: (sources: readonly KeySource[]) => void;
  onType: () => void;
}

/** A large place for a paste or a drop. What is pasted is never shown: it goes to the reader as it is. */
export function PasteZone({ busy, small, onSources, onType }: PasteZoneProps): VNode {
  const over = useSignal(false);
  const id = useId();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = useRef(onSources);
  take.current = onSources;

  useEffect(() => {
    // One paste is enough, wherever the focus is, unless a field takes it.
    const onPaste = (event: ClipboardEvent): void => {
      const { target, clipboardData } = event;
      if (target instanceof HTMLElement && target.closest('form, dialog') !== null) return;
      if (target instanceof HTMLInputElement || clipboardData === null) return;
      event.preventDefault();
      void sourcesOf(clipboardData).then((sources) => take.current(sources));
    };
    document.addEventListener('paste', onPaste);
    folder.current?.setAttribute('webkitdirectory', '');
    return () => document.removeEventListener('paste', onPaste);
  }, []);

  const choose = async (input: HTMLInputElement | null): Promise<void> => {
    onSources(await sourcesOfFiles(chosenFiles(input?.files ?? null)));
    // So that the same file can be chosen again after a fix.
    if (input !== null) input.value = '';
  };

  return (
    <div
      class="paste-zone"
      data-over={over.value}
      data-small={small}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        if (event.dataTransfer !== null) void sourcesOf(event.dataTransfer).then(onSources);
      }}
    >
      <textarea
        class="paste-input"
        aria-label={words.zone}
        aria-describedby={`${id}-hint`}
        value=""
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          event.currentTarget.value = '';
          onType();
        }}
      />
      <div class="paste-words">
        <span class="strong">{busy ? words.reading : words.zone}</span>
        <span id={`${id}-hint`} class="small quiet">
          {words.zoneHint}
        </span>
      </div>
      <div class="row row-wrap paste-tools">
        <input
          ref={files}
          type="file"
          multiple
          class="unseen"
          tabIndex={-1}
          aria-label={words.files}
          onChange={(event) => void choose(event.currentTarget)}
        />
        <input
          ref={folder}
          type="file"
          class="unseen"
          tabIndex={-1}
          aria-label={words.folder}
          onChange={(event) => void choose(event.currentTarget)}
        />
        <Button small onClick={() => files.current?.click()}>
          {words.files}
        </Button>
        <Button small onClick={() => folder.current?.click()}>
          {words.folder}
        </Button>
        <Button small onClick={onType}>
          {words.type}
        </Button>
      </div>
    </div>
  );
}

async function sourcesOf(transfer: DataTransfer): Promise<KeySource[]> {
  const text = transfer.getData('text/plain');
  const files = await droppedFiles(transfer);
  if (files.length > 0) return sourcesOfFiles(files);
  return text.trim() === '' ? [] : [{ name: words.pasted, text }];
}
