import { TokenTrayError } from '../contract/errors.ts';
import type { DeviceTool, LocalDevice, LocalDevices } from '../contract/host-description.ts';
import { liveKitPorts } from '../contract/livekit-url.ts';
import { activeProject, endpointPort } from '../contract/selectors.ts';
import type { Snapshot } from '../contract/snapshot.ts';

/** Android's debug bridge. Each throws TokenTrayError (`device_tool_failed`) with what adb said. */
export interface Adb {
  /** `undefined` where there is no adb. */
  devices(): Promise<{ id: string; name: string; state: string }[] | undefined>;
  /** The ports of the device that are forwarded to the same port of this machine. */
  forwarded(id: string): Promise<number[]>;
  forward(id: string, port: number): Promise<void>;
  stopForwarding(id: string, port: number): Promise<void>;
}

/** Xcode's control of its simulators. Each throws TokenTrayError (`device_tool_failed`) with what it said. */
export interface Simctl {
  /** The booted simulators; `undefined` where there is no Xcode. */
  booted(): Promise<{ id: string; name: string }[] | undefined>;
  /** Opens a URL in the simulator's Safari. */
  openUrl(id: string, url: string): Promise<void>;
}

export interface DeviceSetup {
  list(tool: DeviceTool): Promise<LocalDevices>;
  /** Runs the commands of the device: forwards the ports that an app needs, or opens the endpoint on a simulator. */
  run(tool: DeviceTool, id: string): Promise<LocalDevices>;
  /** Removes the forwards that `run` made, as far as the devices are still there. */
  undo(): Promise<void>;
}

const NOT_FOUND: LocalDevices = { found: false, devices: [] };

/** Helps an app on an emulator, simulator or phone reach this machine at `localhost`. */
export function createDeviceSetup({
  adb,
  simctl,
  snapshot,
}: {
  adb: Adb | undefined;
  simctl: Simctl | undefined;
  snapshot(): Snapshot;
}): DeviceSetup {
  /** By ID and port. A forward that was there before is not ours to remove. */
  const added = new Map<string, { id: string; port: number }>();

  const neededPorts = (): number[] => {
    const now = snapshot();
    return [endpointPort(now), ...liveKitPorts(activeProject(now)?.url ?? '')];
  };

  /** The devices, and the ports that each is still to be given. */
  const lookAtAndroid = async (): Promise<LocalDevices & { missing: Map<string, number[]> }> => {
    const missing = new Map<string, number[]>();
    const found = await adb?.devices();
    if (adb === undefined || found === undefined) return { ...NOT_FOUND, missing };
    const ports = neededPorts();
    const devices = found.map(async ({ id, name, state }): Promise<LocalDevice> => {
      const forwarded = state === 'device' ? await adb.forwarded(id) : [];
      const toDo = ports.filter((port) => !forwarded.includes(port));
      missing.set(id, toDo);
      return {
        id,
        name,
        state: state === 'device' ? 'ready' : state,
        isSet: toDo.length === 0,
        commands: ports.map((port) => `adb -s ${id} reverse tcp:${port} tcp:${port}`),
      };
    });
    return { found: true, devices: await Promise.all(devices), missing };
  };

  const setUpAndroid = async (id: string): Promise<LocalDevices> => {
    const { missing, found, devices } = await lookAtAndroid();
    requireListed(devices, id);
    for (const port of missing.get(id) ?? []) {
      await adb?.forward(id, port);
      added.set(`${id} ${port}`, { id, port });
    }
    return {
      found,
      devices: devices.map((device) => (device.id === id ? { ...device, isSet: true } : device)),
    };
  };

  /** Answers a browser with a page that says where tokens are. */
  const landingPage = (): string => `http://localhost:${endpointPort(snapshot())}/`;

  const listSimulators = async (): Promise<LocalDevices> => {
    const found = await simctl?.booted();
    if (found === undefined) return NOT_FOUND;
    const devices = found.map(({ id, name }) => ({
      id,
      name,
      state: 'ready',
      // A simulator's processes are this Mac's, so its localhost is this Mac's too.
      isSet: true,
      commands: [`xcrun simctl openurl ${id} ${landingPage()}`],
    }));
    return { found: true, devices };
  };

  const openOnSimulator = async (id: string): Promise<LocalDevices> => {
    const listed = await listSimulators();
    requireListed(listed.devices, id);
    await simctl?.openUrl(id, landingPage());
    return listed;
  };

  return {
    async list(tool) {
      if (tool === 'simctl') return listSimulators();
      const { found, devices } = await lookAtAndroid();
      return { found, devices };
    },
    run: (tool, id) => (tool === 'adb' ? setUpAndroid(id) : openOnSimulator(id)),
    async undo() {
      const all = [...added.values()];
      added.clear();
      // Together: the host that stops waits for no row of slow devices. One that was unplugged has forgotten it already.
      await Promise.allSettled(
        all.map(async ({ id, port }) => {
          await adb?.stopForwarding(id, port);
        }),
      );
    },
  };
}

function requireListed(devices: readonly LocalDevice[], id: string): void {
  if (devices.some((device) => device.id === id)) return;
  throw new TokenTrayError('unknown_item', { kind: 'device' });
}
