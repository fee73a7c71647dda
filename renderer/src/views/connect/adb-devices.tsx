import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { AdbDevice, AdbReading } from '../../../../main/contract/host-description.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { words } from '../../words/connect-words.ts';

/** The Android devices that adb sees. Nothing runs before the person has seen the commands and asked for them. */
export function AdbDevices(): VNode {
  const store = useStore();
  const reading = useSignal<AdbReading | undefined>(undefined);
  const busy = useSignal(false);

  const look = async (serial?: string): Promise<void> => {
    busy.value = true;
    const { client } = store;
    const found = await store.settle(
      serial === undefined ? client.call('adb.list') : client.call('adb.setUp', { serial }),
    );
    busy.value = false;
    if (found !== undefined) reading.value = found.value;
  };

  const { found, devices = [] } = reading.value ?? {};
  return (
    <div class="stack-close">
      <div class="row">
        <Button small kind="quiet" busy={busy.value} onClick={() => void look()}>
          {words.adb.find}
        </Button>
      </div>
      {found === false ? <p class="quiet">{words.adb.none}</p> : null}
      {found === true && devices.length === 0 ? <p class="quiet">{words.adb.noDevices}</p> : null}
      {devices.map((device) => (
        <Device key={device.serial} device={device} onRun={() => void look(device.serial)} />
      ))}
    </div>
  );
}

function Device({ device, onRun }: { device: AdbDevice; onRun: () => void }): VNode {
  const { serial, name, state, isSet, commands } = device;
  const ready = state === 'ready';
  return (
    <div class="stack-close" role="group" aria-label={`${name} ${serial}`}>
      <div class="row row-wrap">
        {isSet ? <ShapeGood /> : <ShapeOff />}
        <span class="strong">{name}</span>
        <span class="small quiet">
          {isSet ? words.adb.ready : ready ? serial : words.adb.waiting(state)}
        </span>
      </div>
      {isSet ? <p class="small quiet">{words.adb.undone}</p> : null}
      {ready && !isSet ? (
        <>
          <pre class="code-block">{commands.join('\n')}</pre>
          <div class="row">
            <Button small label={words.adb.setUp(name)} onClick={onRun}>
              {words.adb.run}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}
