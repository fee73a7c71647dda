import type { App, Session } from 'electron';
import { isAppPage, isAppUrl } from './app-page.ts';

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
    // Hiding the window keeps what was typed, so a page has no reason to hold up the app's end.
    contents.on('will-prevent-unload', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** What a page of this session may ask of the machine: nothing. Electron grants every permission by default. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL())) event.preventDefault();
  });
  // The page has no network: what is outside the bundle goes through the host.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isAppUrl(url) && !isOwnBlob(url) && !url.startsWith('devtools:') });
  });
  // The spell checker would download its dictionaries.
  session.setSpellCheckerEnabled(false);
}

/** A file that the page itself put together, such as exported settings; saving it asks the person where. */
function isOwnBlob(url: string): boolean {
  return url.startsWith('blob:') && isAppUrl(url.slice('blob:'.length));
}
