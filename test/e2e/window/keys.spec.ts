import type { Page } from '@playwright/test';
import { startFakeLiveKitServer } from '../../fixtures/fake-livekit-server.ts';
import {
  drop,
  dropAt,
  ENV,
  expectNoSecret,
  KEY,
  paste,
  SECRET,
  URL,
  withFiles,
} from '../../fixtures/keys-in.ts';
import { expect, test } from '../../fixtures/window.ts';
import { createConnectPage } from '../../pages/connect-page.ts';
import { createProjectsPage } from '../../pages/projects-page.ts';

const field = (page: Page, name: string) =>
  page.getByRole('form', { name: 'New project' }).getByLabel(name, { exact: true });

async function expectFilled(page: Page, url = URL, key = KEY): Promise<void> {
  await expect(field(page, 'LiveKit URL')).toHaveValue(url);
  await expect(field(page, 'API key')).toHaveValue(key);
  await expect(page.locator('.secret-shown')).toHaveText(`••••••••${SECRET.slice(-4)}`);
  await expectNoSecret(page);
}

test('from an empty window, one paste and one click make a tested, active project', async ({
  window: { page, frame, ask },
}) => {
  const server = await startFakeLiveKitServer({ keys: { [KEY]: SECRET } });
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(page, ENV.replace(URL, server.url));
  const form = page.getByRole('form', { name: 'New project' });
  await expect(form).toContainText('The LiveKit server accepts');
  await expectFilled(page, server.url);
  await form.getByRole('button', { name: 'Save and use' }).click();
  await expect(createConnectPage(page).door).toBeHidden();
  expect((await (await ask()).json()).server_url).toBe(server.url);
  await expect(createConnectPage(page).path).toContainText('Accepts the key');
  await expect(frame.strip).not.toContainText('Apps can’t join');
  await expectNoSecret(page);
  await server.close();
});

