import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { DeviceTool, LocalDevice } from '../../../../main/contract/host-description.ts';
import {
  deviceHost,
  DEVICES,
  endpointUrl,
  lanAddresses,
  needsLan,
  OVER_ADB,
  type Device,
} from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore, useChange, type Store } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Select } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/connect-words.ts';
import { DeviceSnippet } from './device-snippet.tsx';
import { LocalDevices } from './local-devices.tsx';

const DEVICE_KEY = 'token-tray.device';
const device = signal<Device>(
  DEVICES.find((known) => known === localStorage.getItem(DEVICE_KEY)) ?? 'browser',
);

/** The kinds of device that adb has set up, and of those the ones whose URL is at localhost. */
const forwarded = signal<ReadonlySet<Device>>(new Set());
const overAdb = signal<ReadonlySet<Device>>(new Set());

const TOOLS = { simulator: 'simctl', emulator: 'adb', phone: 'adb' } as const satisfies Partial<
  Record<Device, DeviceTool>
>;

function choose(chosen: Device): void {
  device.value = chosen;
  localStorage.setItem(DEVICE_KEY, chosen);
}

/** The address of this machine that was chosen for devices on the network, or for this one at adb. */
function addressOf(known: Device, store: Store): string | undefined {
  return overAdb.value.has(known) ? OVER_ADB : store.lanAddress.value;
}

/** Notes which kinds of device adb has set up. The one that was just set up is for localhost from now on. */
function noteForwarded(devices: readonly LocalDevice[], runId: string | undefined): void {
  forwarded.value = new Set([...forwarded.value, ...devices.map(kindOf)]);
  const run = devices.filter(({ id }) => id === runId);
  overAdb.value = new Set([...overAdb.value, ...run.map(kindOf)]);
}

function kindOf({ id }: LocalDevice): Device {
  return id.startsWith('emulator-') ? 'emulator' : 'phone';
}

/** One question, and for its answer the URL, the code and the platform's switch, ready to copy. */
export function Devices(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const name = useId();
  const target = device.value;
  const address = addressOf(target, store);
  const isMac = store.feed.host.value?.platform === 'darwin';
  const hasTool = target === 'emulator' || target === 'phone' || (target === 'simulator' && isMac);
  return (
    <Section
      title={words.devices.title}
      actions={
        <Button small kind="quiet" onClick={() => (store.phoneOpen.value = true)}>
          {words.devices.checkPhone}
        </Button>
      }
    >
      <div class="devices" role="radiogroup" aria-label={words.devices.title}>
        {DEVICES.map((known) => {
          const host =
            deviceHost(snapshot, known, addressOf(known, store)) ?? words.devices.lanAddress;
          return (
            <label key={known} class="device">
              <input
                type="radio"
                class="choice-input"
                name={name}
                checked={known === target}
                onChange={() => choose(known)}
              />
              <span class="device-words">
                <span class="strong">{words.devices.names[known]}</span>
                <span class="small quiet cut" title={host}>
                  {host}
                </span>
              </span>
            </label>
          );
        })}
      </div>
      <DeviceUrl address={address} />
      <DeviceSnippet device={target} address={address} />
      {hasTool ? (
        <LocalDevices
          key={target}
          tool={TOOLS[target]}
          label={words.local.look[target]}
          onForwarded={noteForwarded}
        />
      ) : null}
    </Section>
  );
}

interface AddressProps {
  /** Which of this machine's addresses the chosen device uses. */
  address: string | undefined;
}

function DeviceUrl({ address }: AddressProps): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const target = device.value;
  const url = endpointUrl(snapshot, target, {}, address);
  const isAtAdb = address === OVER_ADB;
  // A container on Linux comes from its bridge's network; elsewhere from this machine itself.
  const isElsewhere =
    needsLan(target) || (target === 'container' && store.feed.host.value?.platform === 'linux');
  const { lan } = snapshot.settings.server;
  return (
    <div class="stack-close">
      {url === undefined ? null : <CopyField what={words.devices.url} value={url} />}
      {target === 'container' ? <p class="small quiet">{words.devices.containerNote}</p> : null}
      {isElsewhere && !lan && !isAtAdb ? <LanOff target={target} /> : null}
      {url === undefined && lan ? (
        <p class="quiet">
          {snapshot.server.status === 'serving'
            ? words.devices.lanNoAddress
            : words.devices.lanStopped}
        </p>
      ) : null}
      <AddressChoice address={address} />
    </div>
  );
}

function LanOff({ target }: { target: Device }): VNode {
  const change = useChange();
  const { lanOff, lanOffContainer, lanOn } = words.devices;
  return (
    <div class="row row-wrap">
      <span class="quiet">{target === 'container' ? lanOffContainer : lanOff}</span>
      <Button small kind="primary" onClick={() => void change({ server: { lan: true } })}>
        {lanOn}
      </Button>
    </div>
  );
}

/** Which of this machine's addresses the device uses, where it has several. */
function AddressChoice({ address }: AddressProps): VNode | null {
  const store = useStore();
  const snapshot = useSnapshot();
  const name = useId();
  const target = device.value;
  const { lanInterfaces = {} } = snapshot.server.status === 'serving' ? snapshot.server : {};
  const addresses = [
    ...(target === 'emulator' ? [deviceHost(snapshot, target) ?? ''] : []),
    ...(needsLan(target) ? lanAddresses(snapshot) : []),
    ...(forwarded.value.has(target) ? [OVER_ADB] : []),
  ];
  if (addresses.length < 2) return null;
  const chosen = deviceHost(snapshot, target, address);
  return (
    <div class="row row-wrap">
      <label class="quiet" for={name}>
        {words.devices.address}
      </label>
      <div class="device-address">
        <Select
          id={name}
          value={chosen ?? ''}
          options={addresses.map((value) => {
            const from = value === OVER_ADB ? words.devices.overAdb : lanInterfaces[value];
            return { value, label: from === undefined ? value : `${value} (${from})` };
          })}
          onChange={(value) => {
            const others = [...overAdb.value].filter((known) => known !== target);
            overAdb.value = new Set(value === OVER_ADB ? [...others, target] : others);
            if (needsLan(target) && value !== OVER_ADB) store.lanAddress.value = value;
          }}
        />
      </div>
    </div>
  );
}
