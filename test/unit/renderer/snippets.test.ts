import { describe, expect, it } from 'vitest';
import { DEVICES, type Device } from '../../../renderer/src/state/endpoint-urls.ts';
import {
  CLIENTS,
  DEVICE_CLIENTS,
  type ClientName,
} from '../../../renderer/src/views/connect/snippets/clients.ts';
import type { SnippetInput } from '../../../renderer/src/views/connect/snippets/clients.ts';
import { writeSnippet } from '../../../renderer/src/views/connect/snippets/write-snippet.ts';

const TOKEN_SERVER_ID = 'a1b2c3d4';

function inputFor(device: Device, more: Partial<SnippetInput> = {}): SnippetInput {
  const host =
    device === 'emulator' ? '10.0.2.2' : device === 'phone' ? '192.168.1.20' : 'localhost';
  return {
    url: `http://${host}:7885/token`,
    base: `http://${host}:7885`,
    host,
    port: 7885,
    device,
    liveKitPorts: [7880, 7881],
    ...more,
  };
}

function notesOf(client: ClientName, device: Device, more?: Partial<SnippetInput>): string {
  return JSON.stringify(writeSnippet(client, inputFor(device, more)).notes);
}

const cases = DEVICES.flatMap((device) =>
  DEVICE_CLIENTS[device].map((client) => [client, device] as const),
);

describe('snippets', () => {
  it('A33 for pages name the permission that Chrome asks for, and what works without it', () => {
    const notes = notesOf('javascript', 'browser');
    expect(notes).toMatch(/local network permission.*plain HTTP.*localhost.*forward \/token/);
    expect(notes).toContain('loopback-network');
  });

  it('exist for every client on some device', () => {
    expect(new Set(cases.map(([client]) => client))).toEqual(new Set(CLIENTS));
  });

  it.each(cases)(
    'for %s on %s carry the live address, and no ID that is not needed',
    (client, device) => {
      const input = inputFor(device);
      const { code, notes } = writeSnippet(client, input);
      if (client === 'esp32') expect(JSON.stringify(notes)).toContain(input.base);
      else expect(code).toContain(input.url);
      expect(code.includes('X-Sandbox-ID')).toBe(false);
    },
  );

  it.each(cases)(
    'for %s on %s carry the token server ID where callers have to send it',
    (client, device) => {
      const { code } = writeSnippet(client, inputFor(device, { tokenServerId: TOKEN_SERVER_ID }));
      expect(code).toContain(TOKEN_SERVER_ID);
      expect(code).toContain('my-room');
      expect(code).not.toMatch(/undefined|ADDRESS|PLACEHOLDER/);
    },
  );

  it('name the switch that each platform needs for plain HTTP', () => {
    expect(notesOf('swift', 'simulator')).toContain('NSAllowsLocalNetworking');
    expect(notesOf('swift', 'phone')).toContain('NSLocalNetworkUsageDescription');
    expect(notesOf('kotlin', 'emulator')).toMatch(
      /src\/debug\/AndroidManifest\.xml.*usesCleartextTraffic.*security config, that decides instead.*cleartextTrafficPermitted/,
    );
    expect(notesOf('flutter', 'emulator')).toMatch(/10\.0\.2\.2<\/domain>.*localhost<\/domain>/);
  });

  it('forward every port that an answer for localhost leads to, and none of a server elsewhere', () => {
    const local = notesOf('kotlin', 'emulator');
    for (const port of [7885, 7880, 7881]) {
      expect(local).toContain(`adb reverse tcp:${port} tcp:${port}`);
    }
    const elsewhere = notesOf('kotlin', 'emulator', { liveKitPorts: [] });
    expect(elsewhere).toContain('adb reverse tcp:7885 tcp:7885');
    expect(elsewhere).not.toContain('7880');
  });

  it.each(['reactNative', 'expo'] as const)(
    'for %s add no network security config, which would lock out Metro',
    (client) => {
      for (const device of ['emulator', 'phone'] as const) {
        const notes = notesOf(client, device);
        expect(notes).toContain('allow plain HTTP already');
        expect(notes).not.toContain('network-security-config>');
      }
    },
  );

  it('name the permission of Android 17 where the address is on the LAN, and nowhere else', () => {
    for (const client of ['kotlin', 'reactNative', 'flutter', 'unity'] as const) {
      expect(notesOf(client, 'phone')).toContain('ACCESS_LOCAL_NETWORK');
      expect(notesOf(client, 'emulator')).not.toContain('ACCESS_LOCAL_NETWORK');
    }
  });
});
