import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import { parsePort, portProblem } from '../../../../main/contract/addresses.ts';
import { endpointPort } from '../../../../main/contract/selectors.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { useDraft, OvertakenNotice } from '../../ui/edit-form.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/settings-words.ts';
import { useOverride } from './use-setting.ts';

/** The port has its own button, because the server shouldn't move while someone types. */
export function PortSection(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const { settings } = snapshot;
  const override = useOverride('server.port');
  const draft = useDraft('settings.port', { port: String(settings.server.port) });
  const refused = useSignal<Failure | undefined>(undefined);
  const busy = useSignal(false);

  const move = async (): Promise<void> => {
    const port = parsePort(draft.form.port);
    const problem = port === undefined || port === 0 ? failure('port_invalid') : portProblem(port);
    if (port === undefined || problem !== undefined) {
      refused.value = problem;
      return;
    }
    busy.value = true;
    const reply = await store.settings.change({ server: { port } });
    busy.value = false;
    if (!reply.ok) {
      refused.value = reply.error;
      return;
    }
    draft.clear();
    store.toasts.announce(words.server.moved(port));
  };

  return (
    <Section title={words.server.title}>
      <OvertakenNotice draft={draft} />
      <form
        class="stack"
        aria-label={words.server.port}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void move();
        }}
      >
        <TextField
          label={words.server.port}
          value={override === undefined ? draft.form.port : String(endpointPort(snapshot))}
          onInput={(port) => {
            refused.value = undefined;
            draft.set({ port });
          }}
          error={refused.value?.message}
          hint={override ?? words.server.portHint}
          disabled={override !== undefined}
          inputMode="numeric"
          short
        >
          <Button
            submit
            kind={draft.dirty ? 'primary' : 'plain'}
            busy={busy.value}
            disabled={!draft.dirty || draft.overtaken}
          >
            {words.server.move}
          </Button>
          {draft.dirty ? (
            <Button
              kind="quiet"
              onClick={() => {
                refused.value = undefined;
                draft.clear();
              }}
            >
              {common.discard}
            </Button>
          ) : null}
        </TextField>
      </form>
    </Section>
  );
}
