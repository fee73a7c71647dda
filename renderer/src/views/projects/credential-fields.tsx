import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CallInput } from '../../../../main/contract/calls.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import {
  judgeCredentials,
  type TypedCredentials,
} from '../../../../main/contract/judge-credentials.ts';
import type { SecretView, Project, ServerCheck } from '../../../../main/contract/project.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeAttention } from '../../ui/icons.tsx';
import { Field, TextField } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { secretLine, words, findingLine } from '../../words/project-words.ts';

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
        {shown.value ? words.secret.hide : words.secret.show}
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

interface ConnectionTestProps {
  /** The form's current values. */
  input: () => CallInput<'project.test'>;
  /** Tests by itself when this changes, a moment after the last key. `undefined`: not yet. */
  auto?: string | undefined;
  /** A problem that prevents the test. */
  onRefused: (failure: Failure) => void;
}

/** Milliseconds without typing before a test starts by itself. */
const PAUSE_MS = 500;

/** Asks the LiveKit server and shows its answer. */
export function ConnectionTest({ input, auto, onRefused }: ConnectionTestProps): VNode {
  const store = useStore();
  const busy = useSignal(false);
  const found = useSignal<ServerCheck | undefined>(undefined);
  const turn = useRef(0);

  const test = async (isAsked: boolean): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    busy.value = true;
    found.value = undefined;
    const reply = await store.client.call('project.test', input());
    // The values have changed since; this answer is out of date.
    if (mine !== turn.current) return;
    busy.value = false;
    if (reply.ok) found.value = reply.value;
    else if (isAsked) onRefused(reply.error);
  };

  useEffect(() => {
    turn.current += 1;
    busy.value = false;
    found.value = undefined;
    if (auto === undefined) return undefined;
    const timer = setTimeout(() => void test(false), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [auto]);

  const check = found.value;
  return (
    <>
      <Button busy={busy.value} onClick={() => void test(true)}>
        {busy.value ? words.testing : words.test}
      </Button>
      {check === undefined ? null : (
        <div class="test-result">
          <Notice kind={check.ok ? 'good' : 'bad'} title={findingLine(check)} live>
            {check.ok ? check.message : check.cause?.fix}
          </Notice>
        </div>
      )}
    </>
  );
}

/** What will be changed in a field or looks odd about it. Nothing while it is empty. */
export function noticeFor(field: keyof TypedCredentials, text: string): string | undefined {
  if (text === '') return undefined;
  const messages = judgeCredentials({ [field]: text }).notices.map(({ message }) => message);
  return messages.length === 0 ? undefined : messages.join(' ');
}

/** Reads what was typed, with the problem of each field rather than only the first one. */
export function readCredentials(typed: TypedCredentials): {
  values: TypedCredentials;
  problems: Failure[];
} {
  const { values, problem } = judgeCredentials(typed);
  const problems = (['url', 'apiKey', 'apiSecret'] as const).flatMap((field) => {
    const text = typed[field];
    const found = text === undefined ? undefined : judgeCredentials({ [field]: text }).problem;
    return found ?? [];
  });
  // A swapped pair shows only when both are looked at together.
  if (problems.length === 0 && problem !== undefined) problems.push(problem);
  return { values, problems };
}

/** The project as .env lines, with an empty secret. */
export function envText({ url, apiKey }: Pick<Project, 'url' | 'apiKey'>): string {
  return `LIVEKIT_URL=${url}\nLIVEKIT_API_KEY=${apiKey}\nLIVEKIT_API_SECRET=\n`;
}
