import { useStore } from './store.ts';

interface KeptDraft<Form> {
  /** What the form held when the person began to type. */
  base: Form;
  form: Form;
}

export interface Draft<Form extends object> {
  /** What the form shows: what was typed, or what is saved. */
  form: Form;
  dirty: boolean;
  /** What is saved is not any more what the person began with: someone else changed it meanwhile. */
  overtaken: boolean;
  set(change: Partial<Form>): void;
  /** Forgets what was typed. */
  clear(): void;
  /** Puts what was typed over the newer version at the next save. */
  keepMine(): void;
}

/**
 * A form over something that is saved. What is typed survives a look at another view, a failed save and a
 * reload; `forReload` takes out what may not be written down. `saved` is read again on each render.
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
