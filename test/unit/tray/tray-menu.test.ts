import { describe, expect, it } from 'vitest';
import { cause } from '../../../main/contract/causes/causes.ts';
import { FIND_CAUSE } from '../../../main/contract/client.ts';
import { failure } from '../../../main/contract/errors.ts';
import type { ServerState } from '../../../main/contract/server-state.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { TrayItem } from '../../../main/core/tray/tray-item.ts';
import { trayMenu } from '../../../main/core/tray/tray-menu.ts';
import {
  anArmedDrill,
  aPreset,
  aProject,
  aSnapshot,
  aToken,
  SERVING,
} from '../../fixtures/snapshot.ts';
import { CAPABLE, find, labels, menuOf, submenu } from './menu.ts';

describe('the tray menu', () => {
  const states: [ServerState, string, string][] = [
    [SERVING, 'Serving on port 7885', 'Stop serving'],
    [{ ...SERVING, lan: true }, 'Serving on port 7885 and the LAN', 'Stop serving'],
    [{ status: 'starting', port: 7885 }, 'Starting on port 7885', 'Stop serving'],
    [{ status: 'stopped' }, 'Stopped', 'Start serving'],
    [
      {
        status: 'failed',
        port: 7885,
        failure: failure('port_in_use', { port: 7885, owner: ' by node (4711)', suggestion: 7886 }),
        suggestedPort: 7886,
      },
      'Port 7885 is taken by node (4711)',
      'Start serving',
    ],
  ];
  it.each(states)('says the state and offers the way out of it: %o', (server, line, action) => {
    const items = menuOf({ server });
    expect(items[0]).toEqual({ kind: 'text', label: line });
    expect(labels(items)).toContain(action);
    expect(labels(items)).not.toContain(
      action === 'Stop serving' ? 'Start serving' : 'Stop serving',
    );
  });

  it('says why apps cannot join, and a click finds the cause', () => {
    const gone = cause('connection_refused', { host: 'localhost:7880' });
    const check = {
      ok: false,
      finding: gone.code,
      message: `${gone.sentence} ${gone.fix}`,
      cause: gone,
      durationMs: 3,
      at: 0,
    };
    const items = trayMenu(aSnapshot({ projects: [aProject({ check })] }), [], 0, CAPABLE);
    expect(find(items, 'Nothing listens at localhost:7880')).toEqual({
      kind: 'command',
      label: 'Nothing listens at localhost:7880',
      enabled: true,
      command: { action: 'open', view: FIND_CAUSE },
    });
  });

  it('offers the next free port where the wanted one is taken', () => {
    const server: ServerState = {
      status: 'failed',
      port: 7885,
      failure: failure('port_in_use', { port: 7885 }),
      suggestedPort: 7886,
    };
    expect(find(menuOf({ server }), 'Use port 7886 instead')).toEqual({
      kind: 'command',
      label: 'Use port 7886 instead',
      enabled: true,
      command: {
        call: 'settings.update',
        input: { revision: 3, changes: { server: { port: 7886 } } },
      },
    });
    const overrides = [{ setting: 'server.port' as const, source: '--port' }];
    const given = menuOf({ server, overrides });
    expect(find(given, 'Use port 7886 instead')).toMatchObject({ enabled: false });
    expect(labels(given)).toContain('The port is set by --port');
  });

  it('lists recent tokens with the time they have left, newest first and at most eight', () => {
    const tokens = [
      aToken({ id: 'fresh' }),
      aToken({ id: 'old', expiresAt: 1 }),
      aToken({ id: 'long', expiresAt: 3 * 3_600_000 + 60_000, identity: 'bob' }),
      ...Array.from({ length: 10 }, (_, index) => aToken({ id: `more-${index}` })),
    ];
    const menu = find(trayMenu(aSnapshot(), tokens, 60_000, CAPABLE), 'Recent tokens');
    expect(menu?.kind === 'menu' && menu.items.slice(0, 3)).toEqual([
      copyRecent('lobby · alice · 14 min left', 'fresh'),
      copyRecent('lobby · alice · expired, copies a new one', 'old'),
      copyRecent('lobby · bob · 3 h left', 'long'),
    ]);
    expect(menu?.kind === 'menu' && menu.items.length).toBe(8);
  });

  it('keeps text from requests inert: no line breaks, no reordering, no endless labels', () => {
    const token = aToken({ room: 'a\u202egnp.exe\nb', identity: 'x'.repeat(300) });
    const label = find(trayMenu(aSnapshot(), [token], 0, CAPABLE), 'Recent tokens');
    const text =
      label?.kind === 'menu' && label.items[0]?.kind === 'command' ? label.items[0].label : '';
    expect(text.startsWith('a gnp.exe b · xxx')).toBe(true);
    expect(text.length).toBeLessThan(80);
  });

  it.each(['missing', 'unreadable'] as const)(
    'says why no token can be copied while the secret is %s',
    (state) => {
      const items = menuOf({ projects: [aProject({ secret: { state } })] });
      expect(find(items, 'Copy token · new room')).toMatchObject({ enabled: false });
      expect(labels(items).some((label) => label.includes('"Local LiveKit"'))).toBe(true);
    },
  );

  it.each(['waiting', 'locked'] as const)(
    'lets a click try again while the key store is %s',
    (state) => {
      const items = menuOf({ projects: [aProject({ secret: { state } })] });
      expect(find(items, 'Copy token · new room')).toMatchObject({ enabled: true });
      expect(labels(items).some((label) => label.includes('key store'))).toBe(true);
    },
  );

  it('switches off what cannot be saved', () => {
    const items = menuOf({ readOnly: 'A newer version wrote them.' });
    expect(labels(items)).toContain('Settings are read-only');
    const writing = ['Serve on the LAN', 'Start at login'].map((label) => find(items, label));
    for (const item of writing) expect(item).toMatchObject({ enabled: false });
  });

  it('switches off what the environment decides', () => {
    const snapshot = aSnapshot({
      projects: [aProject({ source: 'environment' })],
    });
    const items = trayMenu(snapshot, [], 0, CAPABLE);
    expect(find(items, 'Default preset')).toMatchObject({ items: [{ enabled: false }] });
  });

  it('leaves out what this system cannot do', () => {
    expect(labels(trayMenu(aSnapshot(), [], 0, { startAtLogin: false }))).not.toContain(
      'Start at login',
    );
  });

  it('E23 leads to a newer release, and nowhere else', () => {
    const items = trayMenu(aSnapshot(), [], 0, { startAtLogin: true, newerVersion: '2.0.0' });
    expect(find(items, 'Version 2.0.0 is available…')).toEqual({
      kind: 'command',
      label: 'Version 2.0.0 is available…',
      enabled: true,
      command: { call: 'link.open', input: { link: 'releases' } },
    });
  });

  it('says an armed drill under the state, with the way to turn it off', () => {
    const menu = menuOf({ drill: anArmedDrill({ left: 1 }) });
    expect(menu.slice(0, 3)).toEqual([
      { kind: 'text', label: 'Serving on port 7885' },
      { kind: 'text', label: 'Drill: Expired token, 1 request' },
      {
        kind: 'command',
        label: 'Turn the drill off',
        enabled: true,
        command: { call: 'drill.off', input: {} },
      },
    ]);
  });

  it('counts the notices that wait to be read', () => {
    const notice = { id: 'a', at: 0, message: 'Something.' };
    const one = aSnapshot({ notices: [notice] });
    const two: Snapshot = { ...one, notices: [notice, { ...notice, id: 'b' }] };
    expect(labels(trayMenu(one, [], 0, CAPABLE))).toContain('1 notice to read');
    expect(labels(trayMenu(two, [], 0, CAPABLE))).toContain('2 notices to read');
  });

  it('offers nothing to copy where there is no project', () => {
    const items = menuOf({ projects: [], activeProjectId: '' });
    expect(find(items, 'Copy token · new room')).toMatchObject({ enabled: false });
    expect(labels(items)).not.toContain('Active project');
    expect(labels(items)).not.toContain('Default preset');
  });

  it('marks the chosen project and the chosen preset, and no other', () => {
    const snapshot = aSnapshot({
      projects: [aProject(), aProject({ id: 'cloud', name: 'Cloud', presetId: 'preset-viewer' })],
      activeProjectId: 'cloud',
      presets: [aPreset(), aPreset({ id: 'preset-viewer', name: 'Viewer' })],
    });
    const items = trayMenu(snapshot, [], 0, CAPABLE);
    expect(checked(find(items, 'Active project'))).toEqual(['Cloud']);
    expect(checked(find(items, 'Default preset'))).toEqual(['Viewer']);
  });
});

