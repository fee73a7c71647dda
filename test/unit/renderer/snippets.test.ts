import { describe, expect, it } from 'vitest';
import { DEVICES, type Device } from '../../../renderer/src/state/endpoint-urls.ts';
import {
  CLIENTS,
  DEVICE_CLIENTS,
  type ClientName,
} from '../../../renderer/src/views/connect/snippets/clients.ts';
import type { SnippetInput } from '../../../renderer/src/views/connect/snippets/snippet.ts';
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
    ...more,
  };
}

function notesOf(client: ClientName, device: Device): string {
  return JSON.stringify(writeSnippet(client, inputFor(device)).notes);
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
      const { code } = writeSnippet(client, input);
      expect(code).toContain(client === 'esp32' ? input.base : input.url);
      expect(code.includes('X-Sandbox-ID')).toBe(false);
    },
  );

  it.each(cases)(
    'for %s on %s carry the token server ID where callers have to send it',
    (client, device) => {
      const { code } = writeSnippet(client, inputFor(device, { tokenServerId: TOKEN_SERVER_ID }));
      expect(code).toContain(TOKEN_SERVER_ID);
      expect(code).not.toMatch(/undefined|ADDRESS|PLACEHOLDER/);
    },
  );

  it('name the switch that each platform needs for plain HTTP', () => {
    expect(notesOf('swift', 'simulator')).toContain('NSAllowsLocalNetworking');
    expect(notesOf('swift', 'phone')).toContain('NSLocalNetworkUsageDescription');
    expect(notesOf('kotlin', 'emulator')).toContain('cleartextTrafficPermitted');
    expect(notesOf('kotlin', 'emulator')).toContain('adb reverse tcp:7885 tcp:7885');
    expect(notesOf('flutter', 'emulator')).toContain('10.0.2.2</domain>');
  });
});
