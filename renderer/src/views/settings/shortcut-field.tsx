import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { shortcutOf } from '../../../../main/contract/accelerator.ts';
import { useSnapshot } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { words } from '../../words/settings-words.ts';
import { useChange } from './use-setting.ts';

/** Takes the shortcut for *Copy token* as the next keys that are pressed. */
export function ShortcutField({ platform }: { platform: string | undefined }): VNode {
  const { copyTokenShortcut = '' } = useSnapshot().settings.app;
  const change = useChange();
  const listening = useSignal(false);

  const press = (event: KeyboardEvent): void => {
    if (!listening.value || event.key === 'Tab') return;
    event.preventDefault();
    if (event.key === 'Escape') listening.value = false;
    const shortcut = shortcutOf(event, platform === 'darwin');
    if (shortcut === undefined) return;
    listening.value = false;
    void change({ app: { copyTokenShortcut: shortcut } });
  };

  return (
    <div class="toggle toggle-apart" onKeyDown={press}>
      <div class="row">
        {copyTokenShortcut === '' ? null : (
          <Button
            small
            label={words.shortcut.clear}
            onClick={() => void change({ app: { copyTokenShortcut: '' } })}
          >
            {words.shortcut.clearShort}
          </Button>
        )}
        <Button
          small
          label={`${words.shortcut.label}: ${copyTokenShortcut || words.shortcut.none}`}
          pressed={listening.value}
          onClick={() => (listening.value = !listening.value)}
        >
          {listening.value ? words.shortcut.press : copyTokenShortcut || words.shortcut.none}
        </Button>
      </div>
      <div class="toggle-words">
        <span class="toggle-label">{words.shortcut.label}</span>
        <div class="field-hint">{words.shortcut.hint}</div>
      </div>
    </div>
  );
}
