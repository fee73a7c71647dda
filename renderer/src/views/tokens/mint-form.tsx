import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import { MAX_TTL_SECONDS, MIN_TTL_SECONDS } from '../../../../main/contract/limits-and-defaults.ts';
import { fieldMessage, restMessage, useFirstProblemInView } from '../../ui/edit-form.tsx';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { parseLifetime } from '../../words/time.ts';
import { words } from '../../words/token-words.ts';

interface MintForm {
  room: string;
  identity: string;
  name: string;
  presetId: string;
  ttl: string;
}

const EMPTY: MintForm = { room: '', identity: '', name: '', presetId: '', ttl: '' };
/** The fields' names in a request, which errors about LiveKit's limits use. */
const WIRE_NAMES: Readonly<Record<string, string>> = {
  room_name: 'room',
  participant_identity: 'identity',
  participant_name: 'name',
};
const FIELDS = ['room', 'identity', 'name', 'presetId', 'ttlSeconds'] as const;

export function MintForm(): VNode {
  const store = useStore();
  const { presets } = useSnapshot();
  const kept = store.drafts.of<MintForm>('mint');
  const form = kept.value ?? EMPTY;
  const problems = useSignal<readonly Failure[]>([]);
  const busy = useSignal(false);
  const ttlSeconds = form.ttl.trim() === '' ? undefined : parseLifetime(form.ttl);
  const preset = presets.find(({ id }) => id === form.presetId);

  const set = (change: Partial<MintForm>): void => {
    problems.value = [];
    kept.value = { ...form, ...change };
  };

  const mint = async (): Promise<void> => {
    const problem = ttlProblem(form.ttl, ttlSeconds);
    if (problem !== undefined) {
      problems.value = [problem];
      return;
    }
    busy.value = true;
    const reply = await store.client.call('token.mint', {
      ...(form.room.trim() === '' ? {} : { room: form.room.trim() }),
      ...(form.identity.trim() === '' ? {} : { identity: form.identity.trim() }),
      ...(form.name.trim() === '' ? {} : { name: form.name.trim() }),
      ...(preset === undefined ? {} : { presetId: preset.id }),
      ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
      source: 'window',
    });
    busy.value = false;
    if (!reply.ok) {
      const { field = '' } = reply.error;
      problems.value = [{ ...reply.error, field: WIRE_NAMES[field] ?? field }];
      return;
    }
    store.selected.tokens.value = reply.value.id;
    store.toasts.announce(words.mint.done);
  };

  const element = useFirstProblemInView(problems.value);
  const rest = restMessage(problems.value, FIELDS);
  return (
    <Section title={words.mint.title} hint={words.mint.hint}>
      <form
        ref={element}
        class="stack"
        aria-label={words.mint.title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void mint();
        }}
      >
        <div class="fields fields-short mint-fields">
          <TextField
            label={words.mint.room}
            value={form.room}
            onInput={(room) => set({ room })}
            error={fieldMessage(problems.value, 'room')}
            code
          />
          <TextField
            label={words.mint.identity}
            value={form.identity}
            onInput={(identity) => set({ identity })}
            error={fieldMessage(problems.value, 'identity')}
            code
          />
          <TextField
            label={words.mint.name}
            value={form.name}
            onInput={(name) => set({ name })}
            error={fieldMessage(problems.value, 'name')}
          />
          <SelectField
            label={words.mint.preset}
            value={preset?.id ?? ''}
            options={[
              { value: '', label: words.mint.projectDefault(store.activePreset.value?.name ?? '') },
              ...presets.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(presetId) => set({ presetId })}
          />
          <TextField
            label={words.mint.ttl}
            value={form.ttl}
            onInput={(ttl) => set({ ttl })}
            error={fieldMessage(problems.value, 'ttlSeconds')}
            notice={(ttlSeconds ?? 0) > MAX_TTL_SECONDS ? words.mint.ttlLong : undefined}
            placeholder={words.mint.ttlPlaceholder}
          />
        </div>
        {rest === undefined ? null : (
          <Notice kind="bad" live>
            {rest}
          </Notice>
        )}
        <div class="form-end">
          <Button kind="primary" submit busy={busy.value}>
            {words.mint.run}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function ttlProblem(text: string, seconds: number | undefined): Failure | undefined {
  if (text.trim() === '') return undefined;
  if (seconds === undefined) return failure('ttl_invalid', { value: text }, 'ttlSeconds');
  return seconds < MIN_TTL_SECONDS ? failure('ttl_too_short', {}, 'ttlSeconds') : undefined;
}
