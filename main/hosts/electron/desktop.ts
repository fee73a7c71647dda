import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  clipboard as systemClipboard,
  ClipboardItem,
  globalShortcut,
  dialog,
  ipcMain,
  nativeTheme,
  Notification,
  powerMonitor,
  session,
  shell,
  type App,
} from 'electron';
import { createRoomPages } from '../../control/room-pages.ts';
import { wallClock } from '../../core/wall-clock.ts';
import {
  acquireDataFolderLock,
  type DataFolderLock,
} from '../../adapters/lock/data-folder-lock.ts';
import { prepareDataFolder } from '../../adapters/data-folder.ts';
import { createLogFile, surviveErrors } from '../../adapters/log.ts';
import { answersAt } from '../../listener/probe.ts';
import { capabilitiesOf } from '../../contract/host-description.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Log } from '../../core/ports.ts';
import type { TokenTray } from '../../core/create-token-tray.ts';
import { createJoinNews } from '../../core/joined/join-news.ts';
import { runTrayCommand } from '../../core/tray/run-tray-command.ts';
import { serverLine } from '../../core/tray/tray-status.ts';
import type { TrayCommand } from '../../core/tray/tray-item.ts';
import { setApplicationMenu, followCopyShortcut } from './key-commands.ts';
import { serveAppPage, denyPermissions } from './app-page.ts';
import { createClipboard } from './clipboard.ts';
import { createDesktopCore, createHost, NO_NOTIFICATIONS } from './desktop-core.ts';
import { serveIpc } from './ipc.ts';
import { isOpenedAtLogin, refreshLoginItem } from './login-item.ts';
import { createNotifier, createTrayShell, type Notifier } from './notifications.ts';
import { quitCleanly, guardSession } from './ending.ts';
import { startCommand, type StartOptions } from './start-command.ts';
import { connectSessionBus } from './session-bus.ts';
import { followTrayPresence } from './tray-presence.ts';
import { createHostTray } from './tray.ts';
import { followReleases } from './update-check.ts';
import { createMainWindow, type MainWindow } from './main-window.ts';
import { logStoppedHelpers } from './window-page.ts';

/** The endpoint is open sooner, unless the machine is very busy. */
const LATEST_WINDOW_MS = 500;

export interface Desktop {
  show(): void;
}

