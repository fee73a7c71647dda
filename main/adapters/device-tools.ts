import { execFile } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';
import { TokenTrayError } from '../contract/errors.ts';
import type { Adb, Simctl } from '../core/device-setup.ts';
import { findProgram } from './find-program.ts';

/** adb and simctl may have to start a service of their own first. */
const WITHIN_MS = 10_000;

/** Runs adb where there is one: on the PATH, or where Android Studio puts it. Nothing runs before it is asked. */
export function createAdb(
  env: NodeJS.ProcessEnv,
  home: string | undefined,
  platform: NodeJS.Platform = process.platform,
): Adb {
  const folders = [
    env['ANDROID_HOME'],
    env['ANDROID_SDK_ROOT'],
    ...(home === undefined
      ? []
      : ['Android/Sdk', 'Library/Android/sdk', 'AppData/Local/Android/Sdk'].map((path) =>
          join(home, path),
        )),
  ].flatMap((sdk) => (sdk === undefined ? [] : [join(sdk, 'platform-tools')]));
  const find = (): string | undefined => findProgram('adb', { env, platform, folders });
  /** Looked for at each listing. */
  let path: string | undefined;
  const run = (...args: string[]): Promise<string> => runProgram('adb', (path ??= find()), args);
  return {
    async devices() {
      path = find();
      return path === undefined ? undefined : devicesIn(await run('devices', '-l'));
    },
    forwarded: async (id) => portsIn(await run('-s', id, 'reverse', '--list')),
    forward: async (id, port) => {
      await run('-s', id, 'reverse', tcp(port), tcp(port));
    },
    stopForwarding: async (id, port) => {
      await run('-s', id, 'reverse', '--remove', tcp(port));
    },
  };
}

/** Runs simctl on a Mac with Xcode. Nothing runs before it is asked. */
export function createSimctl(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Simctl {
  const run = (name: 'xcode-select' | 'xcrun', ...args: string[]): Promise<string> =>
    runProgram(name, findProgram(name, { env, platform }), args);

  /** Xcode may be installed meanwhile, and hardly ever goes. */
  let isThere = false;
  const hasSimctl = async (): Promise<boolean> => {
    if (isThere || platform !== 'darwin') return isThere;
    try {
      // Every Mac has an xcrun, which offers to install the developer tools where there are none; xcode-select only says so.
      await run('xcode-select', '--print-path');
      // The command line tools alone have no simctl.
      await run('xcrun', '--find', 'simctl');
      isThere = true;
    } catch {
      // Not yet.
    }
    return isThere;
  };

  return {
    booted: async () =>
      (await hasSimctl())
        ? simulatorsIn(await run('xcrun', 'simctl', 'list', 'devices', 'booted', '--json'))
        : undefined,
    openUrl: async (id, url) => {
      await run('xcrun', 'simctl', 'openurl', id, url);
    },
  };
}

function runProgram(
  tool: string,
  path: string | undefined,
  args: readonly string[],
): Promise<string> {
  if (path === undefined) return Promise.reject(failed(tool, 'It is not on this machine.'));
  return new Promise((resolve, reject) => {
    execFile(path, args, { timeout: WITHIN_MS, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failed(tool, stderr.trim().slice(0, 300) || error.message));
    });
  });
}

function failed(tool: string, reason: string): TokenTrayError {
  return new TokenTrayError('device_tool_failed', { tool, reason });
}

function tcp(port: number): string {
  return `tcp:${port}`;
}

/** `emulator-5554 device product:sdk model:sdk_gphone64 …`, one a line after a heading. */
function devicesIn(output: string): { id: string; name: string; state: string }[] {
  return output.split('\n').flatMap((line) => {
    const [id = '', state, ...rest] = line.trim().split(/\s+/);
    if (state === undefined || id === 'List' || id === '*') return [];
    const model = rest.find((part) => part.startsWith('model:'))?.slice('model:'.length);
    return [{ id, state, name: model?.replaceAll('_', ' ') ?? id }];
  });
}

/** `UsbFfs tcp:7885 tcp:7885`, one a line. */
function portsIn(output: string): number[] {
  return output.split('\n').flatMap((line) => {
    const [, device, host] = line.trim().split(/\s+/);
    return device !== undefined && device === host && device.startsWith('tcp:')
      ? [Number(device.slice('tcp:'.length))]
      : [];
  });
}

/** By runtime, such as `com.apple.CoreSimulator.SimRuntime.iOS-26-1`. */
const SimulatorsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    devices: v.record(
      v.string(),
      v.array(v.object({ udid: v.string(), name: v.string(), state: v.string() })),
    ),
  }),
);

function simulatorsIn(output: string): { id: string; name: string }[] {
  const reading = v.safeParse(SimulatorsSchema, output);
  if (!reading.success) throw failed('simctl', 'Its list of simulators is not as expected.');
  return Object.entries(reading.output.devices).flatMap(([runtime, simulators]) =>
    simulators
      .filter(({ state }) => state === 'Booted')
      .map(({ udid, name }) => ({ id: udid, name: `${name}, ${systemOf(runtime)}` })),
  );
}

/** `iOS 26.1` of `com.apple.CoreSimulator.SimRuntime.iOS-26-1`. */
function systemOf(runtime: string): string {
  const [system = runtime, ...version] = runtime.slice(runtime.lastIndexOf('.') + 1).split('-');
  return `${system === 'xrOS' ? 'visionOS' : system} ${version.join('.')}`.trim();
}
