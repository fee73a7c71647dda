import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/window.ts';
import { createConnectPage } from '../../pages/connect-page.ts';

test('the URL is written into an app’s folder, and how code reads it is shown', async ({
  window: { page, endpoint, clipboard },
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-app-'));
  try {
    const connect = createConnectPage(page);
    await connect.chooseDevice('Browser');
    await page.getByRole('button', { name: 'Write the URL into the app’s folder…' }).click();
    await page.getByRole('textbox', { name: 'App folder' }).fill(folder);
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await expect(page.getByText(/names no framework whose \.env file is known/)).toBeVisible();

    writeFileSync(join(folder, 'package.json'), '{"dependencies":{"next":"16.0.0"}}');
    writeFileSync(join(folder, '.env.local'), '# mine\nOTHER=1\n');
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await expect(page.getByText('.env.local now has NEXT_PUBLIC_TOKEN_URL.')).toBeVisible();
    const url = `http://localhost:${new URL(endpoint).port}/token`;
    expect(readFileSync(join(folder, '.env.local'), 'utf8')).toBe(
      `# mine\nOTHER=1\nNEXT_PUBLIC_TOKEN_URL=${url}\n`,
    );
    await page.getByRole('button', { name: 'Copy Expression' }).click();
    await expect.poll(clipboard).toBe('process.env.NEXT_PUBLIC_TOKEN_URL');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
