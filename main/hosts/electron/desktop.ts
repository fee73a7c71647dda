import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { nativeTheme, safeStorage, session, type App } from 'electron';
import { systemClock } from '../../adapters/clock.ts';
import { acquireDataFolderLock } from '../../adapters/data-folder-lock.ts';
import { prepareDataFolder } from '../../adapters/data-folder.ts';
import { createElectronSecretStore } from '../../adapters/electron-secret-store.ts';
import { createImportSources } from '../../adapters/import-sources/import-sources.ts';
import { createServerCheck } from '../../adapters/livekit-server.ts';
import { createLogFile } from '../../adapters/log-file.ts';
import { createSecretFile } from '../../adapters/secrets/secret-file.ts';
import { createSettingsStore } from '../../adapters/settings-file/settings-store.ts';
import { storeLoadedLater } from '../../adapters/store-loaded-later.ts';
import { createTokenTray } from '../../core/create-token-tray.ts';
import { runTrayCommand, type TrayShell } from '../../core/tray/run-tray-command.ts';
import { createEndpointApp } from '../../endpoint/endpoint-app.ts';
import { createEndpoint } from '../../endpoint/listener/endpoint.ts';
import { announceState } from './announce-state.ts';
import { setApplicationMenu } from './application-menu.ts';
import { bundlePaths } from './bundle-paths.ts';
import { createClipboard } from './clipboard.ts';
import { surviveErrors, watchChildren } from './crash-policy.ts';
import { createHostActions } from './host-actions.ts';
import { createHost } from './host.ts';
import { serveIpc } from './ipc.ts';
import { isOpenedAtLogin, setStartAtLogin } from './login-item.ts';
import { createNotifier } from './notifications.ts';
import { watchPower } from './power.ts';
import { quitCleanly } from './quit.ts';
import { serveAppScheme } from './scheme.ts';
import { denyEverything } from './session-policy.ts';
import type { StartOptions } from './start-options.ts';
import { followTrayAvailability } from './tray-availability.ts';
import { createHostTray } from './tray.ts';
import { createMainWindow } from './window.ts';

export interface Desktop {
  show(): void;
}

/** Wires the desktop: the core with its adapters, and the window, tray and system around it. */
export async function startDesktop(app: App, options: StartOptions): Promise<Desktop> {
  const folder = prepareDataFolder(app.getPath('userData'));
  const instanceId = randomUUID();
  const logFile = createLogFile({ folder: folder.path });
  const { log } = logFile;

  const owner = { instanceId, kind: 'desktop', version: app.getVersion() } as const;
  const lock = await acquireDataFolderLock(folder.path, owner, {
    onLost: (reason) => {
      log('error', reason);
    },
  });
  const onNotice = (message: string): void => {
    log('warning', message);
  };
  const { assertHeld } = lock;
  const store = storeLoadedLater(
    async () => (await import('../../adapters/electron-store.ts')).createElectronStore,
  );
  const secrets = createElectronSecretStore({
    safeStorage,
    file: createSecretFile({ folder: folder.path, assertHeld, onNotice }),
    log,
  });
  const notifier = createNotifier();
  const clipboard = createClipboard(notifier.notify);
  const host = createHost({
    app,
    instanceId,
    dataFolder: folder.path,
    logPath: logFile.path,
    actions: createHostActions({
      app,
      clipboard,
      dataFolder: folder.path,
      logFolder: dirname(logFile.path),
    }),
  });
  const { capabilities, absences } = host;

  const core = createTokenTray({
    settings: createSettingsStore({ folder: folder.path, ...store, assertHeld, onNotice }),
    secrets,
    endpoint: (endpointCore) => {
      const endpoint = createEndpoint({
        app: createEndpointApp(endpointCore, {
          instanceId,
          version: app.getVersion(),
          state: () => endpoint.state,
          log,
        }),
        instanceId,
        log,
      });
      return endpoint;
    },
    checkServer: createServerCheck(),
    importSources: createImportSources({ home: homedir(), folders: [] }),
    host,
    clock: systemClock,
    log,
    ...(options.port === undefined ? {} : { overrides: { port: options.port } }),
  });

  surviveErrors(core.log);
  watchChildren(app, log);
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

  const shell: TrayShell = {
    open: window.show,
    quit: () => {
      app.quit();
    },
    confirm: (message) => {
      const { notifyOnCopy } = core.snapshot().settings.app;
      if (notifyOnCopy && window.isHidden()) notifier.notify(message);
    },
    complain: ({ message }) => {
      if (notifier.supported) notifier.notify(message);
      else window.show();
    },
  };
  setApplicationMenu(app, (command) => {
    void runTrayCommand(command, core, shell, systemClock());
  });
  const tray = createHostTray({ core, shell, capabilities, clock: systemClock });
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
      tray.close();
      secrets.close();
      await Promise.all([core.close(), clipboard.clearSecret()]);
      await lock.release();
      await logFile.flush();
    },
    log,
  );

  const { app: appSettings } = core.snapshot().settings;
  nativeTheme.themeSource = appSettings.theme;
  core.listen('state.changed', ({ settings }) => {
    nativeTheme.themeSource = settings.app.theme;
  });
  if (appSettings.startAtLogin) setStartAtLogin(app, true, appSettings.startHidden);
  watchPower(() => {
    if (core.snapshot().settings.server.serve) void core.dispatch('server.start', {});
  });

  if (!options.hidden && !(appSettings.startHidden && isOpenedAtLogin(app))) window.show();
  else if (!capabilities.tray) window.keepReachable();

  await core.start();
  void store.prepare();
  return { show: window.show };
}
