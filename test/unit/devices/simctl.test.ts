import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSimctl } from '../../../main/adapters/device-tools.ts';
import { createClient, type Client } from '../../../main/contract/client.ts';
import { createTokenTray } from '../../../main/core/create-token-tray.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { inProcessTransport } from '../../fixtures/in-process-transport.ts';
import { createMemoryPorts } from '../../fixtures/memory-ports.ts';

const PHONE = '0D4F3C2A-8A5B-4C0E-9E57-5B1B7C1E2F30';
const HEADSET = '5E8F9C1B-1234-4E7A-B0F1-0A2B3C4D5E6F';

/** As `xcrun simctl list devices booted --json` of Xcode 26 writes it. */
const LIST = JSON.stringify({
  devices: {
    'com.apple.CoreSimulator.SimRuntime.iOS-18-2': [],
    'com.apple.CoreSimulator.SimRuntime.iOS-26-1': [
      {
        lastBootedAt: '2026-11-25T09:12:44Z',
        dataPath: `/Users/a/Library/Developer/CoreSimulator/Devices/${PHONE}/data`,
        dataPathSize: 1_905_876_992,
        logPath: `/Users/a/Library/Logs/CoreSimulator/${PHONE}`,
        udid: PHONE,
        isAvailable: true,
        logPathSize: 167_936,
        deviceTypeIdentifier: 'com.apple.CoreSimulator.SimDeviceType.iPhone-17-Pro',
        state: 'Booted',
        name: 'iPhone 17 Pro',
      },
      { udid: 'ANOTHER', isAvailable: true, state: 'Shutting Down', name: 'iPhone Air' },
    ],
    'com.apple.CoreSimulator.SimRuntime.xrOS-2-0': [
      { udid: HEADSET, isAvailable: true, state: 'Booted', name: 'Apple Vision Pro' },
    ],
  },
});

/** An xcrun that answers from files beside it: `list` is what simctl lists, `openurl` makes it refuse to open. */
const XCRUN = `#!/bin/sh
here=$(dirname "$0")
echo "$@" >> "$here/calls"
case "$*" in
  "--find simctl") [ -e "$here/list" ] || { echo 'xcrun: error: unable to find utility "simctl", not a developer tool or in PATH' >&2; exit 72; } ;;
  "simctl list devices booted --json") cat "$here/list" ;;
  "simctl openurl "*) [ -e "$here/openurl" ] && { cat "$here/openurl" >&2; exit 1; }; exit 0 ;;
  *) exit 64 ;;
esac
`;
const XCODE_SELECT = `#!/bin/sh
[ -e "$(dirname "$0")/no-tools" ] && { echo "xcode-select: error: unable to get active developer directory" >&2; exit 2; }
echo /Applications/Xcode.app/Contents/Developer
`;

interface Mac {
  folder: string;
  client: Client;
  /** The arguments of each run of xcrun. */
  calls(): string[];
}

/** A Mac with these files beside its xcrun. */
function startMac(files: Readonly<Record<string, string>>, platform: NodeJS.Platform = 'darwin') {
  const folder = temporaryFolder();
  const programs = { xcrun: XCRUN, 'xcode-select': XCODE_SELECT };
  for (const [name, text] of Object.entries({ ...programs, ...files })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o700);
  }
  const PATH = [folder, '/usr/bin', '/bin'].join(delimiter);
  const tokenTray = createTokenTray(
    createMemoryPorts({ simctl: createSimctl({ PATH }, platform) }),
  );
  const calls = join(folder, 'calls');
  const mac: Mac = {
    folder,
    client: createClient(inProcessTransport(tokenTray)),
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
  };
  return mac;
}

const simctl = { tool: 'simctl' } as const;
const NONE = { ok: true, value: { found: false, devices: [] } };

describe.skipIf(process.platform === 'win32')('iOS simulators through simctl', () => {
  it('are ready as they are once booted, and nothing is opened by looking', async () => {
    const { client, calls } = startMac({ list: LIST });
    expect(await client.call('device.list', simctl)).toEqual({
      ok: true,
      value: {
        found: true,
        devices: [
          {
            id: PHONE,
            name: 'iPhone 17 Pro, iOS 26.1',
            state: 'ready',
            isSet: true,
            commands: [`xcrun simctl openurl ${PHONE} http://localhost:7885/`],
          },
          expect.objectContaining({ id: HEADSET, name: 'Apple Vision Pro, visionOS 2.0' }),
        ],
      },
    });
    expect(calls().join(' ')).not.toContain('openurl');
  });

  it('open the endpoint with the very command that was shown', async () => {
    const { client, calls } = startMac({ list: LIST });
    expect(await client.call('device.run', { ...simctl, id: PHONE })).toMatchObject({ ok: true });
    const list = 'simctl list devices booted --json';
    const open = `simctl openurl ${PHONE} http://localhost:7885/`;
    expect(calls()).toEqual(['--find simctl', list, open]);
    await client.call('device.list', simctl);
    // That there is a simctl is asked once.
    expect(calls().slice(3)).toEqual([list]);
  });

  it('are found once Xcode is installed', async () => {
    const { client, folder } = startMac({});
    expect(await client.call('device.list', simctl)).toEqual(NONE);
    writeFileSync(join(folder, 'list'), LIST);
    expect(await client.call('device.list', simctl)).toMatchObject({ value: { found: true } });
  });

  it('report what simctl said when it refuses', async () => {
    const { client } = startMac({ list: LIST, openurl: 'Unable to lookup in current state' });
    expect(await client.call('device.run', { ...simctl, id: PHONE })).toMatchObject({
      ok: false,
      error: {
        code: 'device_tool_failed',
        message: 'xcrun did not do that: Unable to lookup in current state',
      },
    });
  });

  it('are refused by an ID that is not listed, which simctl is never given', async () => {
    const { client, calls } = startMac({ list: LIST });
    const reply = await client.call('device.run', { ...simctl, id: 'booted; rm' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'unknown_item' } });
    expect(calls().join(' ')).not.toContain('rm');
  });

  it('are not looked for on a Mac without Xcode, where xcrun would offer to install it', async () => {
    const { client, calls } = startMac({ 'no-tools': '' });
    expect(await client.call('device.list', simctl)).toEqual(NONE);
    expect(calls()).toEqual([]);
  });

  it('are none where only the command line tools are installed, and on other systems', async () => {
    const tools = startMac({});
    expect(await tools.client.call('device.list', simctl)).toEqual(NONE);
    const linux = startMac({ list: LIST }, 'linux');
    expect(await linux.client.call('device.list', simctl)).toEqual(NONE);
    expect(linux.calls()).toEqual([]);
  });

  it('are an error that says so where the list is not as expected', async () => {
    const { client } = startMac({ list: '{"devices": 1}' });
    expect(await client.call('device.list', simctl)).toMatchObject({
      ok: false,
      error: { code: 'device_tool_failed', message: expect.stringContaining('not as expected') },
    });
  });
});
