import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { nativeTheme, session, type App } from 'electron';
import { systemClock } from '../../adapters/clock.ts';
import { acquireDataFolderLock } from '../../adapters/lock/data-folder-lock.ts';
import { prepareDataFolder } from '../../adapters/data-folder.ts';
import { createLogFile } from '../../adapters/log/log-file.ts';
import { runTrayCommand } from '../../core/tray/run-tray-command.ts';
import type { TrayCommand } from '../../core/tray/tray-item.ts';
import { surviveErrors } from '../../adapters/log/survive-errors.ts';
import { announceState } from './announce-state.ts';
import { setApplicationMenu } from './application-menu.ts';
import { bundlePaths } from './bundle-paths.ts';
import { createClipboard } from './clipboard.ts';
import { watchChildren } from './crash-policy.ts';
import { createDesktopCore } from './create-core.ts';
import { createHostActions } from './host-actions.ts';
import { createHost } from './host.ts';
import { serveIpc } from './ipc.ts';
import { isOpenedAtLogin, refreshLoginItem } from './login-item.ts';
import { createNotifier } from './notifications.ts';
import { watchPower } from './power.ts';
import { quitCleanly } from './quit.ts';
import { serveAppScheme } from './scheme.ts';
import { denyEverything } from './session-policy.ts';
import type { StartOptions } from './start-options.ts';
import { followTrayAvailability } from './tray-availability.ts';
import { createTrayShell } from './tray-shell.ts';
import { createHostTray } from './tray.ts';
import { followReleases } from './update-check.ts';
import { createMainWindow } from './window.ts';

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
  watchChildren(app, log);

  const notifier = createNotifier();
  const lock = await acquireDataFolderLock(
    folder.path,
    { instanceId, kind: 'desktop', version },
    {
      onLost: (reason) => {
        log('error', reason);
        notifier.notify(reason);
      },
    },
  );
  const clipboard = createClipboard(notifier.notify);
  const host = createHost({
    version,
    instanceId,
    dataFolder: folder.path,
    logPath,
    notifications: notifier.supported,
    actions: createHostActions({
      app,
      clipboard,
      dataFolder: folder.path,
      logFolder: dirname(logPath),
    }),
  });
  const { capabilities, absences } = host;
  const { core, secrets, prepare } = createDesktopCore({
    folder,
    host,
    assertHeld: lock.assertHeld,
    log,
    tell: notifier.notify,
    port: options.port,
  });
  announceState(core, lock, log);

  const bundle = bundlePaths(__dirname);
  denyEverything(session.defaultSession);
  serveAppScheme(session.defaultSession, bundle.renderer);
  const window = createMainWindow({
    app,
    preloadPath: bundle.preload,
    statePath: join(folder.path, 'window.json'),
    hasTray: () => capabilities.tray,
    log,
  });
  serveIpc({ core, contents: window.contents });

  const shell = createTrayShell({ app, core, window, notifier });
  const run = (command: TrayCommand): void => {
    void runTrayCommand(command, core, shell, systemClock());
  };
  setApplicationMenu(app, run);
  const releases = followReleases({
    version,
    log,
    isWanted: () => core.snapshot().settings.app.checkForUpdates,
  });
  releases.onChange((newer) => {
    notifier.notify(`Version ${newer} is available. The tray menu leads to it.`);
  });
  const tray = createHostTray({ core, run, releases, capabilities, clock: systemClock });
  const stopFollowing = await followTrayAvailability({
    capabilities,
    absences,
    onPanel: tray.recreate,
    onGone: window.keepReachable,
  });

  app.on('activate', () => {
    window.show();
  });
  app.on('before-quit', window.release);
  quitCleanly(
    app,
    async () => {
      stopFollowing();
      releases.close();
      tray.close();
      secrets.close();
      await Promise.all([core.close(), clipboard.clearSecret()]);
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
  if (settings.startAtLogin) refreshLoginItem(app, settings.startHidden, log);
  watchPower(() => {
    if (core.snapshot().settings.server.serve) void core.dispatch('server.start', {});
  });

  if (!options.hidden && !(settings.startHidden && isOpenedAtLogin(app))) window.show();
  else if (!capabilities.tray) window.keepReachable();

  await core.start();
  void prepare();
  return { show: window.show };
}
