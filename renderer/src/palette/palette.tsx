import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { useStore } from '../state/store.ts';
import { useModal } from '../ui/dialog.tsx';
import { paletteWords as words } from '../words/overlay-words.ts';
import { paletteActions, type PaletteAction, rankByLabel } from './actions.ts';
import './palette.css';

/** Finds every action by its words: type, arrow, Enter. */
export function Palette(): VNode | null {
  const store = useStore();
  const snapshot = store.feed.snapshot.value;
  const search = useSignal('');
  const at = useSignal(0);
  const id = useId();

  const close = (): void => {
    store.paletteOpen.value = false;
  };
  const dialog = useModal(close);
  const found =
    snapshot === undefined ? [] : rankByLabel(paletteActions(store, snapshot), search.value);
  const index = Math.min(at.value, found.length - 1);

  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [index, search.value]);

  const run = (action: PaletteAction | undefined): void => {
    if (action === undefined) return;
    close();
    action.run();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') at.value = index >= found.length - 1 ? 0 : index + 1;
    else if (event.key === 'ArrowUp') at.value = index <= 0 ? found.length - 1 : index - 1;
    else if (event.key === 'Enter') run(found[index]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog ref={dialog} class="dialog palette" aria-label={words.title}>
      <input
        class="palette-input"
        role="combobox"
        aria-label={words.title}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length === 0 ? undefined : `${id}-${index}`}
        aria-autocomplete="list"
        placeholder={words.placeholder}
        value={search.value}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          search.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={words.list} class="palette-list">
        {found.map((action, position) => (
          <div
            key={action.id}
            id={`${id}-${position}`}
            role="option"
            aria-selected={position === index}
            class="palette-item"
            onPointerMove={() => (at.value = position)}
            onClick={() => run(action)}
          >
            <span class="grow">{action.label}</span>
            {action.detail === undefined ? null : <span class="small quiet">{action.detail}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p class="quiet palette-none" role="status">
          {words.none}
        </p>
      ) : null}
    </dialog>
  );
}
