import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GIVE_BACK_MS, giveBackWhenHidden } from '../../../main/hosts/electron/window-page.ts';

vi.mock('electron', () => ({}));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A hidden window whose page answers `holds` when it is asked whether it holds something. */
function hiddenWindow(holds: () => Promise<unknown>) {
  const events = new EventEmitter();
  const window = Object.assign(events, {
    visible: false,
    destroyed: false,
    isVisible: () => window.visible,
    isDestroyed: () => window.destroyed,
    destroy: () => {
      window.destroyed = true;
      events.emit('closed');
    },
    webContents: { executeJavaScript: vi.fn<(code: string) => Promise<unknown>>(holds) },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  giveBackWhenHidden(window as unknown as Parameters<typeof giveBackWhenHidden>[0]);
  events.emit('hide');
  return window;
}

it('the page of a hidden window is given back after five minutes', async () => {
  const window = hiddenWindow(async () => false);
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS - 1);
  expect(window.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(window.destroyed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('a page that holds something stays, and is asked again later', async () => {
  let holds = true;
  const window = hiddenWindow(async () => holds);
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS * 3);
  expect(window.destroyed).toBe(false);
  holds = false;
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(window.destroyed).toBe(true);
});

it('a window that is shown again keeps its page, also while the page is being asked', async () => {
  const shown = hiddenWindow(async () => false);
  shown.emit('show');
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS * 2);
  expect(shown.webContents.executeJavaScript).not.toHaveBeenCalled();

  const asked = hiddenWindow(async () => {
    asked.visible = true;
    return false;
  });
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(asked.destroyed).toBe(false);
});

it('a page that does not answer stays', async () => {
  const window = hiddenWindow(() => Promise.reject(new Error('crashed')));
  await vi.advanceTimersByTimeAsync(GIVE_BACK_MS);
  expect(window.destroyed).toBe(false);
});
