import type { App } from 'electron';
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
    // What was typed is kept in the page while the window is hidden; a page cannot hold up the app's end.
    contents.on('will-prevent-unload', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
