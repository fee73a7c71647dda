import type { VNode } from 'preact';
import type { SecretView } from '../../../../main/contract/project.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { ShapeAttention } from '../../ui/icons.tsx';
import { secretLine, words } from '../../words/projects.ts';
import { SecretInput } from './secret-input.tsx';
import { StorageNotice } from './storage-notice.tsx';
import { noticeFor } from './typed-credentials.ts';

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
