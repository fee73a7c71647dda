import type { VNode } from 'preact';
import { useSignal } from '@preact/signals';
import type { SecretView } from '../../../../main/contract/project.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/inputs.tsx';
import { ShapeAttention } from '../../ui/icons.tsx';
import { secretLine, words } from '../../words/project-words.ts';
import { noticeFor } from './typed-credentials.ts';
import { useSnapshot } from '../../state/store.ts';
import { Notice } from '../../ui/notice.tsx';

interface SecretFieldProps {
  secret: SecretView;
  /** `undefined` keeps the saved secret. */
  typed: string | undefined;
  onType: (value: string | undefined) => void;
  error?: string | undefined;
}

/** The saved secret's last four characters. Replacing it is a separate step. */
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

/** A secret being typed: masked until asked to show. A saved one can't be shown. */
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

/** How a secret will be stored, shown before it is saved. A warning if there is no system key store. */
export function StorageNotice(): VNode {
  const { secretStorage } = useSnapshot();
  if (secretStorage.protection === 'os') {
    return <p class="small quiet">{secretStorage.notice}</p>;
  }
  return <Notice kind="attention">{secretStorage.notice}</Notice>;
}