function copyRecent(label: string, tokenId: string): TrayItem {
  return { kind: 'command', label, enabled: true, command: { action: 'copyRecent', tokenId } };
}

function checked(menu: TrayItem | undefined): string[] {
  if (menu?.kind !== 'menu') return [];
  return menu.items.flatMap((item) => (item.kind === 'radio' && item.checked ? [item.label] : []));
}

describe('a long list in the tray menu', () => {
  const projects = Array.from({ length: 4000 }, (_, index) =>
    aProject({ id: `p${index}`, name: `Project ${index}` }),
  );

  it('shows the first 20 projects, the active one, and the way to all of them', () => {
    const menu = menuOf({ projects, activeProjectId: 'p3000' });
    const items = submenu(menu, 'Active project');
    expect(items.map((item) => ('label' in item ? item.label : ''))).toEqual([
      ...Array.from({ length: 20 }, (_, index) => `Project ${index}`),
      'Project 3000',
      '',
      'All 4000 projects…',
    ]);
    expect(items.at(-1)).toMatchObject({ command: { action: 'open', view: 'projects' } });
  });

  it('is as bounded for presets', () => {
    const presets = Array.from({ length: 300 }, (_, index) =>
      aPreset({ id: `q${index}`, name: `Preset ${index}` }),
    );
    const menu = menuOf({ presets });
    expect(submenu(menu, 'Copy token for').length).toBe(22);
    expect(submenu(menu, 'Default preset').length).toBe(22);
  });
});