test('the same with the keyboard alone', async ({ window: { page, ask } }) => {
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(page, ENV);
  await expect(page.getByRole('button', { name: 'Save and use' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(createConnectPage(page).door).toBeHidden();
  expect((await (await ask()).json()).server_url).toBe(URL);
});

test('a project saved with a wrong key says so within two seconds, wherever it is named', async ({
  window: { page, frame, ask },
}) => {
  const server = await startFakeLiveKitServer({ keys: { APIother: SECRET } });
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(page, ENV.replace(URL, server.url));
  await page.getByRole('button', { name: 'Save and use' }).click();
  await expect(createConnectPage(page).door).toBeHidden();
  await expect(frame.strip).toContainText('Apps can’t join', { timeout: 2000 });
  await frame.open('Projects');
  await expect(createProjectsPage(page).list).toContainText('Apps can’t join');
  await ask();
  await frame.open('Tokens');
  await expect(page.getByRole('list', { name: 'Recent tokens' })).toContainText('Apps can’t join');
  await server.close();
});

const PASTES: Readonly<Record<string, string>> = {
  'a .env block': ENV,
  'shell lines with export and quotes': `export LIVEKIT_URL="${URL}"\nexport LIVEKIT_API_KEY='${KEY}'\nexport LIVEKIT_API_SECRET="${SECRET}"`,
  'JSON in camelCase': JSON.stringify({ url: URL, apiKey: KEY, apiSecret: SECRET }),
  'JSON in snake_case': JSON.stringify({ url: URL, api_key: KEY, api_secret: SECRET }, null, 2),
  YAML: `url: ${URL}\napi_key: ${KEY}\napi_secret: ${SECRET}\n`,
  'three bare lines': `${URL}\n${KEY}\n${SECRET}`,
  'a table row from the dashboard': `${URL}\t${KEY}\t${SECRET}`,
  'curly quotes': `LIVEKIT_URL=“${URL}”\nLIVEKIT_API_KEY=“${KEY}”\nLIVEKIT_API_SECRET=“${SECRET}”`,
  'a framework’s public URL beside the keys': `VITE_LIVEKIT_URL=${URL}\nLIVEKIT_API_KEY=${KEY}\nLIVEKIT_API_SECRET=${SECRET}`,
  'a host without a scheme': ENV.replace(URL, 'kit.example.com'),
  'an https URL': ENV.replace(URL, 'https://kit.example.com'),
};

for (const [what, text] of Object.entries(PASTES)) {
  test(`a paste of ${what} fills the form, the secret masked`, async ({ window: { page } }) => {
    await expect(createConnectPage(page).door).toBeVisible();
    await paste(page, text);
    await expectFilled(page);
  });
}

test('variables in a paste are expanded, and an undefined one is named', async ({
  window: { page },
}) => {
  await expect(createConnectPage(page).door).toBeVisible();
  const keys = `LIVEKIT_API_KEY=${KEY}\nLIVEKIT_API_SECRET=${SECRET}\n`;
  await paste(page, `HOST_IP=192.168.1.4\nLIVEKIT_URL=ws://\${HOST_IP}:7880\n${keys}`);
  await expectFilled(page, 'ws://192.168.1.4:7880');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await paste(page, `LIVEKIT_URL=ws://\${NOWHERE}:7880\n${keys}`);
  await expect(createConnectPage(page).door).toContainText('NOWHERE');
});

test('a # inside an unquoted secret is kept, and the paste says what Node would do', async ({
  window: { page },
}) => {
  const secret = `abc#${SECRET}`;
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(page, ENV.replace(SECRET, secret));
  await expectFilled(page);
  await expect(createConnectPage(page).door).toContainText('#');
});

for (const secret of ['...', 'op://Vault/LiveKit/api_secret', 'CHANGE_ME', 'xxxxxxxxxxxxxxxx']) {
  test(`the placeholder ${secret} is left out and named, never saved`, async ({
    window: { page, call },
  }) => {
    await expect(createConnectPage(page).door).toBeVisible();
    await paste(page, ENV.replace(SECRET, secret));
    await expect(createConnectPage(page).door).toContainText(/placeholder|kept elsewhere/i);
    await page.getByRole('button', { name: 'Save and use' }).click();
    expect((await call('state.get')).projects).toHaveLength(1);
  });
}

for (const url of ['wss://<project>.livekit.cloud', 'ws://192.168.1.999:7880', 'wss://${HOST}']) {
  test(`${url} is refused, because no such host can exist`, async ({ window: { page, call } }) => {
    const connect = createConnectPage(page);
    await connect.typeKeys();
    await connect.newProject.type({ url, apiKey: KEY, apiSecret: SECRET });
    await connect.newProject.save();
    await expect(connect.newProject.field('LiveKit URL')).toHaveAttribute('aria-invalid', 'true');
    await expect(connect.newProject.field('LiveKit URL')).toBeFocused();
    expect((await call('state.get')).projects).toHaveLength(1);
  });
}

test('a refused form is scrolled to its first wrong field, and the window stays where it is', async ({
  window: { page, frame },
}) => {
  await page.setViewportSize({ width: 720, height: 560 });
  const connect = createConnectPage(page);
  await connect.typeKeys();
  await connect.newProject.type({
    url: 'wss://shop.livekit.cloud',
    apiKey: SECRET,
    apiSecret: KEY,
  });
  await connect.newProject.save();
  await expect(connect.newProject.field('API key')).toBeFocused();
  await expect(frame.strip).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
});

test('a page of the LiveKit Cloud dashboard is refused, with where the URL is on it', async ({
  window: { page },
}) => {
  const connect = createConnectPage(page);
  await connect.typeKeys();
  await connect.newProject.type({
    url: 'https://cloud.livekit.io/projects/p_1a2b3c/settings/keys',
    apiKey: KEY,
    apiSecret: SECRET,
  });
  await connect.newProject.save();
  await expect(connect.newProject.field('LiveKit URL')).toHaveAccessibleDescription(/dashboard/i);
});

test('a token, a swapped pair and a masked secret are refused by name', async ({
  window: { page },
}) => {
  const connect = createConnectPage(page);
  await connect.typeKeys();
  const secret = connect.newProject.root.getByLabel('API secret', { exact: true });
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJ2aWRlbyI6e319.c2lnbmF0dXJl';
  for (const [typed, words] of [
    [token, /token/i],
    ['••••••••', /mask|hidden|dots/i],
  ] as const) {
    await connect.newProject.type({ url: URL, apiKey: KEY, apiSecret: typed });
    await connect.newProject.save();
    await expect(secret).toHaveAccessibleDescription(words);
  }
  await connect.newProject.type({ apiKey: SECRET, apiSecret: KEY });
  await connect.newProject.save();
  await expect(connect.newProject.root.locator('[aria-invalid="true"]').first()).toBeVisible();
});

for (const label of ['LiveKit URL', 'Name', 'API key', 'API secret']) {
  test(`a paste of everything into the field ${label} fills all of them`, async ({
    window: { page },
  }) => {
    const connect = createConnectPage(page);
    await connect.typeKeys();
    await field(page, label).focus();
    await paste(page, ENV);
    await expectFilled(page);
  });
}

test('a secret pasted into the URL field goes to the secret field, and is never readable', async ({
  window: { page },
}) => {
  const connect = createConnectPage(page);
  await connect.typeKeys();
  await field(page, 'LiveKit URL').focus();
  await paste(page, SECRET);
  await expect(connect.newProject.root).toContainText('it’s in the secret field now');
  await expect(field(page, 'LiveKit URL')).toHaveValue('');
  await expectNoSecret(page);
});

test('a paste into a saved project replaces its key and secret when it is saved', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', {
    fields: { name: 'Shop', url: URL, apiKey: 'APIold', apiSecret: `${SECRET}old` },
  });
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.open('Shop');
  await projects.field('API key').focus();
  await paste(page, ENV);
  await expect(projects.field('API key')).toHaveValue(KEY);
  await projects.save.click();
  await expect(projects.detail.locator('output')).toHaveText(`••••••••${SECRET.slice(-4)}`);
  const savedKey = async () =>
    (await call('state.get')).projects.find(({ name }) => name === 'Shop')?.apiKey;
  await expect.poll(savedKey).toBe(KEY);
  await expectNoSecret(page);
});

