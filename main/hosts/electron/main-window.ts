import {
  BrowserWindow,
  nativeImage,
  nativeTheme,
  screen,
  type App,
  type NativeImage,
  type WebContents,
} from 'electron';
import type { Log } from '../../core/ports.ts';
import { APP_PAGE } from './app-page.ts';
import { reviveWindow, giveBackWhenHidden } from './window-page.ts';
import { sendEvent } from './ipc.ts';
import { MIN_HEIGHT, MIN_WIDTH, createWindowMemory } from './window-memory.ts';
import pictures from './pictures.json' with { type: 'json' };

/** A page that does not paint is shown as it is: an empty window says more than none. */
const PAINT_MS = 4000;

interface WindowPorts {
  app: App;
  preloadPath: string;
  /** Called once, before the first page is loaded. */
  prepareSession(): Promise<void>;
  /** Where the window's place is remembered. */
  statePath: string;
  /** Whether a hidden window can be brought back by a tray. Where it cannot, closing minimises. */
  hasTray(): boolean;
  log: Log;
}

export interface MainWindow {
  contents(): WebContents | undefined;
  isHidden(): boolean;
  /** Whether it is surely in view: without the focus it may be covered, which no system tells. */
  isInFront(): boolean;
  /** Shows the window, made where there is none, and the view in it where one is named. */
  show(view?: string): void;
  /** Makes sure that the window can be found, without taking the focus: for a desktop without a tray. */
  keepReachable(): void;
  /** The tray has what the menu bar has, so the bar is hidden. */
  relyOnTray(): void;
  /** From now on closing is closing. */
  release(): void;
}

/** The one window. Closing hides it, since tokens are served on; its page keeps what was typed.
 * A page that holds nothing is given back minutes later. */
export function createMainWindow({
  app,
  preloadPath,
  prepareSession,
  statePath,
  hasTray,
  log,
}: WindowPorts): MainWindow {
  let window: BrowserWindow | undefined;
  let released = false;
  let needsMenuBar = false;
  let prepared: Promise<void> | undefined;

  const open = (): BrowserWindow => {
    const memory = createWindowMemory(statePath, screen);
    const opened = new BrowserWindow({
      ...memory.bounds,
      minWidth: MIN_WIDTH,
      minHeight: MIN_HEIGHT,
      title: app.name,
      show: false,
      // macOS and Windows take it from the program; a Linux panel asks the window.
      ...(process.platform === 'linux' ? { icon: appIcon() } : {}),
      // Until the page paints: the surface colours of the styles, so that nothing flashes.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#121417' : '#f4f5f6',
      autoHideMenuBar: !needsMenuBar,
      webPreferences: {
        preload: preloadPath,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    memory.follow(opened);
    if (memory.maximised) opened.maximize();
    reviveWindow(opened, log);
    giveBackWhenHidden(opened);
    opened.on('close', (event) => {
      if (released) return;
      event.preventDefault();
      if (hasTray()) {
        leaveFullScreen(opened, () => {
          opened.hide();
          showInDock(app, false);
        });
      } else {
        opened.minimize();
      }
    });
    opened.on('closed', () => {
      if (window === opened) window = undefined;
    });
    // The page's own name is not the window's.
    opened.on('page-title-updated', (event) => {
      event.preventDefault();
    });
    prepared ??= prepareSession();
    void prepared
      .then(() => opened.loadURL(APP_PAGE))
      .catch((error: unknown) => {
        log('error', 'The window could not load its page.', { reason: String(error) });
      });
    window = opened;
    return opened;
  };

  const present = (target: BrowserWindow): void => {
    showInDock(app, true);
    if (target.isMinimized()) target.restore();
    target.show();
    target.focus();
  };

  const presentOncePainted = (target: BrowserWindow): void => {
    const late = setTimeout(() => {
      if (!target.isDestroyed() && !target.isVisible()) present(target);
    }, PAINT_MS);
    target.once('ready-to-show', () => {
      clearTimeout(late);
      present(target);
    });
  };

  const isHidden = (): boolean =>
    window === undefined || !window.isVisible() || window.isMinimized();

  return {
    contents: () => window?.webContents,
    // Linux may go on calling a hidden window focused.
    isInFront: () => !isHidden() && window?.isFocused() === true,
    isHidden,
    show: (view) => {
      const existing = window;
      const target = existing ?? open();
      if (existing === undefined) presentOncePainted(target);
      else present(existing);
      if (view === undefined) return;
      const tell = (): void => {
        sendEvent(target.webContents, 'window.show', { view });
      };
      const { webContents } = target;
      if (webContents.getURL() === '' || webContents.isLoading())
        webContents.once('did-finish-load', tell);
      else tell();
    },
    keepReachable: () => {
      needsMenuBar = true;
      const target = window ?? open();
      target.setAutoHideMenuBar(false);
      target.setMenuBarVisibility(true);
      if (!target.isVisible()) target.minimize();
    },
    relyOnTray: () => {
      needsMenuBar = false;
      window?.setAutoHideMenuBar(true);
      window?.setMenuBarVisibility(false);
    },
    release: () => {
      released = true;
    },
  };
}

/** A window that macOS hides in full screen leaves a black screen behind (electron/electron#39572). */
export function leaveFullScreen(
  window: Pick<BrowserWindow, 'isFullScreen' | 'setFullScreen' | 'once'>,
  then: () => void,
  platform = process.platform,
): void {
  if (platform !== 'darwin' || !window.isFullScreen()) {
    then();
    return;
  }
  window.once('leave-full-screen', then);
  window.setFullScreen(false);
}

/** On macOS an app without a window has no place in the dock: it lives in the menu bar. */
function showInDock(app: App, shown: boolean): void {
  if (shown) void app.dock?.show();
  else app.dock?.hide();
}

function appIcon(): NativeImage {
  return nativeImage.createFromDataURL(`data:image/png;base64,${pictures.app}`);
}
