import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BusMessage, BusValue } from '../../../main/hosts/electron/dbus-message.ts';
import type { SessionBus } from '../../../main/hosts/electron/session-bus.ts';
import { followTrayPresence } from '../../../main/hosts/electron/tray-presence.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A desktop whose panel can be changed, and which then tells the bus. */
function desktop(start: { panel?: boolean; host?: boolean; items?: string[] } = {}) {
  const state = { panel: true, host: true, items: new Array<string>(), ...start };
  const signalListeners: ((signal: BusMessage) => void)[] = [];
  const endListeners: (() => void)[] = [];
  const bus: SessionBus = {
    ask: async (member, ...strings): Promise<BusValue[]> => {
      if (member === 'NameHasOwner') return [String(state.panel)];
      // `:1.7` is ours, and another program has every other name.
      if (member === 'GetConnectionUnixProcessID')
        return [strings[0] === ':1.7' ? String(process.pid) : '4'];
      return [];
    },
    call: async ({ strings: [, property] }) =>
      property === 'IsStatusNotifierHostRegistered' ? [String(state.host)] : [state.items],
    onSignal: (listener) => signalListeners.push(listener),
    onEnd: (listener) => endListeners.push(listener),
    close: () => {},
  };
  const seen: string[] = [];
  const absences: { tray?: string } = {};
  const stop = followTrayPresence({
    bus,
    absences,
    onPanel: () => seen.push('panel'),
    onShown: () => seen.push('shown'),
    onAbsent: () => seen.push('absent'),
  });
  const signal = (source: string, member: string, body: string[]): void => {
    for (const listener of signalListeners)
      listener({ type: 4, replySerial: undefined, interface: source, member, body });
  };
  return {
    seen,
    absences,
    hasTray: () => absences.tray === undefined,
    stop,
    list: (...items: string[]) => {
      state.items = items;
      signal(WATCHER, 'StatusNotifierItemRegistered', items);
    },
    setPanel: (panel: boolean) => {
      state.panel = panel;
      state.items = [];
      signal('org.freedesktop.DBus', 'NameOwnerChanged', [
        WATCHER,
        panel ? '' : ':1.3',
        panel ? ':1.3' : '',
      ]);
    },
    end: () => {
      for (const listener of endListeners) listener();
    },
  };
}

describe('whether the tray icon is shown', () => {
  it('is known once a panel lists our icon, and not before', async () => {
    const { seen, absences, hasTray, list } = desktop();
    await vi.advanceTimersByTimeAsync(100);
    expect({ seen, tray: hasTray() }).toEqual({ seen: [], tray: false });
    list(':1.9/StatusNotifierItem');
    await vi.advanceTimersByTimeAsync(100);
    expect(hasTray()).toBe(false);
    list(':1.9/StatusNotifierItem', ':1.7/StatusNotifierItem');
    await vi.advanceTimersByTimeAsync(0);
    expect({ seen, tray: hasTray(), absences }).toEqual({
      seen: ['shown'],
      tray: true,
      absences: {},
    });
  });

  it.each([
    ['nothing shows icons', { panel: false }, 0],
    ['a panel is there and lists none of ours', { items: [':1.9'] }, 4000],
    ['icons are kept and nothing shows them', { host: false, items: [':1.7'] }, 4000],
  ])('is given up where %s', async (_what, start, patience) => {
    const { seen, absences, hasTray } = desktop(start);
    await vi.advanceTimersByTimeAsync(patience);
    expect({ seen, tray: hasTray() }).toEqual({ seen: ['absent'], tray: false });
    expect(absences.tray).toContain('shows no tray icons');
  });

  it('outlasts a panel that is restarted, which is told of our icon', async () => {
    const { seen, hasTray, list, setPanel } = desktop({ items: [':1.7'] });
    await vi.advanceTimersByTimeAsync(0);
    setPanel(false);
    await vi.advanceTimersByTimeAsync(2000);
    expect(hasTray()).toBe(true);
    setPanel(true);
    list(':1.7');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual(['shown', 'panel', 'shown']);
  });

  it('ends with a panel that stays away, and with the bus', async () => {
    const { seen, setPanel, list, end } = desktop({ items: [':1.7'] });
    await vi.advanceTimersByTimeAsync(0);
    setPanel(false);
    await vi.advanceTimersByTimeAsync(4000);
    expect(seen).toEqual(['shown', 'absent']);
    setPanel(true);
    list(':1.7');
    await vi.advanceTimersByTimeAsync(0);
    end();
    await vi.advanceTimersByTimeAsync(4000);
    expect(seen).toEqual(['shown', 'absent', 'panel', 'shown', 'absent']);
  });
});
