import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TokenTrayError } from '../contract/errors.ts';
import type { Adb } from '../core/device-setup.ts';

/** adb may have to start its own server first. */
const WITHIN_MS = 5_000;

/** Runs adb where there is one: on the PATH, or where Android Studio puts it. Nothing runs before it is asked. */
export function createAdb(environment: NodeJS.ProcessEnv, home: string | undefined): Adb {
  const find = (): string | undefined => {
    const sdks = [
      environment['ANDROID_HOME'],
      environment['ANDROID_SDK_ROOT'],
      ...(home === undefined
        ? []
        : ['Android/Sdk', 'Library/Android/sdk', 'AppData/Local/Android/Sdk'].map((path) =>
            join(home, path),
          )),
    ];
    const folders = [
      ...(environment['PATH'] ?? '').split(delimiter),
      ...sdks.flatMap((sdk) => (sdk === undefined ? [] : [join(sdk, 'platform-tools')])),
    ];
    const name = process.platform === 'win32' ? 'adb.exe' : 'adb';
    return folders
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path));
  };

  const run = (...args: string[]): Promise<string> => {
    const path = find();
    if (path === undefined) return Promise.reject(failed('It is not on this machine.'));
    return new Promise((resolve, reject) => {
      execFile(path, args, { timeout: WITHIN_MS, windowsHide: true }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(failed(stderr.trim().slice(0, 300) || error.message));
      });
    });
  };

  return {
    devices: async () => (find() === undefined ? undefined : devicesIn(await run('devices', '-l'))),
    forwarded: async (serial) => portsIn(await run('-s', serial, 'reverse', '--list')),
    forward: async (serial, port) => {
      await run('-s', serial, 'reverse', tcp(port), tcp(port));
    },
    stopForwarding: async (serial, port) => {
      await run('-s', serial, 'reverse', '--remove', tcp(port));
    },
  };
}

function tcp(port: number): string {
  return `tcp:${port}`;
}

function failed(reason: string): TokenTrayError {
  return new TokenTrayError('adb_failed', { reason });
}

/** `emulator-5554 device product:sdk model:sdk_gphone64 …`, one a line after a heading. */
function devicesIn(output: string): { serial: string; name: string; state: string }[] {
  return output.split('\n').flatMap((line) => {
    const [serial = '', state, ...rest] = line.trim().split(/\s+/);
    if (state === undefined || serial === 'List' || serial === '*') return [];
    const model = rest.find((part) => part.startsWith('model:'))?.slice('model:'.length);
    return [{ serial, state, name: model?.replaceAll('_', ' ') ?? serial }];
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
