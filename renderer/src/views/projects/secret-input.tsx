import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/projects.ts';

interface SecretInputProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  error?: string | undefined;
  notice?: string | undefined;
}

/** A secret as it is typed: masked until the person asks to see it. What was saved cannot be seen. */
export function SecretInput({ label, value, onInput, error, notice }: SecretInputProps): VNode {
  const shown = useSignal(false);
  return (
    <TextField
      label={label}
      value={value}
      onInput={onInput}
      masked={!shown.value}
      error={error}
      notice={notice}
      hint={words.secret.never}
      code
    >
      <Button
        pressed={shown.value}
        label={shown.value ? words.secret.conceal : words.secret.reveal}
        onClick={() => (shown.value = !shown.value)}
      >
        {shown.value ? 'Hide' : 'Show'}
      </Button>
    </TextField>
  );
}
