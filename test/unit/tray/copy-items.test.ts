import { describe, expect, it } from 'vitest';
import { trayMenu } from '../../../main/core/tray/tray-menu.ts';
import { aProject, aSnapshot, aToken, SERVING } from '../../fixtures/snapshot.ts';
import { CAPABLE, copyUrl, find, labels } from './menu.ts';

describe('what the tray copies', () => {
  it('names the LAN addresses instead of the hint while the LAN is on', () => {
    const snapshot = aSnapshot({
      server: {
        ...SERVING,
        lan: true,
        lanAddresses: ['192.168.1.20', 'fd00::20'],
        lanInterfaces: { '192.168.1.20': 'en0' },
      },
    });
    snapshot.settings.server.lan = true;
    expect(find(trayMenu(snapshot, [], 0, CAPABLE), 'Copy endpoint URL for')).toEqual({
      kind: 'menu',
      label: 'Copy endpoint URL for',
      items: [
        copyUrl('iOS simulator', 'http://localhost:7885/token'),
        copyUrl('Android emulator', 'http://10.0.2.2:7885/token'),
        copyUrl('Browser', 'http://localhost:7885/token'),
        copyUrl('Container', 'http://host.docker.internal:7885/token'),
        copyUrl('Phone on the LAN (192.168.1.20, en0)', 'http://192.168.1.20:7885/token'),
        copyUrl('Phone on the LAN (fd00::20)', 'http://[fd00::20]:7885/token'),
        copyUrl('ESP32 (192.168.1.20)', 'http://192.168.1.20:7885/api/sandbox/connection-details'),
      ],
    });
  });

  it('names the room that a token will be for, where the project has one', () => {
    const { defaults, ...project } = aProject();
    const room = { mode: 'fixed', name: 'demo' } as const;
    const projects = [{ ...project, defaults: { ...defaults, room } }];
    const items = trayMenu(aSnapshot({ projects }), [], 0, CAPABLE);
    expect(labels(items)).toContain('Copy token · demo');
    expect(find(items, 'Copy token for')).toMatchObject({
      items: [{ label: 'Participant · demo' }],
    });
  });

  it('offers another participant in the room of the newest token, and none before the first', () => {
    const tokens = [aToken({ id: 'newest', room: 'demo' }), aToken({ id: 'older' })];
    expect(find(trayMenu(aSnapshot(), tokens, 0, CAPABLE), 'Another participant in demo')).toEqual({
      kind: 'command',
      label: 'Another participant in demo',
      enabled: true,
      command: {
        action: 'mint',
        input: {
          projectId: tokens[0]?.projectId,
          presetId: tokens[0]?.presetId,
          room: 'demo',
          source: 'tray',
        },
      },
    });
    const before = labels(trayMenu(aSnapshot(), [], 0, CAPABLE));
    expect(before.filter((label) => label.startsWith('Another'))).toEqual([]);
  });

  it('copies the LAN key where one is asked', () => {
    const snapshot = aSnapshot({ hasLanKey: true });
    expect(labels(trayMenu(snapshot, [], 0, CAPABLE))).toContain('Copy LAN key');
    snapshot.settings.server.dangerouslySkipLanKey = true;
    expect(labels(trayMenu(snapshot, [], 0, CAPABLE))).not.toContain('Copy LAN key');
  });
});
