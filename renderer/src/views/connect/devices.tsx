import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { DeviceTool } from '../../../../main/contract/host-description.ts';
import {
  deviceHost,
  DEVICES,
  endpointUrl,
  lanAddresses,
  needsLan,
  OVER_ADB,
  type Device,
} from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore, useChange } from '../../state/store.ts';
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

/** Whether a device was set up with adb since the window was opened, and whether its URL is the one shown. */
const isForwarded = signal(false);
const isOverAdb = signal(false);

const TOOLS = { simulator: 'simctl', emulator: 'adb', phone: 'adb' } as const satisfies Partial<
  Record<Device, DeviceTool>
>;

function choose(chosen: Device): void {
  device.value = chosen;
  localStorage.setItem(DEVICE_KEY, chosen);
}

/** One question, and for its answer the URL, the code and the platform's switch, ready to copy. */
export function Devices(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const name = useId();
  const target = device.value;
  const address = useAddress();
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
          const host = deviceHost(snapshot, known, address) ?? words.devices.lanAddress;
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
      <DeviceUrl />
      <DeviceSnippet device={target} address={address} />
      {hasTool ? (
        <LocalDevices
          key={target}
          tool={TOOLS[target]}
          label={words.local.look[target]}
          onForwarded={() => {
            isForwarded.value = true;
            isOverAdb.value = true;
          }}
        />
      ) : null}
    </Section>
  );
}

/** The address of this machine that the person chose for devices on the network, or for those at adb. */
function useAddress(): string | undefined {
  const store = useStore();
  return isOverAdb.value ? OVER_ADB : store.lanAddress.value;
}

function DeviceUrl(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const target = device.value;
  const url = endpointUrl(snapshot, target, {}, useAddress());
  const isAtAdb = target === 'phone' && isOverAdb.value;
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
      <AddressChoice />
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
function AddressChoice(): VNode | null {
  const store = useStore();
  const snapshot = useSnapshot();
  const name = useId();
  const target = device.value;
  const { lanInterfaces = {} } = snapshot.server.status === 'serving' ? snapshot.server : {};
  const addresses = [
    ...(target === 'emulator' ? [deviceHost(snapshot, target) ?? ''] : []),
    ...(needsLan(target) ? lanAddresses(snapshot) : []),
    ...(isForwarded.value && (target === 'emulator' || target === 'phone') ? [OVER_ADB] : []),
  ];
  if (addresses.length < 2) return null;
  const chosen = deviceHost(snapshot, target, useAddress());
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
            isOverAdb.value = value === OVER_ADB;
            if (needsLan(target) && value !== OVER_ADB) store.lanAddress.value = value;
          }}
        />
      </div>
    </div>
  );
}
