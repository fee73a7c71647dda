import type { VNode } from 'preact';
import { useSignal } from '@preact/signals';
import type { SecretView } from '../../../../main/contract/project.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { ShapeAttention } from '../../ui/icons.tsx';
import { secretLine, words } from '../../words/project-words.ts';
import { noticeFor } from './typed-credentials.ts';
import { TextField } from '../../ui/inputs.tsx';
import { useSnapshot } from '../../state/store.ts';
import { Notice } from '../../ui/notice.tsx';

interface SecretFieldProps {
  secret: SecretView;
  /** `undefined`: the saved secret stays. */
  typed: string | undefined;
  onType: (value: string | undefined) => void;
  error?: string | undefined;
}

/** The saved secret as its last four characters; replacing it is an act of its own. */
export function SecretField({ secret, typed, onType, error }: SecretFieldProps): VNode {
  if (typed !== undefined) {
    return (
      <div class="stack-close">
        <SecretInput
          label={words.secret.newLabel}
          value={typed}
          onInput={onType}
          error={error}
          notice={noticeFor('apiSecret', typed)}
        />
        <StorageNotice />
        <div>
          <Button kind="quiet" small onClick={() => onType(undefined)}>
            {words.secret.keep}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <Field label={words.fields.apiSecret} error={error}>
      {(ties) => (
        <div class="row">
          <output {...ties} class="secret-shown code grow">
            {secret.state === 'set' ? null : <ShapeAttention />}
            {secretLine(secret)}
          </output>
          <Button onClick={() => onType('')}>{words.secret.replace}</Button>
        </div>
      )}
    </Field>
  );
}

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

/** How a secret will be kept, said before it is saved; loudly where the system's key store is not there. */
export function StorageNotice(): VNode {
  const { secretStorage } = useSnapshot();
  if (secretStorage.protection === 'os') {
    return <p class="small quiet">{secretStorage.notice}</p>;
  }
  return <Notice kind="attention">{secretStorage.notice}</Notice>;
}
