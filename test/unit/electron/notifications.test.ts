import { EventEmitter } from 'node:events';
import type { Notification, NotificationConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  createNotifier,
  plainBody,
  type Notifier,
} from '../../../main/hosts/electron/notifications.ts';

interface Bench {
  notifier: Notifier;
  shown: NotificationConstructorOptions[];
  inWindow: string[];
  balloons: string[];
  unavailable: string[];
  /** The system refuses the newest notification. */
  fail(reason: string): void;
}

function bench(options: { isSupported?: boolean; hasToasts?: boolean } = {}): Bench {
  const { isSupported = true, hasToasts = true } = options;
  const [shown, inWindow, balloons, unavailable]: [
    NotificationConstructorOptions[],
    string[],
    string[],
    string[],
  ] = [[], [], [], []];
  let newest = new EventEmitter();
  const notifier = createNotifier({
    platform: 'linux',
    isSupported,
    create: (notification) => {
      newest = Object.assign(new EventEmitter(), {
        show: () => shown.push(notification),
        close: () => {},
      });
      // The part of Electron's class that is used.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return newest as unknown as Notification;
    },
    balloon: hasToasts ? undefined : (body) => balloons.push(body),
    onUnavailable: (reason) => unavailable.push(reason),
    sayInWindow: (message) => inWindow.push(message),
  });
  return {
    notifier,
    shown,
    inWindow,
    balloons,
    unavailable,
    fail: (reason) => newest.emit('failed', {}, reason),
  };
}

describe('a message to the person', () => {
  it('is a notification, and the window stays as it is', () => {
    const { notifier, shown, inWindow } = bench();
    notifier.tell('Port 7885 is taken.');
    expect(shown.map(({ body }) => body)).toEqual(['Port 7885 is taken.']);
    expect(inWindow).toEqual([]);
  });

  it('is shown in the window when the system refuses it, and from then on at once', () => {
    const { notifier, shown, inWindow, unavailable, fail } = bench();
    notifier.tell('Port 7885 is taken.');
    fail('This app is not signed.');
    expect(inWindow).toEqual(['Port 7885 is taken.']);
    expect(unavailable).toEqual(['This app is not signed.']);
    expect(notifier.supported).toBe(false);
    notifier.tell('The data folder is gone.');
    expect(inWindow).toEqual(['Port 7885 is taken.', 'The data folder is gone.']);
    expect(shown.length).toBe(1);
  });

  it('is shown in the window where there are no notifications, in the way its sender chose', () => {
    const { notifier, shown, inWindow } = bench({ isSupported: false });
    notifier.tell('one');
    const own: string[] = [];
    notifier.tell('two', () => own.push('two'));
    expect({ shown, inWindow, own }).toEqual({ shown: [], inWindow: ['one'], own: ['two'] });
  });

  it('is a balloon where Windows drops toasts', () => {
    const { notifier, shown, balloons } = bench({ hasToasts: false });
    notifier.tell('Port 7885 is taken.');
    expect({ shown, balloons }).toEqual({ shown: [], balloons: ['Port 7885 is taken.'] });
  });

  it('that only confirms something opens no window', () => {
    const { notifier, inWindow, fail } = bench();
    notifier.confirm('Copied a token.');
    fail('This app is not signed.');
    notifier.confirm('Copied a token.');
    expect(inWindow).toEqual([]);
  });
});

describe('the text of a notification', () => {
  it('has no markup that a Linux server could render', () => {
    const body = plainBody('<a href="http://evil">x</a> &amp; <img src="http://evil/i">', 'linux');
    expect(body).toBe('‹a href="http://evil"›x‹/a› ＆amp; ‹img src="http://evil/i"›');
  });

  it('is one line without marks that reorder it, and not endless', () => {
    expect(plainBody('alice\u202e\nexe.txt', 'darwin')).toBe('alice exe.txt');
    expect(plainBody('😀'.repeat(400), 'win32')).toBe(`${'😀'.repeat(299)}…`);
  });
});
