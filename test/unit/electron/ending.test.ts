import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { afterEach, expect, it, vi } from 'vitest';
import { quitCleanly } from '../../../main/hosts/electron/ending.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = SIGNALS.map((signal) => process.listeners(signal));

afterEach(() => {
  SIGNALS.forEach((signal, index) => {
    for (const listener of process.listeners(signal)) {
      if (before[index]?.includes(listener) !== true) process.off(signal, listener);
    }
  });
});

function quittingApp() {
  const exit = vi.fn<(code: number) => void>();
  const app = Object.assign(new EventEmitter(), { exit, quit: vi.fn<() => void>() });
  const close = vi.fn<() => Promise<void>>(async () => {});
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  quitCleanly(app as unknown as App, close, () => {});
  return { app, exit, close };
}

it('closes before it ends, once', async () => {
  const { app, exit, close } = quittingApp();
  const event = { preventDefault: vi.fn<() => void>() };
  app.emit('will-quit', event);
  app.emit('will-quit', event);
  await vi.waitFor(() => {
    expect(exit).toHaveBeenCalledWith(0);
  });
  expect(close).toHaveBeenCalledOnce();
  expect(event.preventDefault).toHaveBeenCalledTimes(2);
});

it('closes when Windows shuts down, which only the window is told', async () => {
  const { app, exit, close } = quittingApp();
  const window = new EventEmitter();
  app.emit('browser-window-created', {}, window);
  window.emit('session-end', {});
  await vi.waitFor(() => {
    expect(exit).toHaveBeenCalledWith(0);
  });
  expect(close).toHaveBeenCalledOnce();
});

it('ends the process itself once nothing is open: Node’s own end may never come', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });
  const { app } = quittingApp();
  expect(() => app.emit('quit', {}, 3)).toThrow('ended');
  expect(exit).toHaveBeenCalledWith(3);
  exit.mockRestore();
});
