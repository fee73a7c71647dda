import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { keyWords as words } from '../../words/project-words.ts';
import { chosenFiles, droppedFiles, sourcesOfFiles, type KeySource } from './key-sources.ts';

interface PasteZoneProps {
  busy: boolean;
  /** Less high, once something was read. */
  small: boolean;
  onSources: (sources: readonly KeySource[]) => void;
  onProblem: (message: string) => void;
  onType: () => void;
  /** Beside the buttons. */
  children?: ComponentChildren;
}

/** A large place for a paste or a drop. What is pasted is never shown: it goes to the reader as it is. */
export function PasteZone(props: PasteZoneProps): VNode {
  const { busy, small, onType, children } = props;
  const over = useSignal(false);
  const id = useId();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const latest = useRef(props);
  latest.current = props;

  const take = (reading: Promise<KeySource[]>): void => {
    reading.then(
      (sources) => latest.current.onSources(sources),
      (error: unknown) =>
        latest.current.onProblem(error instanceof Error ? error.message : String(error)),
    );
  };

  // Before it is seen: a paste or a drop may come with the first frame.
  useLayoutEffect(() => {
    // One paste is enough, wherever the focus is, unless a field takes it.
    const onPaste = (event: ClipboardEvent): void => {
      const { target, clipboardData } = event;
      if (target instanceof HTMLElement && target.closest('form, dialog') !== null) return;
      if (target instanceof HTMLInputElement || clipboardData === null) return;
      event.preventDefault();
      take(sourcesOf(clipboardData));
    };
    // A drop beside the zone is meant for it too; the browser would leave the page to show the file.
    const onDrag = (event: DragEvent): void => {
      const { dataTransfer } = event;
      if (dataTransfer === null || !takes(event)) return;
      event.preventDefault();
      over.value = event.type === 'dragover';
      if (event.type === 'drop') take(sourcesOf(dataTransfer));
    };
    document.addEventListener('dragover', onDrag);
    document.addEventListener('drop', onDrag);
    document.addEventListener('paste', onPaste);
    folder.current?.setAttribute('webkitdirectory', '');
    return () => {
      document.removeEventListener('dragover', onDrag);
      document.removeEventListener('drop', onDrag);
      document.removeEventListener('paste', onPaste);
    };
  }, []);

  const choose = (input: HTMLInputElement): void => {
    take(sourcesOfFiles(chosenFiles(input.files)));
    // So that the same file can be chosen again after a fix.
    input.value = '';
  };

  return (
    <div
      class="paste-zone"
      data-over={over.value}
      data-small={small}
      onDragLeave={() => (over.value = false)}
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
          onChange={(event) => choose(event.currentTarget)}
        />
        <input
          ref={folder}
          type="file"
          class="unseen"
          tabIndex={-1}
          aria-label={words.folder}
          onChange={(event) => choose(event.currentTarget)}
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
        {children}
      </div>
    </div>
  );
}

/** Files anywhere; text only on the zone, since it can be dragged into a field too. */
function takes({ dataTransfer, target }: DragEvent): boolean {
  const isFile = dataTransfer?.types.includes('Files') === true;
  return isFile || (target instanceof Element && target.closest('.paste-zone') !== null);
}

async function sourcesOf(transfer: DataTransfer): Promise<KeySource[]> {
  const text = transfer.getData('text/plain');
  const files = await droppedFiles(transfer);
  if (files.length > 0) return sourcesOfFiles(files);
  return text.trim() === '' ? [] : [{ name: words.pasted, text }];
}
