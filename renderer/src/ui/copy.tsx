import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { VNode } from 'preact';
import { useStore } from '../state/store.ts';
import { words } from '../words/app-words.ts';
import { Button } from './button.tsx';
import { IconCheck, IconCopy } from './icons.tsx';

const COPIED_MS = 1200;

interface CopyButtonProps {
  /** The value's name, such as "Endpoint URL", for screen readers. */
  what: string;
  text: string | (() => Promise<string | undefined>);
  word?: string;
  kind?: 'plain' | 'quiet';
  small?: boolean;
}

/** Copies, and reads *Copied* for a second. `text` may be a function that makes the value. */
export function CopyButton({
  what,
  text,
  word,
  kind = 'plain',
  small = false,
}: CopyButtonProps): VNode {
  const store = useStore();
  const copied = useSignal(false);
  const busy = useSignal(false);

  useEffect(() => {
    if (!copied.value) return undefined;
    const timer = setTimeout(() => (copied.value = false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied.value]);

  const copy = async (): Promise<void> => {
    busy.value = true;
    const value = typeof text === 'string' ? text : await text();
    busy.value = false;
    if (value !== undefined) copied.value = await store.copy(value, what);
  };

  return (
    <Button
      kind={kind}
      small={small}
      icon={copied.value ? <IconCheck /> : <IconCopy />}
      // A bare "Copy" needs a name that says what it copies.
      {...(word === undefined
        ? { label: copied.value ? words.copied(what) : words.copyWhat(what) }
        : {})}
      busy={busy.value}
      onClick={() => void copy()}
    >
      {copied.value ? words.copiedShort : (word ?? words.copy)}
    </Button>
  );
}

interface CopyFieldProps {
  /** The value's name: `Copy <what>`. */
  what: string;
  value: string;
}

/** A value with a copy button. A click on the value selects it whole. */
export function CopyField({ what, value }: CopyFieldProps): VNode {
  return (
    <div class="copy-field">
      <code class="copy-value" title={value}>
        {value}
      </code>
      <CopyButton what={what} text={value} kind="quiet" small />
    </div>
  );
}
