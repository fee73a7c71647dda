import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { isGlobalShortcut, shortcutOf } from '../../../main/contract/accelerator.ts';
import type { TrayCommand } from '../../../main/core/tray/tray-item.ts';
import { followCopyShortcut } from '../../../main/hosts/electron/key-commands.ts';
import { aSnapshot } from '../../fixtures/snapshot.ts';

vi.mock('electron', () => ({}));

/** A system whose shortcuts other programs may have, and a person who sets one. */
function follow(taken: string[] = []) {
  const keys = new Map<string, () => void>();
  const ran: TrayCommand[] = [];
  const complaints: string[] = [];
  const changes = new EventEmitter();
  let snapshot = aSnapshot();
  const stop = followCopyShortcut({
    core: {
      snapshot: () => snapshot,
      listen: (event, listener) => {
        changes.on(event, listener);
        return () => changes.off(event, listener);
      },
    },
    globalShortcut: {
      register: (keysPressed, callback) => {
        if (taken.includes(keysPressed)) return false;
        keys.set(keysPressed, callback);
        return true;
      },
      unregister: (keysPressed) => keys.delete(keysPressed),
    },
    run: (command) => ran.push(command),
    complain: (message) => complaints.push(message),
  });
  const set = (copyTokenShortcut: string): void => {
    const { settings } = snapshot;
    snapshot = {
      ...snapshot,
      settings: { ...settings, app: { ...settings.app, copyTokenShortcut } },
    };
    changes.emit('state.changed', snapshot);
  };
  return { keys, ran, complaints, set, stop };
}

describe('the shortcut for Copy token', () => {
  it('is off until it is set, copies a token in any program, and moves with the setting', () => {
    const { keys, ran, set, stop } = follow();
    expect([...keys.keys()]).toEqual([]);
    set('Control+Alt+T');
    keys.get('Control+Alt+T')?.();
    expect(ran).toEqual([{ action: 'mint', input: { source: 'tray' } }]);
    set('Alt+F5');
    expect([...keys.keys()]).toEqual(['Alt+F5']);
    set('');
    expect([...keys.keys()]).toEqual([]);
    set('Alt+F5');
    stop();
    expect([...keys.keys()]).toEqual([]);
  });

  it('that another program has is told, once, and none is let go that was never had', () => {
    const { keys, complaints, set } = follow(['Control+Alt+T']);
    set('Control+Alt+T');
    set('Control+Alt+T');
    expect(complaints).toEqual([expect.stringContaining('Control+Alt+T does not work')]);
    expect([...keys.keys()]).toEqual([]);
  });

  it.each(['Control+K', 'Command+Shift+K', 'Alt+F12', 'Super+Space', 'Option+1'])(
    'may be %s',
    (shortcut) => {
      expect(isGlobalShortcut(shortcut)).toBe(true);
    },
  );

  it.each([
    '',
    'K',
    'Shift+K',
    'Control',
    'Control+',
    'Control+Control+K',
    'Control+k',
    'Fn+K',
    'Control+F25',
  ])('may not be "%s", which would take a plain key or is none', (shortcut) => {
    expect(isGlobalShortcut(shortcut)).toBe(false);
  });

  it('is read from the keys that are pressed', () => {
    const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
    expect(shortcutOf({ ...none, code: 'KeyK', ctrlKey: true, shiftKey: true }, false)).toBe(
      'Control+Shift+K',
    );
    expect(shortcutOf({ ...none, code: 'Digit1', metaKey: true, altKey: true }, true)).toBe(
      'Option+Command+1',
    );
    expect(shortcutOf({ ...none, code: 'ArrowUp', metaKey: true }, false)).toBe('Super+Up');
    expect(shortcutOf({ ...none, code: 'ControlLeft', ctrlKey: true }, false)).toBeUndefined();
    expect(shortcutOf({ ...none, code: 'KeyK' }, false)).toBeUndefined();
  });
});
