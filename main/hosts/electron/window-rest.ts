import type { BrowserWindow } from 'electron';

/** A window that is opened again before is there at once. */
export const GIVE_BACK_MS = 5 * 60_000;

/**
 * Run in the page: whether it holds what would be lost with it. That is text not saved yet, or what a view marks
 * with `data-keep`, such as a room that was joined.
 */
const HOLDS_SOMETHING = `
  document.querySelector('[data-keep]') !== null ||
  [...document.querySelectorAll('textarea, input[type=password]')]
    .some((field) => !field.readOnly && field.value !== '')
`;

type RestingWindow = Pick<BrowserWindow, 'on' | 'isDestroyed' | 'isVisible' | 'destroy'> & {
  webContents: { executeJavaScript(code: string): Promise<unknown> };
};

/**
 * Gives the page of a hidden window back after some minutes, which takes 60 MiB and wakes the machine. The next time
 * it is shown, it is made again.
 */
export function giveBackWhenHidden(window: RestingWindow): void {
  let timer: NodeJS.Timeout | undefined;
  const isUsed = (): boolean => window.isDestroyed() || window.isVisible();

  const giveBack = async (): Promise<void> => {
    if (isUsed()) return;
    const holdsSomething = await window.webContents
      .executeJavaScript(HOLDS_SOMETHING)
      .catch(() => true);
    if (isUsed()) return;
    if (holdsSomething === false) window.destroy();
    else wait();
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void giveBack(), GIVE_BACK_MS);
  };
  const stop = (): void => {
    clearTimeout(timer);
  };

  window.on('hide', wait);
  window.on('show', stop);
  window.on('closed', stop);
}
