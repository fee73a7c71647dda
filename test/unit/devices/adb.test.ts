import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAdb } from '../../../main/adapters/device-tools.ts';
import { createClient, type Client } from '../../../main/contract/client.ts';
import { createDeviceSetup, type Adb } from '../../../main/core/device-setup.ts';
import { createTokenTray, type TokenTray } from '../../../main/core/create-token-tray.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { inProcessTransport } from '../../fixtures/in-process-transport.ts';
import { createMemoryPorts } from '../../fixtures/memory-ports.ts';

/** An adb with one ready emulator and one phone that has not been allowed. Each of its forwards is a file. */
const FAKE = `#!/bin/sh
here=$(dirname "$0")
echo "$@" >> "$here/calls"
mkdir -p "$here/forwards"
case "$*" in
  "devices -l") printf 'List of devices attached\\nemulator-5554 device product:sdk model:Pixel_9 transport_id:1\\nR5CT unauthorized usb:1-1\\n\\n' ;;
  "-s emulator-5554 reverse --list") for port in $(ls "$here/forwards"); do echo "UsbFfs $port $port"; done ;;
  "-s emulator-5554 reverse --remove "*) rm "$here/forwards/$5" ;;
  "-s emulator-5554 reverse tcp:7881"*) [ -e "$here/refuse" ] && { echo "error: closed" >&2; exit 1; }; touch "$here/forwards/$4" ;;
  "-s emulator-5554 reverse "*) touch "$here/forwards/$4" ;;
  *) echo "adb: unknown" >&2; exit 1 ;;
esac
`;

interface Setting {
  folder: string;
  tokenTray: TokenTray;
  client: Client;
  forwards(): string[];
  /** The arguments of each run of adb. */
  calls(): string[];
}

async function start({ withAdb = true } = {}): Promise<Setting> {
  const folder = temporaryFolder();
  if (withAdb) {
    writeFileSync(join(folder, 'adb'), FAKE);
    chmodSync(join(folder, 'adb'), 0o700);
  }
  const PATH = [folder, '/usr/bin', '/bin'].join(delimiter);
  // A Windows has no folders of Homebrew, where this machine may have one.
  const adb = withAdb ? createAdb({ PATH }, undefined) : createAdb({ PATH }, undefined, 'win32');
  const tokenTray = createTokenTray(createMemoryPorts({ adb }));
  await tokenTray.start();
  return {
    folder,
    tokenTray,
    client: createClient(inProcessTransport(tokenTray)),
    forwards: () => readdirSync(join(folder, 'forwards')).toSorted(),
    calls: () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n'),
  };
}

describe.skipIf(process.platform === 'win32')('Android devices through adb', () => {
  it('are listed with the commands that set them up, and nothing is set by looking', async () => {
    const { client, forwards, tokenTray } = await start();
    expect(await client.call('device.list', { tool: 'adb' })).toEqual({
      ok: true,
      value: {
        found: true,
        devices: [
          {
            id: 'emulator-5554',
            name: 'Pixel 9',
            state: 'ready',
            isSet: false,
            commands: [7885, 7880, 7881].map(
              (port) => `adb -s emulator-5554 reverse tcp:${port} tcp:${port}`,
            ),
          },
          expect.objectContaining({ id: 'R5CT', state: 'unauthorized', isSet: false }),
        ],
      },
    });
    expect(forwards()).toEqual([]);
    await tokenTray.close();
  });

  it('are set up when asked, and what was set is taken back when the host stops', async () => {
    const { calls, client, forwards, folder, tokenTray } = await start();
    mkdirSync(join(folder, 'forwards'));
    for (const port of ['tcp:7880', 'tcp:8081']) writeFileSync(join(folder, 'forwards', port), '');
    const reply = await client.call('device.run', { tool: 'adb', id: 'emulator-5554' });
    expect(reply).toMatchObject({ ok: true, value: { devices: [{ isSet: true }, {}] } });
    expect(forwards()).toHaveLength(4);
    expect(calls()).toEqual([
      'devices -l',
      '-s emulator-5554 reverse --list',
      '-s emulator-5554 reverse tcp:7885 tcp:7885',
      '-s emulator-5554 reverse tcp:7881 tcp:7881',
    ]);
    await tokenTray.close();
    // What a person had forwarded before stays.
    expect(forwards()).toEqual(['tcp:7880', 'tcp:8081']);
  });

  it('say what adb said where it refuses, and keep what was set for taking it back', async () => {
    const { client, folder, forwards, tokenTray } = await start();
    writeFileSync(join(folder, 'refuse'), '');
    expect(await client.call('device.run', { tool: 'adb', id: 'emulator-5554' })).toMatchObject({
      ok: false,
      error: { code: 'device_tool_failed', message: 'adb did not do that: error: closed' },
    });
    await tokenTray.close();
    expect(forwards()).toEqual([]);
  });

  it('are refused by a serial that is not listed, which adb is never given', async () => {
    const { calls, client, tokenTray } = await start();
    const reply = await client.call('device.run', { tool: 'adb', id: '-e; rm' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'unknown_item' } });
    expect(calls().join(' ')).not.toContain('rm');
    await tokenTray.close();
  });

  it('are not looked for where there is no adb', async () => {
    const { client, tokenTray } = await start({ withAdb: false });
    expect(await client.call('device.list', { tool: 'adb' })).toEqual({
      ok: true,
      value: { found: false, devices: [] },
    });
    await tokenTray.close();
  });
});

it('forwards are taken back together: a device that does not answer holds up no other', async () => {
  const stopped: number[] = [];
  const adb: Adb = {
    devices: async () => [{ id: 'emulator-5554', name: 'Pixel 9', state: 'device' }],
    forwarded: async () => [],
    forward: async () => {},
    stopForwarding: async (_id, port) => {
      stopped.push(port);
      if (port === 7885) await new Promise(() => {});
    },
  };
  const tokenTray = createTokenTray(createMemoryPorts());
  const setup = createDeviceSetup({ adb, simctl: undefined, snapshot: tokenTray.snapshot });
  await setup.run('adb', 'emulator-5554');
  void setup.undo();
  expect(stopped).toEqual([7885, 7880, 7881]);
});
