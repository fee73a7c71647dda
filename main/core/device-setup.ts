import type { AdbDevice, AdbReading } from '../contract/host-description.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { activeProject, endpointPort, liveKitPorts } from '../contract/selectors.ts';
import type { Snapshot } from '../contract/snapshot.ts';

/** Android's debug bridge on this machine. Each throws TokenTrayError (`adb_failed`) with what adb said. */
export interface Adb {
  /** `undefined` where there is no adb. */
  devices(): Promise<{ serial: string; name: string; state: string }[] | undefined>;
  /** The ports of the device that are forwarded to the same port of this machine. */
  forwarded(serial: string): Promise<number[]>;
  forward(serial: string, port: number): Promise<void>;
  stopForwarding(serial: string, port: number): Promise<void>;
}

export interface AdbSetup {
  list(): Promise<AdbReading>;
  /** Forwards the ports that an app on the device needs. */
  setUp(serial: string): Promise<AdbReading>;
  /** Takes back what `setUp` did, as far as the devices are still there. */
  undo(): Promise<void>;
}

/** Sets devices up so that `localhost` on them is this machine. */
export function createAdbSetup({
  adb,
  snapshot,
}: {
  adb: Adb | undefined;
  snapshot(): Snapshot;
}): AdbSetup {
  /** By serial and port: only what was set here is taken back. */
  const set = new Map<string, { serial: string; port: number }>();

  const neededPorts = (): number[] => {
    const now = snapshot();
    return [endpointPort(now), ...liveKitPorts(activeProject(now)?.url ?? '')];
  };

  const list = async (): Promise<AdbReading> => {
    const found = await adb?.devices();
    if (adb === undefined || found === undefined) return { found: false, devices: [] };
    const ports = neededPorts();
    const devices = found.map(async ({ serial, name, state }): Promise<AdbDevice> => {
      const forwarded = state === 'device' ? await adb.forwarded(serial) : [];
      return {
        serial,
        name,
        state: state === 'device' ? 'ready' : state,
        isSet: ports.every((port) => forwarded.includes(port)),
        commands: ports.map((port) => `adb -s ${serial} reverse tcp:${port} tcp:${port}`),
      };
    });
    return { found: true, devices: await Promise.all(devices) };
  };

  return {
    list,
    async setUp(serial) {
      const { devices } = await list();
      if (adb === undefined || !devices.some((device) => device.serial === serial)) {
        throw new TokenTrayError('unknown_item', { kind: 'device' });
      }
      const forwarded = await adb.forwarded(serial);
      for (const port of neededPorts().filter((needed) => !forwarded.includes(needed))) {
        await adb.forward(serial, port);
        set.set(`${serial} ${port}`, { serial, port });
      }
      return list();
    },
    async undo() {
      const all = [...set.values()];
      set.clear();
      for (const { serial, port } of all) {
        try {
          await adb?.stopForwarding(serial, port);
        } catch {
          // A device that was unplugged has forgotten it already.
        }
      }
    },
  };
}