/** Wires the desktop: the core, and the window, tray and system around it. */
export async function startDesktop(app: App, options: StartOptions): Promise<Desktop> {
  const folder = prepareDataFolder(app.getPath('userData'));
  const instanceId = randomUUID();
  const version = app.getVersion();
  const { log, path: logPath, flush } = createLogFile({ folder: folder.path });
  log('info', 'Token Tray starts.', { version, electron: process.versions.electron });
  surviveErrors(log);
  logStoppedHelpers(app, log);

  const notifier = createNotifier({
    platform: process.platform,
    isSupported: Notification.isSupported(),
    create: (notification) => new Notification(notification),
    balloon: isInstalled(app)
      ? undefined
      : (body) => {
          tray.showBalloon(body);
        },
    onUnavailable: (reason) => {
      log('warning', 'Notifications do not arrive.', { reason });
      absences.notifications = NO_NOTIFICATIONS;
    },
    sayInWindow: (message) => {
      core.notify(message);
      window.show();
    },
  });
  const lock = await acquireDataFolderLock(
    folder.path,
    { instanceId, kind: 'desktop', version },
    {
      answersAt,
      onLost: (reason) => {
        log('error', reason);
        notifier.tell(reason);
      },
    },
  );
  const clipboard = createClipboard({
    clipboard: systemClipboard,
    createItem: (data) => new ClipboardItem(data),
    report: notifier.tell,
  });
  // Where the build puts the other bundles (vite.config.ts).
  const rendererFolder = join(__dirname, '..', 'renderer');
  const roomPages = createRoomPages({ rendererFolder, log });
  const host = createHost({
    app,
    shell,
    dialog,
    clipboard,
    instanceId,
    dataFolder: folder.path,
    logPath,
    notifications: notifier.supported,
    roomPages,
  });
  const { absences } = host;
  const { core, secrets } = createDesktopCore({
    folder,
    host,
    assertHeld: lock.assertHeld,
    log,
    tell: notifier.tell,
    port: options.port,
  });

  const window = createMainWindow({
    app,
    preloadPath: join(__dirname, '..', 'preload', 'preload.cjs'),
    // Not before there is a window: to touch the session takes 6 MiB.
    prepareSession: async () => {
      await denyPermissions(session.defaultSession);
      serveAppPage(session.defaultSession, rendererFolder);
    },
    statePath: join(folder.path, 'window.json'),
    hasTray: () => capabilitiesOf(absences).tray,
    log,
  });
  serveIpc({ ipcMain, core, contents: window.contents });
  announceState({ core, lock, log, window, notifier });

  const trayShell = createTrayShell({ app, core, window, notifier });
  const run = (command: TrayCommand): void => {
    void runTrayCommand(command, core, trayShell, wallClock());
  };
  setApplicationMenu(app, run);
  const letGoOfShortcut = followCopyShortcut({
    core,
    globalShortcut,
    run,
    complain: notifier.tell,
  });
  const releases = followReleases({
    version,
    log,
    isWanted: () => core.snapshot().settings.app.checkForUpdates,
    // A session of its own, in memory, with the system's proxy; the window's session has no network.
    fetch: (url, init) => session.fromPartition('releases', { cache: false }).fetch(url, init),
  });
  releases.onChange((newer) => {
    notifier.confirm(`Version ${newer} is available. The tray menu has the link.`);
  });
  const tray = createHostTray({ core, run, releases, absences, clock: wallClock });
  const bus = process.platform === 'linux' ? connectSessionBus(process.env) : undefined;
  const stopFollowing =
    process.platform === 'linux'
      ? followTrayPresence({
          bus,
          absences,
          onPanel: tray.recreate,
          onShown: window.relyOnTray,
          onAbsent: window.keepReachable,
        })
      : undefined;

  app.on('activate', () => {
    window.show();
  });
  app.on('before-quit', window.release);
  const guard =
    process.platform === 'linux'
      ? guardSession(process.env, logPath, startCommand(app, { ...options, hidden: true }))
      : undefined;
  quitCleanly(
    app,
    async () => {
      guard?.dismiss();
      stopFollowing?.();
      letGoOfShortcut();
      bus?.close();
      releases.close();
      tray.close();
      secrets.close();
      await Promise.all([core.close(), roomPages.close(), clipboard.clearSecret()]);
      await lock.release();
      await flush();
    },
    log,
  );

  const { app: settings } = core.snapshot().settings;
  nativeTheme.themeSource = settings.theme;
  core.listen('state.changed', (snapshot) => {
    nativeTheme.themeSource = snapshot.settings.app.theme;
  });
  if (settings.startAtLogin && capabilitiesOf(absences).startAtLogin)
    refreshLoginItem(app, settings.startHidden, log);
  // After sleep, sockets may be dead and addresses may have changed.
  const recheck = (): void => {
    if (core.snapshot().settings.server.serve) void core.dispatch('server.start', {});
  };
  powerMonitor.on('resume', recheck);
  powerMonitor.on('unlock-screen', recheck);

  const started = core.start();
  if (!options.hidden && !(settings.startHidden && isOpenedAtLogin(app))) {
    await Promise.race([firstOutcome(core), started, delay(LATEST_WINDOW_MS)]);
    window.show();
  }
  await started;
  return { show: window.show };
}

/** Resolves once tokens are served or cannot be. Making the window would keep them waiting. */
function firstOutcome(core: Pick<TokenTray, 'listen'>): Promise<void> {
  return new Promise((resolve) => {
    const stop = core.listen('state.changed', ({ server }) => {
      if (!isOutcome(server)) return;
      stop();
      resolve();
    });
  });
}

function isOutcome({ status }: Snapshot['server']): boolean {
  return status === 'serving' || status === 'failed';
}

interface StatePorts {
  core: Pick<TokenTray, 'listen' | 'snapshot'>;
  lock: Pick<DataFolderLock, 'updateOwner'>;
  log: Log;
  window: Pick<MainWindow, 'isHidden' | 'show'>;
  notifier: Notifier;
}

/**
 * Says where tokens are served, in the log and in the lock's note for others that want the data folder, and
 * tells the person why they are not if no window shows it. Tells of participants that joined, too.
 */
function announceState({ core, lock, log, window, notifier }: StatePorts): void {
  // Before the first outcome nothing is worth a wait for the disk.
  let announced: string | undefined;
  core.listen('state.changed', (snapshot) => {
    const { server } = snapshot;
    if (announced === undefined && !isOutcome(server)) return;
    const line = serverLine(snapshot);
    if (line === announced) return;
    announced = line;
    log(server.status === 'failed' ? 'warning' : 'info', line);
    lock.updateOwner({ port: server.status === 'serving' ? server.port : undefined });
    if (server.status === 'failed' && window.isHidden()) {
      notifier.tell(server.failure.message, window.show);
    }
  });
  const joinNews = createJoinNews((message) => {
    const { notifyOnJoin } = core.snapshot().settings.app;
    const isTold = notifyOnJoin !== false && window.isHidden();
    if (isTold) notifier.confirm(message);
    return isTold;
  });
  core.listen('activity.added', joinNews.hear);
}

/** Whether Windows knows the app by a shortcut, without which it drops toasts. Other systems need none. */
function isInstalled(app: App): boolean {
  if (process.platform !== 'win32') return true;
  return app.isPackaged && process.env['PORTABLE_EXECUTABLE_FILE'] === undefined;
}
