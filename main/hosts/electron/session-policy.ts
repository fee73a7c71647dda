import type { Session } from 'electron';
import { isAppUrl } from './app-url.ts';

/** What a page of this session may ask of the machine: nothing. Electron grants every permission by default. */
export function denyEverything(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL())) event.preventDefault();
  });
  // The page has no need of a network, so it has none: what is outside the bundle goes through the host.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isAppUrl(url) && !isOwnBlob(url) && !url.startsWith('devtools:') });
  });
  // The spell checker would fetch its dictionaries from elsewhere.
  session.setSpellCheckerEnabled(false);
}

/** A file that the page itself put together, such as exported settings; saving it asks the person where. */
function isOwnBlob(url: string): boolean {
  return url.startsWith('blob:') && isAppUrl(url.slice('blob:'.length));
}
