import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import { createHostTray } from '../../../main/hosts/electron/tray.ts';
import { aSnapshot, SERVING } from '../../fixtures/snapshot.ts';

/** What Electron was asked to show, and the menus it was given. */
const electron = vi.hoisted(() => ({
  menus: new Array<{ template: { label?: string }[]; emit(event: string): boolean }>(),
  tooltips: new Array<string>(),
}));

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const image = { addRepresentation: () => {}, setTemplateImage: () => {} };
  return {
    Menu: {
      buildFromTemplate: (template: { label?: string }[]) =>
        Object.assign(new EventEmitter(), { template }),
    },
    nativeImage: { createEmpty: () => image },
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
  vi.useFakeTimers({ toFake: ['setImmediate', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  if (platform !== undefined) Object.defineProperty(process, 'platform', platform);
});

function trayOn(system: NodeJS.Platform): { become(snapshot: Snapshot): void; close(): void } {
  Object.defineProperty(process, 'platform', { value: system });
  let snapshot = aSnapshot();
  const changes = new EventEmitter();
  const { close } = createHostTray({
    core: {
      snapshot: () => snapshot,
      tokens: () => [],
      listen: (event, listener) => {
        changes.on(event, listener);
        return () => changes.off(event, listener);
      },
    },
    run: () => {},
    releases: { newer: () => undefined, onChange: () => {}, close: () => {} },
    capabilities: {
      clipboard: true,
      openLink: true,
      startAtLogin: true,
      tray: true,
      revealPath: true,
      notifications: true,
    },
    clock: () => 0,
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
