import { useSignal } from '@preact/signals';
import { encode } from 'uqr';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PhoneHop, PhoneLink } from '../../../../main/contract/phone-check.ts';
import { now } from '../../ui/clock.tsx';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ShapeBad, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { Select } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { hopWords, sheetWords as words } from '../../words/phone-words.ts';
import './phone.css';

const MINUTES_KEY = 'token-tray.lan-minutes';
const MINUTES = ['15', '60', '480', '0'] as const;
type Minutes = (typeof MINUTES)[number];

function rememberedMinutes(): Minutes {
  return MINUTES.find((known) => known === localStorage.getItem(MINUTES_KEY)) ?? '60';
}

/** Turns LAN on, shows a code to scan, and the phone's way as it comes. Closing it ends the check. */
export function PhoneSheet(): VNode {
  const store = useStore();
  const links = useSignal<PhoneLink[] | undefined>(undefined);
  const { phone } = useSnapshot();

  const open = async (): Promise<void> => {
    const opened = await store.settle(
      store.client.call('phone.open', { minutes: Number(rememberedMinutes()) }),
    );
    if (opened === undefined) close();
    else links.value = opened.value.links;
  };
  const close = (): void => {
    store.phoneOpen.value = false;
  };

  useEffect(() => {
    void open();
    return () => void store.client.call('phone.close');
  }, []);

  const found = links.value;
  const link = found?.find((known) => known.address === store.lanAddress.value) ?? found?.[0];
  const hops = phone?.hops ?? [];
  const passed = hops.length > 0 && hops.every(({ state }) => state === 'ok');
  const begun = hops.some(({ state }) => state !== 'waiting');
  const failed = hops.some(({ state }) => state === 'failed');

  return (
    <Dialog
      title={words.title}
      onClose={close}
      actions={
        <>
          {begun || phone === undefined ? (
            <Button onClick={() => void open()}>{words.again}</Button>
          ) : null}
          <Button kind="primary" onClick={close}>
            {words.done}
          </Button>
        </>
      }
    >
      {found === undefined ? <p class="quiet">{words.opening}</p> : null}
      {found?.length === 0 ? <Notice kind="attention">{words.noAddress}</Notice> : null}
      {link === undefined || found === undefined ? null : (
        <div class="phone">
          <div class="stack">
            <QrCode text={link.url} label={words.code(link.address)} />
            {found.length < 2 ? null : (
              <Select
                aria-label={words.address}
                value={link.address}
                options={found.map(({ address: value, interfaceName }) => ({
                  value,
                  label: interfaceName === undefined ? value : `${value} (${interfaceName})`,
                }))}
                onChange={(value) => (store.lanAddress.value = value)}
              />
            )}
          </div>
          <div class="stack">
            <p role="status" class="strong">
              {passed
                ? words.passed
                : failed
                  ? words.failed
                  : begun
                    ? words.running(phone?.client)
                    : words.waiting}
            </p>
            <ol class="phone-hops" aria-label={words.way}>
              {hops.map((hop) => (
                <Hop key={hop.hop} hop={hop} />
              ))}
            </ol>
          </div>
        </div>
      )}
      {link === undefined ? null : <CopyField what={words.link} value={link.url} />}
      <LanUntil />
    </Dialog>
  );
}

/** Modules of white around the code, without which readers do not find it. */
const BORDER = 3;

/** A text as a QR code, dark on light in both themes, since not every reader takes the other way round. */
function QrCode({ text, label }: { text: string; label: string }): VNode {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER });
  const squares = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect class="qr-light" width={size} height={size} />
      <path class="qr-dark" d={squares.join('')} shape-rendering="crispEdges" />
    </svg>
  );
}

const SHAPES = { waiting: ShapeOff, running: ShapeOff, ok: ShapeGood, failed: ShapeBad } as const;

function Hop({ hop: { hop, state, ms, detail, cause } }: { hop: PhoneHop }): VNode {
  const Shape = SHAPES[state];
  return (
    <li class="phone-hop" data-hop={hop} data-state={state}>
      <Shape />
      <span>
        {hopWords.names[hop]}
        <span class="unseen">, {hopWords.states[state]}</span>
      </span>
      <span class="numbers quiet small">{ms === undefined ? null : hopWords.ms(ms)}</span>
      {detail === undefined ? null : <span class="phone-more small quiet cut">{detail}</span>}
      {cause === undefined ? null : (
        <span class="phone-more small">
          {cause.sentence} <span class="quiet">{cause.fix}</span>
        </span>
      )}
    </li>
  );
}

/** How long LAN stays on, chosen here and kept for the next time. */
function LanUntil(): VNode | null {
  const store = useStore();
  const { lan, lanUntil } = useSnapshot().settings.server;
  const chosen = useSignal<Minutes>(lan && lanUntil === undefined ? '0' : rememberedMinutes());
  if (!lan) return null;
  const left = lanUntil === undefined ? undefined : Math.max(0, lanUntil - now.value);

  const choose = async (minutes: Minutes): Promise<void> => {
    chosen.value = minutes;
    localStorage.setItem(MINUTES_KEY, minutes);
    const until = minutes === '0' ? 0 : Date.now() + Number(minutes) * 60_000;
    const reply = await store.settings.change({ server: { lanUntil: until } });
    if (!reply.ok) store.tell(reply.error);
  };

  return (
    <div class="row row-wrap small">
      <span class="quiet">
        {left === undefined ? words.lanStays : words.lanLeft(Math.round(left / 60_000))}
      </span>
      <Select
        aria-label={words.lanUntil}
        value={chosen.value}
        options={MINUTES.map((value) => ({ value, label: words.minutes[value] }))}
        onChange={(value) => void choose(value)}
      />
    </div>
  );
}
