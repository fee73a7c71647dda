import { useSignal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import {
  DRILL_CODES,
  DRILLS,
  drillOf,
  MAX_DRILL_REQUESTS,
  type DrillCode,
  type DrillKind,
} from '../../../../main/contract/drills.ts';
import { endpointPort, tokenUrl } from '../../../../main/contract/selectors.ts';
import { useSnapshot, useStore, type Store } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/inputs.tsx';
import { Check } from '../../ui/choices.tsx';
import { drillWords as words } from '../../words/overlay-words.ts';
import { DrillNotice } from '../../frame/status-strip.tsx';

const KINDS: readonly DrillKind[] = ['token', 'answer', 'server'];

interface Order {
  next: Signal<string>;
  caller: Signal<string>;
  lan: Signal<boolean>;
}

/** Every drill, what the app gets and what a good app does with it; one click arms it. */
export function DrillSheet(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const order: Order = { next: useSignal('1'), caller: useSignal(''), lan: useSignal(false) };
  const next = Number(order.next.value);
  const isCount = Number.isInteger(next) && next >= 1 && next <= MAX_DRILL_REQUESTS;

  const arm = async (drill: DrillCode): Promise<void> => {
    const caller = order.caller.value;
    const armed = await store.settle(
      store.client.call('drill.arm', {
        drill,
        next,
        lan: order.lan.value,
        ...(caller === '' ? {} : { caller }),
      }),
    );
    if (armed !== undefined) store.toasts.announce(words.armedSaid(DRILLS[drill].title));
  };

  return (
    <Dialog title={words.title} wide onClose={() => (store.drillsOpen.value = false)}>
      <p class="quiet">{words.lead}</p>
      <DrillNotice />
      <div class="fields fields-short">
        <TextField
          label={words.next}
          value={order.next.value}
          inputMode="numeric"
          short
          error={isCount ? undefined : words.nextHint}
          onInput={(value) => (order.next.value = value.trim())}
        />
        <SelectField
          label={words.caller}
          value={order.caller.value}
          options={callers(store)}
          onChange={(value) => (order.caller.value = value)}
        />
      </div>
      <Check
        label={words.lan}
        checked={order.lan.value}
        onChange={(checked) => (order.lan.value = checked)}
      />
      {KINDS.map((kind) => (
        <section key={kind} class="stack" aria-label={words.kinds[kind]}>
          <h3>{words.kinds[kind]}</h3>
          <ul class="lines">
            {DRILL_CODES.filter((code) => drillOf(code).kind === kind).map((code) => (
              <DrillLine
                key={code}
                code={code}
                isArmed={snapshot.drill?.drill === code}
                disabled={!isCount}
                onArm={() => void arm(code)}
              />
            ))}
          </ul>
        </section>
      ))}
      <p class="quiet">{words.url}</p>
      <CopyField
        what={words.urlWhat}
        value={tokenUrl('localhost', endpointPort(snapshot), { drill: 'expired' })}
      />
    </Dialog>
  );
}

interface DrillLineProps {
  code: DrillCode;
  isArmed: boolean;
  disabled: boolean;
  onArm: () => void;
}

function DrillLine({ code, isArmed, disabled, onArm }: DrillLineProps): VNode {
  const { title, sentence, goodApp } = DRILLS[code];
  return (
    <li class="line drill-line" data-current={isArmed}>
      <div class="stack-close">
        <span class="row">
          <span class="strong">{title}</span>
          <code class="small quiet">{code}</code>
          {isArmed ? <span class="tag tag-attention">{words.armed}</span> : null}
        </span>
        <span>{sentence}</span>
        <span class="quiet">
          {words.goodApp} {goodApp}
        </span>
      </div>
      <Button small label={words.armLabel(title)} disabled={disabled} onClick={onArm}>
        {words.arm}
      </Button>
    </li>
  );
}

/** The kinds of device, then the callers of the activity, each once. */
function callers({ feed }: Store): { value: string; label: string }[] {
  const seen = new Set<string>();
  for (const { caller } of feed.activity.value ?? []) {
    for (const name of [
      caller.client,
      caller.origin,
      caller.from === 'lan' ? caller.address : '',
    ]) {
      if (name !== undefined && name !== '' && seen.size < 20) seen.add(name);
    }
  }
  return [
    { value: '', label: words.everyCaller },
    ...Object.entries(words.callers).map(([value, label]) => ({ value, label })),
    ...[...seen].map((value) => ({ value, label: value })),
  ];
}
