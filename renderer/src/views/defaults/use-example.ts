import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TokenPreview } from '../../../../main/contract/calls.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { ProjectView } from '../../../../main/contract/project.ts';
import { useStore } from '../../state/store-context.ts';
import { formDefaults, type DefaultsForm } from './defaults-form.ts';

export interface Example {
  /** The last one that could be made. */
  preview: TokenPreview | undefined;
  /** Why the form as it is now makes none. */
  failure: Failure | undefined;
}

/** A pause in typing, in milliseconds, after which the example is made anew. */
const PAUSE_MS = 200;

/** What an empty request would get, made by the host from the form as it is typed. */
export function useExample(project: ProjectView, form: DefaultsForm, makeable: boolean): Example {
  const store = useStore();
  const preview = useSignal<TokenPreview | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const { id, revision } = project;
  const text = JSON.stringify(form);

  useEffect(() => {
    if (!makeable) {
      failure.value = undefined;
      return undefined;
    }
    let wanted = true;
    const make = async (): Promise<void> => {
      const reply = await store.client.call('token.preview', {
        projectId: id,
        changes: { defaults: formDefaults(form), policy: form.policy },
      });
      // An answer to what has been typed over since would show the past.
      if (!wanted) return;
      if (reply.ok) preview.value = reply.value;
      failure.value = reply.ok ? undefined : reply.error;
    };
    const timer = setTimeout(() => void make(), preview.value === undefined ? 0 : PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [id, revision, text, makeable]);

  return { preview: preview.value, failure: failure.value };
}
