import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import { parseHostName, parseOrigin } from '../../../../main/contract/addresses.ts';
import { useSnapshot, useStore, useChange } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { IconCross, IconPlus } from '../../ui/icons.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { Toggle } from '../../ui/choices.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/settings-words.ts';

/** The origins and host names allowed besides the built-in ones. */
export function AccessSection(): VNode {
  const { server } = useSnapshot().settings;
  const change = useChange();
  const asking = useSignal(false);

  return (
    <Section title={words.access.title}>
      <AllowedList
        label={words.access.origins}
        hint={words.access.originsHint}
        none={words.access.noOrigins}
        placeholder={words.access.originPlaceholder}
        add={words.access.addOrigin}
        field="allowedOrigins"
        read={(text) => parseOrigin(text) ?? failure('origin_invalid', { origin: text })}
      />
      <AllowedList
        label={words.access.hosts}
        hint={words.access.hostsHint}
        none={words.access.noHosts}
        placeholder={words.access.hostPlaceholder}
        add={words.access.addHost}
        field="allowedHosts"
        read={(text) => parseHostName(text) ?? failure('host_invalid', { host: text })}
      />
      <Toggle
        apart
        label={words.access.nullOrigin}
        hint={words.access.nullHint}
        checked={server.dangerouslyAllowNullOrigin}
        onChange={(wanted) => {
          if (wanted) asking.value = true;
          else void change({ server: { dangerouslyAllowNullOrigin: false } });
        }}
      />
      {asking.value ? (
        <ConfirmDialog
          title={words.access.nullTitle}
          confirm={words.access.nullConfirm}
          onClose={() => (asking.value = false)}
          onConfirm={() => void change({ server: { dangerouslyAllowNullOrigin: true } })}
        >
          {words.access.nullHint}
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}

interface AllowedListProps {
  label: string;
  hint: string;
  none: string;
  placeholder: string;
  add: string;
  field: 'allowedOrigins' | 'allowedHosts';
  /** The typed value in its stored form, or why it can't be used. */
  read: (text: string) => string | Failure;
}

function AllowedList({
  label,
  hint,
  none,
  placeholder,
  add,
  field,
  read,
}: AllowedListProps): VNode {
  const store = useStore();
  const items = useSnapshot().settings.server[field];
  const text = store.drafts.of<{ text: string }>(`settings.${field}`);
  const refused = useSignal<Failure | undefined>(undefined);
  const typed = text.value?.text ?? '';

  /** `edit` gets the list as it is when its turn comes, so no addition is lost. */
  const save = async (edit: (items: readonly string[]) => string[]): Promise<boolean> => {
    const reply = await store.settings.change((server) => ({
      server: { [field]: edit(server[field]) },
    }));
    refused.value = reply.ok ? undefined : reply.error;
    return reply.ok;
  };

  const addTyped = async (): Promise<void> => {
    const value = read(typed);
    if (typeof value !== 'string') {
      refused.value = value;
      return;
    }
    const saved = await save((now) => [...now, value]);
    // Anything typed in the meantime stays.
    if (saved && text.value?.text === typed) text.value = undefined;
  };

  const remove = async (item: string): Promise<void> => {
    if (!(await save((now) => now.filter((other) => other !== item)))) return;
    const undo = (): Promise<boolean> => save((now) => [...now, item]);
    store.toasts.show({ kind: 'done', message: words.access.removed(item), undo });
  };

  return (
    <form
      class="stack-close allowed-form"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void addTyped();
      }}
    >
      <TextField
        label={label}
        value={typed}
        onInput={(value) => {
          refused.value = undefined;
          text.value = value === '' ? undefined : { text: value };
        }}
        placeholder={placeholder}
        error={refused.value?.message}
        hint={hint}
        code
      >
        <Button submit icon={<IconPlus />} disabled={typed.trim() === ''}>
          {add}
        </Button>
      </TextField>
      {items.length === 0 ? (
        <p class="small quiet">{none}</p>
      ) : (
        <ul class="allowed">
          {items.map((item) => (
            <li key={item} class="row row-apart">
              <code class="cut">{item}</code>
              <Button
                kind="quiet"
                small
                icon={<IconCross />}
                label={`${common.remove} ${item}`}
                onClick={() => void remove(item)}
              />
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