test('a file in UTF-16, as PowerShell writes it, is dropped and read', async ({
  window: { page },
}) => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(ENV, 'utf16le')]);
  await withFiles({ '.env': utf16 }, async (_folder, paths) => {
    await expect(createConnectPage(page).door).toBeVisible();
    await drop(page, paths);
    await expectFilled(page);
  });
});

test('a dropped folder is one project: .env.local lies over .env, name by name', async ({
  window: { page },
}) => {
  await withFiles(
    {
      '.env': `LIVEKIT_URL=${URL}\nLIVEKIT_API_KEY=${KEY}\n`,
      '.env.local': `LIVEKIT_API_SECRET=${SECRET}\n`,
      'node_modules/other/.env': 'LIVEKIT_URL=wss://wrong.example.com\n',
    },
    async (folder) => {
      await expect(createConnectPage(page).door).toBeVisible();
      await drop(page, [folder]);
      await expectFilled(page);
    },
  );
});

test('a file dropped beside the zone is taken too, and never makes the window leave its page', async ({
  window: { page, frame },
}) => {
  await withFiles({ '.env': ENV }, async (_folder, paths) => {
    await expect(createConnectPage(page).door).toBeVisible();
    const before = page.url();
    await dropAt(page, { x: 20, y: 20 }, paths);
    await expectFilled(page);
    await frame.open('Settings');
    await dropAt(page, { x: 400, y: 300 }, paths);
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    expect(page.url()).toBe(before);
  });
});

