import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { leaveFullScreen } from '../../../main/hosts/electron/main-window.ts';

vi.mock('electron', () => ({}));

function fullScreenWindow(isFullScreen: boolean) {
  const events = new EventEmitter();
  const asked: boolean[] = [];
  const window = {
    isFullScreen: () => isFullScreen,
    setFullScreen: (wanted: boolean) => asked.push(wanted),
    once: events.once.bind(events),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { window: window as unknown as Parameters<typeof leaveFullScreen>[0], events, asked };
}

it('on macOS a window leaves full screen before it is hidden', () => {
  const { window, events, asked } = fullScreenWindow(true);
  const then = vi.fn<() => void>();
  leaveFullScreen(window, then, 'darwin');
  expect(asked).toEqual([false]);
  expect(then).not.toHaveBeenCalled();
  events.emit('leave-full-screen');
  expect(then).toHaveBeenCalledOnce();
});

it.each([
  ['darwin', false],
  ['linux', true],
] as const)('on %s a window that is in full screen (%s) is hidden at once', (platform, isFull) => {
  const { window, asked } = fullScreenWindow(isFull);
  const then = vi.fn<() => void>();
  leaveFullScreen(window, then, platform);
  expect(then).toHaveBeenCalledOnce();
  expect(asked).toEqual([]);
});
