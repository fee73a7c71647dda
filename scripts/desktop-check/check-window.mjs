// @ts-check
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import {
  electronExecutable,
  electronSwitches,
  installElectron,
} from '../launch/electron-program.mjs';
import { build } from '../launch/fresh-build.mjs';

const SECRET = 'a-secret-of-the-check-0123456789abcdef';

/**
 * The window itself, in the unpackaged app, since a packaged one cannot be looked into: it paints, a project with a
 * secret is saved and signs, the tray has its menu, closing hides it (on macOS out of full screen), and it ends.
 *
 * @param {{ root: string, folder: string, out: string }} options
 */
export async function checkWindow({ root, folder, out }) {
  if (build(root) !== 0) throw new Error('The build failed.');
  const machine = { root, env: process.env, platform: process.platform };
  if (electronExecutable(machine) === undefined) await installElectron(root);
  const executablePath = electronExecutable(machine);
  if (executablePath === undefined) throw new Error('Electron could not be fetched.');
  const switches = electronSwitches({ platform: process.platform, userId: process.getuid?.() });
  const app = await _electron.launch({
    executablePath,
    args: [...switches, root, `--data-dir=${folder}`, '--port=0'],
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('heading').first().waitFor();
    await page.screenshot({ path: join(out, 'window.png') });

    const reply = await page.evaluate(async (apiSecret) => {
      /** @type {{ call(name: string, input?: unknown): Promise<{ ok: boolean, value?: any, error?: any }> }} */
      const tray = Reflect.get(window, 'tokenTray');
      const fields = {
        name: 'Check',
        url: 'wss://check.example.com',
        apiKey: 'APIcheck1234',
        apiSecret,
      };
      const saved = await tray.call('project.create', { fields, activate: true });
      const minted = await tray.call('token.mint', { source: 'window' });
      const state = await tray.call('state.get');
      return {
        saved,
        minted,
        storage: state.value?.secretStorage,
        host: await tray.call('host.describe'),
      };
    }, SECRET);
    console.log(`secrets: ${JSON.stringify(reply.storage)}`);
    console.log(
      `host: ${JSON.stringify(reply.host.value?.capabilities)} ${JSON.stringify(reply.host.value?.absences)}`,
    );
    if (reply.storage?.protection === 'refused')
      console.log(`refused: ${reply.saved.error?.message}`);
    else if (!reply.saved.ok || !reply.minted.ok)
      throw new Error(JSON.stringify(reply.saved.error ?? reply.minted.error));

    await app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined) throw new Error('There is no window.');
      if (process.platform === 'darwin') {
        const entered = new Promise((resolve) =>
          window.once('enter-full-screen', () => resolve(undefined)),
        );
        window.setFullScreen(true);
        await entered;
      }
      // Without a window manager, as on CI's Linux, no window is ever minimised.
      const gone =
        process.platform === 'linux'
          ? undefined
          : new Promise((resolve) => window.once('hide', () => resolve(undefined)));
      window.close();
      await gone;
      if (window.isDestroyed() || window.isFullScreen()) throw new Error('It was not hidden.');
    });
    console.log('closing keeps the window');
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
    console.log(`ended with ${await ended}`);
  } catch (error) {
    app.process().kill('SIGKILL');
    throw error;
  }
}
