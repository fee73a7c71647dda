import { app } from 'electron';
import { shedArguments } from './electron/argument-ballast.ts';
import { ignoreDebuggers } from './electron/ignore-debuggers.ts';
import { denyNavigation } from './electron/navigation-policy.ts';
import { registerAppScheme } from './electron/scheme.ts';
import { isFirstInstance } from './electron/single-instance.ts';
import { startDesktop, type Desktop } from './electron/desktop.ts';
import { startOptions } from './electron/start-options.ts';
import { showStartTrouble } from './electron/start-trouble.ts';
import { useDataFolder } from './electron/use-data-folder.ts';

// What has to be said before the app is ready.
// Chromium's own way out, which containers that run as root have to take; the pages' own setting stands even so.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
ignoreDebuggers(app);
registerAppScheme();
denyNavigation(app);
app.setAppUserModelId('dev.tokentray.app');
// The app lives in the tray: without this, closing the last window would end it.
app.on('window-all-closed', () => {});

void run();

async function run(): Promise<void> {
  let desktop: Desktop | undefined;
  try {
    const options = startOptions(process.argv);
    if (shedArguments(app, process.argv, options)) {
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
    showStartTrouble(error);
    app.exit(1);
  }
}
