import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type DesktopApp } from '../fixtures/desktop.ts';

const BEFORE = '# mine\nVITE_OTHER=1\n\nVITE_TOKEN_URL=http://old.example/token # the tray\n';

/**
 * From now on the person chooses this in the system's dialog; nothing where it is closed. Resolves to whether
 * the dialog was opened since.
 */
async function chooseNext(
  app: DesktopApp,
  folders: readonly string[],
): Promise<() => Promise<boolean>> {
  await app.electron.evaluate(
    ({ dialog }, filePaths) => {
      Object.assign(globalThis, { wasAsked: false });
      dialog.showOpenDialog = async () => {
        Object.assign(globalThis, { wasAsked: true });
        return { canceled: filePaths.length === 0, filePaths };
      };
    },
    [...folders],
  );
  return () => app.electron.evaluate(() => Reflect.get(globalThis, 'wasAsked') === true);
}

test('the URL goes into the .env.local of the folder that was chosen, and its comments stay', async ({
  desktop,
}) => {
  const folder = join(desktop.session.folder, 'my-app');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"devDependencies":{"vite":"8.0.0"}}');
  writeFileSync(join(folder, '.env.local'), BEFORE);
  const read = (): string => readFileSync(join(folder, '.env.local'), 'utf8');

  const app = await desktop.launch();
  const page = await app.page();
  const endpoint = await app.endpoint();
  const write = page.getByRole('button', { name: 'Write the URL into the app’s folder…' });

  const wasAsked = await chooseNext(app, []);
  await write.click();
  await expect.poll(wasAsked).toBe(true);
  expect(read()).toBe(BEFORE);

  await chooseNext(app, [desktop.session.folder]);
  await write.click();
  await expect(page.getByRole('alert').filter({ hasText: 'package.json' })).toBeVisible();
  expect(read()).toBe(BEFORE);

  await chooseNext(app, [folder]);
  await write.click();
  await expect(page.getByText('.env.local now has VITE_TOKEN_URL.')).toBeVisible();
  await expect(page.getByText('import.meta.env.VITE_TOKEN_URL')).toBeVisible();
  const { port } = new URL(endpoint);
  expect(read()).toBe(BEFORE.replace('http://old.example/token', `http://localhost:${port}/token`));
});
