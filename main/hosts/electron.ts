import { app, protocol } from 'electron';
import { registerAppScheme } from './electron/app-page.ts';
import {
  ignoreDebuggers,
  isFirstInstance,
  showStartFailure,
  useDataFolder,
} from './electron/before-ready.ts';
import { startDesktop, type Desktop } from './electron/desktop.ts';
import { denyNameResolution, denyNavigation } from './electron/page-policy.ts';
import { restartWithoutSurplusArguments, startOptions } from './electron/start-command.ts';

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
