import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import { parsePort, portProblem } from '../../../../main/contract/addresses.ts';
import { endpointPort, tokenUrl } from '../../../../main/contract/selectors.ts';
import { useChange, useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Toggle } from '../../ui/choices.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { useDraft, OvertakenNotice } from '../../ui/edit-form.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/settings-words.ts';
import { clockTime } from '../../words/time.ts';

/** The port has its own button, because the server shouldn't move while someone types. */
export function PortSection(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const { settings } = snapshot;
  const decided = snapshot.overrides.find(({ setting }) => setting === 'server.port');
  const override = decided && words.overridden(decided.source);
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

/** LAN access, its addresses and its key. */
export function LanSection(): VNode {
  const snapshot = useSnapshot();
  const change = useChange();
  const { lan, lanUntil: until, dangerouslySkipLanKey: skip } = snapshot.settings.server;
  const asking = useSignal(false);

  return (
    <Section title={words.lan.title}>
      <Toggle
        apart
        label={words.lan.toggle}
        hint={words.lan.hint}
        checked={lan}
        onChange={(wanted) => void change({ server: { lan: wanted } })}
      />
      {lan ? (
        <>
          <LanAddresses />
          {until === undefined ? null : <p class="quiet">{words.lan.until(clockTime(until))}</p>}
          {skip ? null : <LanKey />}
          <Toggle
            apart
            label={words.lan.skip}
            hint={words.lan.skipHint}
            checked={skip}
            onChange={(wanted) => {
              if (wanted) asking.value = true;
              else void change({ server: { dangerouslySkipLanKey: false } });
            }}
          />
        </>
      ) : null}
      {asking.value ? (
        <ConfirmDialog
          title={words.lan.skipTitle}
          confirm={words.lan.skipConfirm}
          onClose={() => (asking.value = false)}
          onConfirm={() => void change({ server: { dangerouslySkipLanKey: true } })}
        >
          {words.lan.skipHint}
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}

function LanAddresses(): VNode {
  const snapshot = useSnapshot();
  const { server } = snapshot;
  if (server.status !== 'serving') return <p class="quiet">{words.lan.stopped}</p>;
  const addresses = server.lanAddresses;
  if (addresses.length === 0) return <p class="quiet">{words.lan.noAddress}</p>;
  return (
    <div class="stack-close">
      <p class="quiet">{words.lan.on}</p>
      {addresses.map((address) => (
        <CopyField key={address} what={address} value={tokenUrl(address, endpointPort(snapshot))} />
      ))}
    </div>
  );
}

function LanKey(): VNode {
  const store = useStore();
  const key = useSignal<string | undefined>(undefined);
  const asking = useSignal(false);

  const show = async (): Promise<void> => {
    const shown = await store.settle(store.client.call('lan.showKey'));
    key.value = shown?.value.key;
  };

  const regenerate = async (): Promise<void> => {
    const made = await store.settle(store.client.call('lan.regenerateKey'));
    if (made === undefined) return;
    key.value = made.value.key;
    store.toasts.announce(words.lan.regenerated);
  };

  return (
    <div class="stack-close">
      <div class="row row-apart row-wrap">
        <div class="stack-close">
          <h3>{words.lan.key}</h3>
          <p class="field-hint">{words.lan.keyHint}</p>
        </div>
        <div class="row">
          <Button
            pressed={key.value !== undefined}
            onClick={() => (key.value === undefined ? void show() : (key.value = undefined))}
          >
            {key.value === undefined ? words.lan.show : words.lan.hide}
          </Button>
          <Button onClick={() => (asking.value = true)}>{words.lan.regenerate}</Button>
        </div>
      </div>
      {key.value === undefined ? null : <CopyField what={words.lan.key} value={key.value} />}
      {asking.value ? (
        <ConfirmDialog
          title={words.lan.confirmTitle}
          confirm={words.lan.regenerate}
          onClose={() => (asking.value = false)}
          onConfirm={() => void regenerate()}
        >
          {words.lan.confirmText}
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
