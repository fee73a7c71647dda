import { useStore } from './store.ts';

interface KeptDraft<Form> {
  /** The saved values when the person began to type. */
  base: Form;
  form: Form;
}

export interface Draft<Form extends object> {
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
