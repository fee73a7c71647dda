import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IssuedToken } from '../../../main/contract/activity.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import { TRAY_ICONS } from '../../../main/core/tray/tray-status.ts';
import { createHostTray } from '../../../main/hosts/electron/tray.ts';
import { aSnapshot, SERVING } from '../../fixtures/snapshot.ts';

/** What Electron was asked to show, and the menus it was given. */
const electron = vi.hoisted(() => ({
  menus: new Array<{
    template: { label?: string; submenu?: { label?: string }[] }[];
    emit(event: string): boolean;
  }>(),
  tooltips: new Array<string>(),
  imageFiles: new Array<string>(),
}));

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const image = { addRepresentation: () => {}, setTemplateImage: () => {} };
  return {
    Menu: {
      buildFromTemplate: (template: { label?: string }[]) =>
        Object.assign(new EventEmitter(), { template }),
    },
    nativeImage: {
      createEmpty: () => image,
      createFromPath: (path: string) => {
        electron.imageFiles.push(path);
        return image;
      },
    },
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false }),
    Tray: class extends EventEmitter {
      setImage(): void {}
      destroy(): void {}
      setToolTip(text: string): void {
        electron.tooltips.push(text);
      }
      setContextMenu(menu: (typeof electron.menus)[number]): void {
        electron.menus.push(menu);
      }
    },
  };
});

const platform = Object.getOwnPropertyDescriptor(process, 'platform');

beforeEach(() => {
  electron.menus.length = 0;
  electron.tooltips.length = 0;
  vi.useFakeTimers({ toFake: ['setImmediate', 'setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  if (platform !== undefined) Object.defineProperty(process, 'platform', platform);
});

function trayOn(
  system: NodeJS.Platform,
  tokens: readonly IssuedToken[] = [],
): { become(snapshot: Snapshot): void; close(): void } {
  Object.defineProperty(process, 'platform', { value: system });
  let snapshot = aSnapshot();
  const changes = new EventEmitter();
  const { close } = createHostTray({
    core: {
      snapshot: () => snapshot,
      tokens: () => tokens,
      listen: (event, listener) => {
        changes.on(event, listener);
        return () => changes.off(event, listener);
      },
    },
    run: () => {},
    releases: { newer: () => undefined, onChange: () => {}, close: () => {} },
    absences: {},
    clock: () => Date.now(),
  });
  return {
    become: (next) => {
      snapshot = next;
      changes.emit('state.changed', next);
    },
    close,
  };
}

function firstLines(): (string | undefined)[] {
  return electron.menus.map(({ template }) => template[0]?.label);
}

describe('the tray menu while it is open', () => {
  it('stays on macOS, where a new one would close it under the cursor, and is right once it is closed', () => {
    const { become, close } = trayOn('darwin');
    const [menu] = electron.menus;
    menu?.emit('menu-will-show');
    become(aSnapshot({ server: { ...SERVING, port: 8001 } }));
    become(aSnapshot({ server: { ...SERVING, port: 8002 } }));
    vi.advanceTimersByTime(60_000);
    expect(firstLines()).toEqual(['Serving on port 7885']);
    expect(electron.tooltips.at(-1)).toContain('8002');
    menu?.emit('menu-will-close');
    vi.runAllTicks();
    vi.advanceTimersByTime(1);
    expect(firstLines()).toEqual(['Serving on port 7885', 'Serving on port 8002']);
    close();
  });

  it('is replaced at once elsewhere', () => {
    const { become, close } = trayOn('linux');
    electron.menus[0]?.emit('menu-will-show');
    become(aSnapshot({ server: { ...SERVING, port: 8001 } }));
    expect(firstLines()).toEqual(['Serving on port 7885', 'Serving on port 8001']);
    close();
  });
});

it('counts the time left of recent tokens, and sleeps once the last has expired', () => {
  const token = {
    id: 'token-1',
    room: 'demo',
    identity: 'ada',
    expiresAt: Date.now() + 90_000,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the menu reads of it
  const { close } = trayOn('linux', [token as IssuedToken]);
  vi.advanceTimersByTime(100_000);
  const states = electron.menus.map(({ template }) => {
    const recent = template.find(({ label }) => label === 'Recent tokens')?.submenu;
    return recent?.[0]?.label?.split(' · ').at(-1);
  });
  expect(states).toEqual(['1 min left', 'under 1 min left', 'expired, copies a new one']);
  expect(vi.getTimerCount()).toBe(0);
  close();
});

describe('the tray on Windows', () => {
  const folder = join(import.meta.dirname, '../../../main/hosts/electron/tray');

  it('gets its picture from a file with every size, since Electron draws only the smallest of others', () => {
    const { become, close } = trayOn('win32');
    become(aSnapshot({ server: { status: 'stopped' } }));
    expect([...new Set(electron.imageFiles.map((path) => basename(path)))]).toEqual([
      'serving-onLight.ico',
      'stopped-onLight.ico',
    ]);
    close();
  });

  it('has such a file for each state and both colours of the taskbar', () => {
    for (const name of TRAY_ICONS.flatMap((icon) => [`${icon}-onLight`, `${icon}-onDark`])) {
      const path = join(folder, `${name}.ico`);
      expect([name, existsSync(path)]).toEqual([name, true]);
      const file = readFileSync(path);
      const widths = Array.from({ length: file.readUInt16LE(4) }, (_, index) =>
        file.readUInt8(6 + 16 * index),
      );
      expect([name, widths]).toEqual([name, [16, 20, 24, 28, 32, 40, 48]]);
    }
  });
});
