import type { App, Session } from 'electron';
import { APP_PAGE, isAppPage, isAppUrl } from './app-page.ts';

/** The one host that this program asks by name, for the newest release (update-check.ts). */
export const RELEASE_HOST = 'api.github.com';

/**
 * Resolves no other name, not even for `dns-prefetch` or WebRTC, which the content security policy does not
 * cover. Has to run before the app is ready.
 */
export function denyNameResolution(app: App): void {
  app.commandLine.appendSwitch('host-resolver-rules', `MAP * ~NOTFOUND, EXCLUDE ${RELEASE_HOST}`);
}

/**
 * Every page of the app stays where it is: no navigation but to the app's own page, no new window, no
 * webview. Links go through the contract's `link.open`, which knows a fixed list.
 */
export function denyNavigation(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isAppPage(event.url)) event.preventDefault();
    });
    // Chromium asks nothing before `about:` pages and changes of history, so those are undone.
    const comeBack = (url: string): void => {
      if (isAppPage(url) || url.startsWith('devtools:')) return;
      // Fails where the page leaves once more, which brings it back once more.
      contents.loadURL(APP_PAGE).catch(() => {});
    };
    contents.on('did-navigate', (_event, url) => {
      comeBack(url);
    });
    contents.on('did-fail-load', (_event, _code, _reason, url, isMainFrame) => {
      if (isMainFrame) comeBack(url);
    });
    contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
      if (isMainFrame) comeBack(url);
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    // With the proxy of `denyPermissions`, which does not exist, this leaves WebRTC neither UDP nor TCP.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    // Hiding the window keeps what was typed, so a page has no reason to hold up the app's end.
    contents.on('will-prevent-unload', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** What a page of this session may ask of the machine: nothing. Electron grants every permission by default. */
export async function denyPermissions(session: Session): Promise<void> {
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
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'socks5://no-network.invalid:1',
    proxyBypassRules: '<-loopback>',
  });
}

/** A file that the page itself put together, such as exported settings; saving it asks the person where. */
function isOwnBlob(url: string): boolean {
  return url.startsWith('blob:') && isAppUrl(url.slice('blob:'.length));
}
