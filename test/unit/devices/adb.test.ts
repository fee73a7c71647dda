import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAdb } from '../../../main/adapters/device-tools.ts';
import { createClient, type Client } from '../../../main/contract/client.ts';
import { createTokenTray, type TokenTray } from '../../../main/core/create-token-tray.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { inProcessTransport } from '../../fixtures/in-process-transport.ts';
import { createMemoryPorts } from '../../fixtures/memory-ports.ts';

/** An adb with one ready emulator and one phone that has not been allowed. It keeps its forwards in a file. */
const FAKE = `#!/bin/sh
here=$(dirname "$0")
echo "$@" >> "$here/calls"
touch "$here/forwards"
case "$*" in
  "devices -l") printf 'List of devices attached\\nemulator-5554 device product:sdk model:Pixel_9 transport_id:1\\nR5CT unauthorized usb:1-1\\n\\n' ;;
  "-s emulator-5554 reverse --list") cat "$here/forwards" ;;
  "-s emulator-5554 reverse --remove "*) grep -v "$5 " "$here/forwards" > "$here/left"; mv "$here/left" "$here/forwards" ;;
  "-s emulator-5554 reverse tcp:7881"*) [ -e "$here/refuse" ] && { echo "error: closed" >&2; exit 1; }; echo "UsbFfs $4 $5" >> "$here/forwards" ;;
  "-s emulator-5554 reverse "*) echo "UsbFfs $4 $5" >> "$here/forwards" ;;
  *) echo "adb: unknown" >&2; exit 1 ;;
esac
`;

interface Setting {
  folder: string;
  tokenTray: TokenTray;
  client: Client;
  forwards(): string[];
}

async function start({ withAdb = true } = {}): Promise<Setting> {
  const folder = temporaryFolder();
  if (withAdb) {
    writeFileSync(join(folder, 'adb'), FAKE);
    chmodSync(join(folder, 'adb'), 0o700);
  }
  const PATH = [folder, '/usr/bin', '/bin'].join(delimiter);
  const adb = createAdb({ PATH: withAdb ? PATH : folder }, undefined);
  const tokenTray = createTokenTray(createMemoryPorts({ adb }));
  await tokenTray.start();
  return {
    folder,
    tokenTray,
    client: createClient(inProcessTransport(tokenTray)),
    forwards: () => readFileSync(join(folder, 'forwards'), 'utf8').split('\n').filter(Boolean),
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
    const { client, forwards, folder, tokenTray } = await start();
    writeFileSync(join(folder, 'forwards'), 'UsbFfs tcp:7880 tcp:7880\nUsbFfs tcp:8081 tcp:8081\n');
    const reply = await client.call('device.run', { tool: 'adb', id: 'emulator-5554' });
    expect(reply).toMatchObject({ ok: true, value: { devices: [{ isSet: true }, {}] } });
    expect(forwards()).toHaveLength(4);
    await tokenTray.close();
    // What a person had forwarded before stays.
    expect(forwards()).toEqual(['UsbFfs tcp:7880 tcp:7880', 'UsbFfs tcp:8081 tcp:8081']);
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
    const { client, folder, tokenTray } = await start();
    const reply = await client.call('device.run', { tool: 'adb', id: '-e; rm' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'unknown_item' } });
    expect(readFileSync(join(folder, 'calls'), 'utf8')).not.toContain('rm');
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
