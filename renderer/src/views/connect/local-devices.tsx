import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type {
  DeviceTool,
  LocalDevice,
  LocalDevices as Reading,
} from '../../../../main/contract/host-description.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { words } from '../../words/connect-words.ts';

interface LocalDevicesProps {
  tool: DeviceTool;
  label: string;
  /** These Android devices reach this machine at localhost. `runId`: the one that was set up just now. */
  onForwarded: (devices: readonly LocalDevice[], runId: string | undefined) => void;
}

/** The devices at this machine. Nothing runs on a device until its commands have been shown and requested. */
export function LocalDevices({ tool, label, onForwarded }: LocalDevicesProps): VNode {
  const store = useStore();
  const reading = useSignal<Reading | undefined>(undefined);
  const busy = useSignal(false);

  const look = async (id?: string): Promise<void> => {
    busy.value = true;
    const { client } = store;
    const found = await store.settle(
      id === undefined
        ? client.call('device.list', { tool })
        : client.call('device.run', { tool, id }),
    );
    busy.value = false;
    if (found === undefined) return;
    reading.value = found.value;
    // A simulator shares this Mac's network: nothing was forwarded.
    if (tool === 'adb')
      onForwarded(
        found.value.devices.filter(({ isSet }) => isSet),
        id,
      );
  };

  const { found, devices = [] } = reading.value ?? {};
  return (
    <div class="stack">
      <div class="row">
        <Button small busy={busy.value} onClick={() => void look()}>
          {label}
        </Button>
      </div>
      {found === false ? <p class="quiet">{words.local.missing[tool]}</p> : null}
      {found === true && devices.length === 0 ? (
        <p class="quiet">{words.local.none[tool]}</p>
      ) : null}
      {devices.map((device) => (
        <Device key={device.id} tool={tool} device={device} onRun={() => void look(device.id)} />
      ))}
    </div>
  );
}

interface DeviceProps {
  tool: DeviceTool;
  device: LocalDevice;
  onRun: () => void;
}

function Device({ tool, device, onRun }: DeviceProps): VNode {
  const { id, name, state, isSet, commands } = device;
  const ready = state === 'ready';
  // A simulator needs no setup; its command only demonstrates that.
  const canRun = ready && (tool === 'simctl' || !isSet);
  return (
    <div class="stack-close" role="group" aria-label={`${name} ${id}`}>
      <div class="row row-wrap">
        {isSet ? <ShapeGood /> : <ShapeOff />}
        <span class="strong">{name}</span>
        <span class="small quiet">
          {isSet ? words.local.set[tool] : ready ? id : words.local.waiting(state)}
        </span>
      </div>
      {canRun ? (
        <>
          <pre class="code-block">{commands.join('\n')}</pre>
          <div class="row">
            <Button small label={words.local.runOn[tool](name)} onClick={onRun}>
              {words.local.run[tool]}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}
