import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, occupyPort } from '../../fixtures/occupied-port.ts';
import { expect, test } from '../../fixtures/window.ts';
import { createSettingsPage } from '../../pages/settings-page.ts';
import manifest from '../../../package.json' with { type: 'json' };

test.describe('with a port of the settings', () => {
  test.use({ windowOptions: { savedPort: true } });

  test('R6 the port is changed while requests run, and none of them fails', async ({
    window: { page, frame, ask, call },
  }) => {
    const settings = createSettingsPage(page);
    await frame.open('Settings');
    const port = await freePort();
    const statuses: number[] = [];
    const lost: unknown[] = [];
    const move = new AbortController();
    const portNow = async (): Promise<number | undefined> => {
      const { server } = await call('state.get');
      return server.status === 'serving' ? server.port : undefined;
    };
    const asking = (async () => {
      while (!move.signal.aborted) {
        const asked = await portNow();
        try {
          const answer = await fetch(`http://127.0.0.1:${asked}/token`, {
            method: 'POST',
            headers: { Connection: 'close' },
          });
          statuses.push(answer.status);
        } catch (error) {
          // Between the look at the state and the request the server may have gone to its new port.
          if (asked === (await portNow())) lost.push(error);
        }
      }
    })();
    await settings.port.fill(String(port));
    await settings.changePort.click();
    await expect(frame.state).toHaveText(`Serving on ${port}`);
    move.abort();
    await asking;
    expect(lost).toEqual([]);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await fetch(`http://127.0.0.1:${port}/token`, { method: 'POST' })).status).toBe(200);
    await expect(ask()).rejects.toThrow();
  });

  test('R2 a taken, blocked or invalid port is shown at its field, and the old one keeps serving', async ({
    window: { page, frame, ask },
  }) => {
    const settings = createSettingsPage(page);
    await frame.open('Settings');
    for (const [text, words] of [
      ['soon', /whole number from 1 to 65535/],
      ['70000', /whole number from 1 to 65535/],
      ['6000', /Browsers refuse port 6000/],
    ] as const) {
      await settings.port.fill(text);
      await settings.changePort.click();
      await expect(settings.port).toHaveAccessibleDescription(words);
      await expect(settings.port).toHaveValue(text);
    }
    const taken = await occupyPort();
    await settings.port.fill(String(taken.port));
    await settings.changePort.click();
    await expect(page.getByText(`Port ${taken.port} is taken`).first()).toBeVisible();
    expect((await ask()).status).toBe(200);
    await taken.free();
  });

  test('the server is stopped and started from the strip', async ({ window: { frame, ask } }) => {
    await frame.stop();
    await expect(frame.state).toHaveText('Stopped');
    await expect(ask()).rejects.toThrow();
    await frame.start();
    await expect(frame.state).toHaveText(/^Serving on/);
    expect((await ask()).status).toBe(200);
  });
});

test('A19 LAN is turned on with a key that is shown when asked for', async ({
  window: { page, frame, clipboard, call },
}) => {
  const settings = createSettingsPage(page);
  await frame.open('Settings');
  await settings.toggle('Answer on the local network').click();
  await expect(frame.state).toHaveText(/LAN too/);
  await settings.lan.getByRole('button', { name: 'Show key' }).click();
  await settings.lan.getByRole('button', { name: 'Copy LAN key' }).click();
  const { key } = await call('lan.showKey');
  await expect.poll(clipboard).toBe(key);
  await settings.lan.getByRole('button', { name: 'Regenerate' }).click();
  await frame.confirm('Regenerate the LAN key?', 'Regenerate');
  await expect(settings.lan.getByText(key)).toBeHidden();
  await settings.toggle('Don’t require a key on the LAN').click();
  await frame.confirm('Give tokens to the whole network without a key?', 'Cancel');
  await expect(settings.toggle('Don’t require a key on the LAN')).not.toBeChecked();
  await settings.toggle('Answer on the local network').click();
  await expect(frame.state).toHaveText(/^Serving on \d+$/);
});

test('origins are added, refused, removed and brought back', async ({
  window: { page, frame, ask },
}) => {
  const settings = createSettingsPage(page);
  await frame.open('Settings');
  await settings.addOrigin('app.example.com');
  await expect(page.getByRole('textbox', { name: 'Allowed origins' })).toHaveAccessibleDescription(
    /is not an origin/,
  );
  await settings.addOrigin('https://app.example.com');
  const headers = { Origin: 'https://app.example.com' };
  await expect(page.getByText('https://app.example.com', { exact: true })).toBeVisible();
  expect((await ask('/token', {}, headers)).status).toBe(200);
  await page.getByRole('button', { name: 'Remove https://app.example.com' }).click();
  await expect(page.getByText('No other origins.')).toBeVisible();
  expect((await ask('/token', {}, headers)).status).toBe(403);
  await frame.undo();
  await expect(page.getByText('https://app.example.com', { exact: true })).toBeVisible();
});

test('the theme is kept, and the window opens on the view it was left on', async ({
  window: { page, frame },
}) => {
  const settings = createSettingsPage(page);
  await frame.open('Settings');
  await settings.chooseTheme('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await settings.chooseTheme('System');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', /./);
});

