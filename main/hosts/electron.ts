import { app, protocol, dialog, type App } from 'electron';
import { registerAppScheme, denyNameResolution, denyNavigation } from './electron/app-page.ts';
import { startDesktop, type Desktop } from './electron/desktop.ts';
import { restartWithoutSurplusArguments, startOptions } from './electron/start-command.ts';
import { setFlagsFromString } from 'node:v8';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failureReason } from '../adapters/files/failure-reason.ts';
import { TokenTrayError } from '../contract/errors.ts';

// V8 lets garbage grow by half a heap otherwise; the headless host has measured both (serve.ts).
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=20');

const DEBUG_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'];

// All of this has to come before the app is ready.
// A container that runs as root has to give Chromium this switch; the window's own `sandbox` setting stays on.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
ignoreDebuggers(app);
// Programs that the app starts, such as the browser, have no use for it.
delete process.env['LIVEKIT_API_SECRET'];
registerAppScheme(protocol);
denyNavigation(app);
denyNameResolution(app);
app.setAppUserModelId('dev.tokentray.app');
// The app lives in the tray: without this, closing the last window would end it.
app.on('window-all-closed', () => {});

void run();

async function run(): Promise<void> {
  let desktop: Desktop | undefined;
  try {
    const options = startOptions(process.argv);
    if (restartWithoutSurplusArguments(app, process.argv, options)) {
      app.exit(0);
      return;
    }
    useDataFolder(app, options.dataFolder);
    const isFirst = isFirstInstance(app, () => {
      desktop?.show();
    });
    if (!isFirst) {
      app.exit(0);
      return;
    }
    await app.whenReady();
    desktop = await startDesktop(app, options);
  } catch (error) {
    await app.whenReady();
    showStartFailure(error);
    app.exit(1);
  }
}

/**
 * In a packaged app a debugger would open the window and its secrets to any program, so the switches that
 * ask for one are removed.
 */
function ignoreDebuggers(app: App): void {
  if (!app.isPackaged) return;
  for (const name of DEBUG_SWITCHES) app.commandLine.removeSwitch(name);
  // The signal asks Node for its inspector. Where the fuse denies that, the unhandled signal would end the app.
  process.on('SIGUSR1', () => {});
}

/**
 * Uses `--data-dir` for everything the app keeps, with Chromium's own files in a folder inside. Has to run
 * before the single-instance lock, which is one per data folder. Throws `data_folder_unusable` where the
 * folder cannot be written: the lock would take that for another instance.
 */
function useDataFolder(app: App, dataFolder: string | undefined): void {
  if (dataFolder !== undefined && dataFolder !== '') app.setPath('userData', resolve(dataFolder));
  const folder = app.getPath('userData');
  app.setPath('sessionData', join(folder, 'browser'));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new TokenTrayError('data_folder_unusable', { folder, reason: failureReason(error) });
  }
}

/**
 * Whether this is the first copy for its data folder. A second one ends, and the first shows its window. The
 * second one's arguments are ignored, since any program on the machine can start it.
 */
function isFirstInstance(app: App, show: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    show();
  });
  return true;
}

/** Says why the app cannot start, in a dialog and on standard error. */
function showStartFailure(error: unknown): void {
  const message =
    error instanceof TokenTrayError
      ? error.failure.message
      : `Something went wrong while starting: ${error instanceof Error ? error.message : 'unknown'}`;
  process.stderr.write(`Token Tray cannot start. ${message}\n`);
  dialog.showErrorBox('Token Tray cannot start', message);
}
