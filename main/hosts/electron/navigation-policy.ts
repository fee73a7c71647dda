import type { App, WebContents } from 'electron';
import { isAppPage } from './app-url.ts';

/**
 * Every page of the app stays where it is: no navigation but to the app's own page, no new window, no
 * webview. Links go through the contract's `link.open`, which knows a fixed list.
 */
export function denyNavigation(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isAppPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    denyWindows(contents);
  });
}

function denyWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