test('everything is exported with secrets, wiped and imported again', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', {
    fields: {
      name: 'Shop',
      url: 'wss://shop.livekit.cloud',
      apiKey: 'APIshop',
      apiSecret: 'a-secret-that-is-long-enough-for-livekit-1234',
    },
  });
  const settings = createSettingsPage(page);
  await frame.open('Settings');
  await page.getByRole('button', { name: 'Export with secrets' }).click();
  await frame.confirm('Export with secrets?', 'Write the file');
  const written = page.locator('.copy-value', { hasText: 'exports' });
  const path = await written.innerText();
  expect(existsSync(path)).toBe(true);
  // Windows has no such bits.
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);

  for (const { id } of (await call('state.get')).projects) await call('project.remove', { id });
  expect((await call('state.get')).projects).toEqual([]);
  await settings.importFile('export.json', readFileSync(path, 'utf8'));
  await expect(page.getByText('Added:')).toBeVisible();
  const back = (await call('state.get')).projects.find(({ name }) => name === 'Shop');
  expect(back?.secret).toMatchObject({ state: 'set', hint: expect.stringContaining('1234') });

  await settings.importFile('broken.json', '{"no": ');
  await expect(page.getByRole('alert').filter({ hasText: /cannot be read/ })).toBeVisible();
});

test('a chosen file that cannot be read is named, and can be chosen again', async ({
  window: { page, frame },
}) => {
  await page.evaluate(() => {
    const { text } = Blob.prototype;
    Blob.prototype.text = () => {
      Blob.prototype.text = text;
      return Promise.reject(new DOMException('', 'NotReadableError'));
    };
  });
  const settings = createSettingsPage(page);
  await frame.open('Settings');
  await settings.importFile('export.json', '{"no": ');
  const alert = page.getByRole('alert').filter({ hasText: 'export.json could not be read' });
  await expect(alert).toBeVisible();
  // A browser says nothing when the file that an input has is chosen again.
  await expect(settings.fileToImport).toHaveValue('');
  await settings.importFile('export.json', '{"no": ');
  await expect(page.getByRole('alert').filter({ hasText: /cannot be read/ })).toBeVisible();
  await expect(alert).toBeHidden();
});

test('an export without secrets holds none', async ({ window: { page, frame, call } }) => {
  await call('project.create', {
    fields: {
      name: 'Shop',
      url: 'wss://shop.livekit.cloud',
      apiKey: 'APIshop',
      apiSecret: 'a-secret-that-is-long-enough-for-livekit-1234',
    },
  });
  await frame.open('Settings');
  const { fileName, content } = await call('settings.export');
  expect(fileName).toMatch(/\.json$/);
  expect(content).toContain('APIshop');
  expect(content).not.toContain('a-secret-that-is-long');
  await expect(page.getByRole('button', { name: 'Export without secrets' })).toBeVisible();
});

test('S14 the backups, which still hold a deleted project, are deleted when asked', async ({
  window: { page, frame, call, dataFolder },
}) => {
  const { item } = await call('project.create', {
    fields: {
      name: 'Gone',
      url: 'wss://gone.livekit.cloud',
      apiKey: 'APIgone',
      apiSecret: 'a-secret-that-is-long-enough-for-livekit-1234',
    },
  });
  await call('project.remove', { id: item.id });
  const holding = () =>
    readdirSync(dataFolder).filter(
      (name) =>
        name.startsWith('settings.json') &&
        readFileSync(join(dataFolder, name), 'utf8').includes('APIgone'),
    );
  expect(holding()).toHaveLength(1);
  await frame.open('Settings');
  await page.getByRole('button', { name: 'Delete backups' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete backups' }).click();
  await expect(frame.messages).toContainText('Backups deleted');
  expect(holding()).toEqual([]);
});

test('N13 diagnostics, packages and licences are read in the window', async ({
  window: { page, frame },
}) => {
  await frame.open('Settings');
  await page.getByRole('button', { name: 'Show diagnostics' }).click();
  await expect(
    page
      .locator('pre')
      .filter({ hasText: /Token Tray/ })
      .first(),
  ).toBeVisible();
  const report = { name: 'Report a problem' };
  const form = page.getByRole('link', report).or(page.getByRole('button', report));
  await expect(form).toBeVisible();
  // The desktop app opens it by the link's id; in a browser it is a link with the form filled in.
  const href = await form.getAttribute('href');
  if (href !== null) {
    expect(new URL(href).searchParams.get('diagnostics')).toMatch(/^Token Tray: /);
  }
  await page.getByRole('button', { name: 'Show packages and licences' }).click();
  const packages = page.getByRole('table', { name: 'Packages in this app' });
  const { devDependencies } = manifest;
  for (const name of ['express', 'preact', 'valibot'] as const) {
    await expect(
      packages
        .getByRole('row')
        .filter({ hasText: name })
        .filter({ hasText: devDependencies[name] }),
    ).toContainText('MIT');
  }
  await expect(
    page.locator('pre').filter({ hasText: 'livekit-server-sdk' }).filter({ hasText: 'preact' }),
  ).toBeVisible();
});
