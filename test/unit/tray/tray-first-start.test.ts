import { expect, it } from 'vitest';
import type { TrayItem } from '../../../main/core/tray/tray-item.ts';
import { copyUrl, menuOf } from './menu.ts';

it('the whole tray menu of a first start', () => {
  expect(menuOf()).toEqual([
    { kind: 'text', label: 'Serving on port 7885' },
    { kind: 'text', label: 'Local LiveKit · Participant' },
    { kind: 'separator' },
    {
      kind: 'command',
      label: 'Copy token · new room',
      enabled: true,
      command: { action: 'mint', input: { source: 'tray' } },
    },
    {
      kind: 'menu',
      label: 'Copy token for',
      items: [
        {
          kind: 'command',
          label: 'Participant · new room',
          enabled: true,
          command: { action: 'mint', input: { presetId: 'preset-participant', source: 'tray' } },
        },
      ],
    },
    {
      kind: 'menu',
      label: 'Copy endpoint URL for',
      items: [
        copyUrl('iOS simulator', 'http://localhost:7885/token'),
        copyUrl('Android emulator', 'http://10.0.2.2:7885/token'),
        copyUrl('Browser', 'http://localhost:7885/token'),
        copyUrl('Container', 'http://host.docker.internal:7885/token'),
        { kind: 'text', label: 'Phone on the LAN: turn on "Serve on the LAN" first' },
      ],
    },
    copy('Copy server URL', 'ws://localhost:7880'),
    {
      kind: 'command',
      label: 'Check a phone…',
      enabled: true,
      command: { action: 'open', view: 'phone' },
    },
    { kind: 'separator' },
    {
      kind: 'menu',
      label: 'Active project',
      items: [
        {
          kind: 'radio',
          label: 'Local LiveKit',
          checked: true,
          enabled: true,
          command: { call: 'project.activate', input: { id: 'local' } },
        },
      ],
    },
    {
      kind: 'command',
      label: 'Add project from clipboard',
      enabled: true,
      command: { action: 'addFromClipboard' },
    },
    {
      kind: 'menu',
      label: 'Default preset',
      items: [
        {
          kind: 'radio',
          label: 'Participant',
          checked: true,
          enabled: true,
          command: {
            call: 'project.update',
            input: { id: 'local', revision: 1, changes: { presetId: 'preset-participant' } },
          },
        },
      ],
    },
    { kind: 'separator' },
    {
      kind: 'command',
      label: 'Stop serving',
      enabled: true,
      command: { call: 'server.stop', input: {} },
    },
    {
      kind: 'check',
      label: 'Serve on the LAN',
      checked: false,
      enabled: true,
      command: {
        call: 'settings.update',
        input: { revision: 3, changes: { server: { lan: true } } },
      },
    },
    { kind: 'separator' },
    {
      kind: 'command',
      label: 'Open Token Tray',
      enabled: true,
      command: { action: 'open' },
    },
    {
      kind: 'command',
      label: 'Settings',
      enabled: true,
      command: { action: 'open', view: 'settings' },
    },
    {
      kind: 'check',
      label: 'Start at login',
      checked: false,
      enabled: true,
      command: {
        call: 'settings.update',
        input: { revision: 3, changes: { app: { startAtLogin: true } } },
      },
    },
    {
      kind: 'command',
      label: 'Report a problem',
      enabled: true,
      command: { action: 'open', view: 'report' },
    },
    { kind: 'separator' },
    { kind: 'command', label: 'Quit Token Tray', enabled: true, command: { action: 'quit' } },
  ]);
});

function copy(label: string, text: string): TrayItem {
  return { kind: 'command', label, enabled: true, command: { action: 'copy', text, what: text } };
}
