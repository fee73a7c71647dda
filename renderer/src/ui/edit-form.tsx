import { useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Reply } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import { useStore } from '../state/store.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { words } from '../words/app-words.ts';

/** The state of a form over something saved. */
interface Edit<Form extends object> extends Pick<Draft<Form>, 'form' | 'set'> {
  draft: Draft<Form>;
  problems: readonly Failure[];
  busy: boolean;
  save(): Promise<void>;
  discard(): void;
  /** Shows problems found by something other than a save. */
  refuse(...problems: Failure[]): void;
}

interface EditOptions<Form extends object, Value> {
  /** Names the draft: one per thing that is edited. */
  key: string;
  saved: Form;
  forReload?: (form: Form) => Form;
  /** Reads the form, or lists everything that keeps it from being saved. */
  read: (form: Form) => { value: Value } | { problems: readonly Failure[] };
  send: (value: Value) => Promise<Reply<unknown>>;
  /** Announced once it is saved. */
  done: string;
}

export function useEdit<Form extends object, Value>(options: EditOptions<Form, Value>): Edit<Form> {
  const store = useStore();
  const draft = useDraft(options.key, options.saved, options.forReload);
  const problems = useSignal<readonly Failure[]>([]);
  const busy = useSignal(false);

  return {
    draft,
    form: draft.form,
    problems: problems.value,
    busy: busy.value,
    set(change) {
      problems.value = [];
      draft.set(change);
    },
    async save() {
      const read = options.read(draft.form);
      if ('problems' in read) {
        problems.value = read.problems;
        return;
      }
      busy.value = true;
      const reply = await options.send(read.value);
      busy.value = false;
      if (reply.ok) {
        draft.clear();
        store.toasts.announce(options.done);
        return;
      }
      problems.value = [reply.error];
      if (reply.error.code === 'conflict') await store.client.call('state.get');
    },
    discard() {
      problems.value = [];
      draft.clear();
    },
    refuse(...found) {
      problems.value = found;
    },
  };
}

interface EditFormProps<Form extends object> {
  edit: Edit<Form>;
  label: string;
  class: string;
  /** A problem that no field of the form shows. */
  problem: string | undefined;
  saveLabel: string;
  /** The form can't be read yet, and already says why. */
  unreadable?: boolean;
  onPaste?: (event: ClipboardEvent) => void;
  /** Goes beside the save button. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** The form around the fields of `edit`, with its save bar. */
export function EditForm<Form extends object>(props: EditFormProps<Form>): VNode {
  const { edit, problem, unreadable = false } = props;
  const { draft, problems, busy } = edit;
  const form = useFirstProblemInView(problems);
  return (
    <form
      ref={form}
      class={props.class}
      aria-label={props.label}
      noValidate
      {...(props.onPaste === undefined ? {} : { onPaste: props.onPaste })}
      onSubmit={(event) => {
        event.preventDefault();
        void edit.save();
      }}
    >
      {props.children}
      {problem === undefined || draft.overtaken ? null : (
        <Notice kind="bad" live>
          {problem}
        </Notice>
      )}
      <div class="form-end form-end-stuck">
        <Button
          kind="primary"
          submit
          busy={busy}
          disabled={!draft.dirty || draft.overtaken || unreadable}
        >
          {props.saveLabel}
        </Button>
        {props.actions}
        {draft.dirty ? (
          <>
            <Button kind="quiet" onClick={() => edit.discard()}>
              {words.discard}
            </Button>
            <SaveState wrong={problems.length} />
          </>
        ) : null}
      </div>
    </form>
  );
}

/** How many fields are wrong, or that the changes are not saved yet. */
export function SaveState({ wrong }: { wrong: number }): VNode {
  return wrong === 0 ? (
    <span class="small quiet" data-keep>
      {words.unsaved}
    </span>
  ) : (
    <span class="small field-error" role="status" data-keep>
      {words.toFix(wrong)}
    </span>
  );
}

/** Scrolls to the first wrong field of a form that was refused, and puts the focus there. */
export function useFirstProblemInView(
  problems: readonly Failure[],
): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problems.length === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    wrong?.scrollIntoView({ block: 'center' });
    wrong?.focus({ preventScroll: true });
  }, [problems]);
  return form;
}

/** Someone else saved this in the meantime. Asks before overwriting it. */
export function OvertakenNotice<Form extends object>({
  draft,
}: {
  draft: Draft<Form>;
}): VNode | null {
  if (!draft.overtaken) return null;
  return (
    <Notice
      kind="attention"
      title={words.newer.title}
      live
      actions={
        <>
          <Button small onClick={() => draft.clear()}>
            {words.newer.take}
          </Button>
          <Button small onClick={() => draft.keepMine()}>
            {words.newer.keep}
          </Button>
        </>
      }
    >
      {words.newer.text}
    </Notice>
  );
}

interface KeptDraft<Form> {
  /** The saved values when the person began to type. */
  base: Form;
  form: Form;
}

interface Draft<Form extends object> {
  /** The typed values, or the saved ones. */
  form: Form;
  dirty: boolean;
  /** The saved values have changed since the person began to type. */
  overtaken: boolean;
  set(change: Partial<Form>): void;
  /** Drops the typed values. */
  clear(): void;
  /** Lets the next save overwrite the newer version. */
  keepMine(): void;
}

/**
 * A form over something saved. Typed values survive a change of view, a failed save and a reload; `forReload`
 * removes what must stay in memory. `saved` is read again on each render.
 */
export function useDraft<Form extends object>(
  key: string,
  saved: Form,
  forReload: (form: Form) => Form = (form) => form,
): Draft<Form> {
  const kept = useStore().drafts.of<KeptDraft<Form>>(key, ({ base, form }) => ({
    base: forReload(base),
    form: forReload(form),
  }));
  const draft = kept.value;
  const form = draft?.form ?? saved;
  return {
    form,
    dirty: draft !== undefined && !isSame(draft.form, saved),
    overtaken: draft !== undefined && !isSame(draft.base, saved) && !isSame(draft.form, saved),
    set(change) {
      const next = { ...form, ...change };
      kept.value = isSame(next, saved) ? undefined : { base: draft?.base ?? saved, form: next };
    },
    clear() {
      kept.value = undefined;
    },
    keepMine() {
      kept.value = { base: saved, form };
    },
  };
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** `fields.apiKey` and `changes.apiKey` are both the field `apiKey` to the form that shows it. */
export function failureField(failure: Failure): string | undefined {
  return failure.field?.replace(/^(?:fields|changes)\./, '');
}

/** The sentence for the field at `path`: of the first failure about it or about something inside it. */
export function fieldMessage(failures: readonly Failure[], path: string): string | undefined {
  return failures.find((failure) => isAbout(failure, path))?.message;
}

/** The sentence for the first failure that none of the form's fields shows. */
export function restMessage(
  failures: readonly Failure[],
  paths: readonly string[],
): string | undefined {
  return failures.find((failure) => !paths.some((path) => isAbout(failure, path)))?.message;
}

function isAbout(failure: Failure, path: string): boolean {
  const field = failureField(failure);
  return field === path || field?.startsWith(`${path}.`) === true;
}