test('a dropped or chosen file that cannot be read is named', async ({ window: { page } }) => {
  await withFiles({ 'shop.env': ENV }, async (_folder, paths) => {
    const { door } = createConnectPage(page);
    await expect(door).toBeVisible();
    await page.evaluate(() => {
      Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
    });
    await drop(page, paths);
    await expect(door).toContainText('shop.env could not be read');
    await page.reload();
    await drop(page, paths);
    await expectFilled(page);
  });
});

test('two files with the same URL and different keys are two projects', async ({
  window: { page, call },
}) => {
  await withFiles(
    { 'a.env': ENV, 'b.env': ENV.replace(KEY, 'APIother12345') },
    async (_folder, paths) => {
      await expect(createConnectPage(page).door).toBeVisible();
      await drop(page, paths);
      await page.getByRole('button', { name: 'Import 2 projects' }).click();
      await expect(createConnectPage(page).door).toBeHidden();
      const keys = (await call('state.get')).projects.map(({ apiKey }) => apiKey);
      expect(keys).toEqual(expect.arrayContaining([KEY, 'APIother12345']));
    },
  );
});

const FILES: Readonly<Record<string, { name: string; content: string; url: string; key: string }>> =
  {
    'a compose file': {
      name: 'docker-compose.yml',
      content: `services:\n  livekit:\n    image: livekit/livekit-server\n    ports: ["7990:7880"]\n    environment:\n      LIVEKIT_KEYS: "devkey: ${SECRET}"\n`,
      url: 'ws://localhost:7990',
      key: 'devkey',
    },
    'livekit.yaml': {
      name: 'livekit.yaml',
      content: `port: 7880\nkeys:\n  ${KEY}: ${SECRET}\n`,
      url: 'ws://localhost:7880',
      key: KEY,
    },
  };

for (const [what, { name, content, url, key }] of Object.entries(FILES)) {
  test(`${what} is offered, dropped or pasted`, async ({ window: { page } }) => {
    await expect(createConnectPage(page).door).toBeVisible();
    await paste(page, content);
    await expectFilled(page, url, key);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await withFiles({ [name]: content }, async (_folder, paths) => {
      await drop(page, paths);
      await expectFilled(page, url, key);
    });
  });
}

test('lk’s file is offered as an import of its projects', async ({ window: { page, call } }) => {
  const lk = `default_project: shop\nprojects:\n  - name: shop\n    url: ${URL}\n    api_key: ${KEY}\n    api_secret: ${SECRET}\n  - name: lab\n    url: wss://lab.example.com\n    api_key: APIlab123456\n    api_secret: ${SECRET}\n`;
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(page, lk);
  await page.getByRole('checkbox', { name: 'lab' }).uncheck();
  await page.getByRole('button', { name: 'Import 1 project' }).click();
  await expect(createConnectPage(page).door).toBeHidden();
  const names = (await call('state.get')).projects.map(({ name }) => name);
  expect(names).toContain('shop');
  expect(names).not.toContain('lab');
  await expectNoSecret(page);
});

test('an import that would replace a key asks, and leaves it as it is unless told', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', {
    fields: { name: 'shop', url: URL, apiKey: KEY, apiSecret: `${SECRET}old1` },
  });
  const hint = async () =>
    (await call('state.get')).projects.find(({ name }) => name === 'shop')?.secret;
  const before = await hint();
  await frame.open('Projects');
  await page.getByRole('button', { name: 'Add project' }).click();
  await paste(page, ENV);
  await page.getByRole('button', { name: 'Import 1 project' }).click();
  const question = page.getByRole('group', { name: /would also change/ }).getByRole('checkbox');
  await expect(question).not.toBeChecked();
  expect(await hint()).toEqual(before);
  await question.check();
  await page.getByRole('button', { name: 'Import 1 project' }).click();
  await expect.poll(hint).not.toEqual(before);
});

test('rubbish is answered with a reason, and never with what was pasted', async ({
  window: { page },
}) => {
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(page, `nothing to see ${SECRET} here\nand more\n`);
  await expect(createConnectPage(page).door).toContainText(/found|understood/i);
  await expectNoSecret(page);
});
