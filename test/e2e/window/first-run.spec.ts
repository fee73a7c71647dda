import { startFakeLiveKitServer } from '../../fixtures/fake-livekit-server.ts';
import { verifiedClaims } from '../../fixtures/jwt.ts';
import { expect, test } from '../../fixtures/window.ts';
import { createConnectPage } from '../../pages/connect-page.ts';

const SECRET = 'a-secret-that-is-long-enough-for-livekit-1234';

test('typed URL, key and secret are saved, and the next token is signed with them', async ({
  window: { page, frame, ask },
}) => {
  const connect = createConnectPage(page);
  await connect.typeKeys();
  await connect.newProject.type({
    url: '  https://my-app.livekit.cloud ',
    apiKey: 'APIkeyOfMyApp',
    apiSecret: SECRET,
  });
  await expect(connect.newProject.root).toContainText('Blanks around the URL are left out.');
  await expect(connect.newProject.root).toContainText('wss://my-app.livekit.cloud');
  await connect.newProject.save();

  await expect(frame.strip.getByRole('button', { name: 'Project: my-app' })).toBeVisible();
  await expect(connect.door).toBeHidden();
  const answer = await (await ask()).json();
  expect(answer.server_url).toBe('wss://my-app.livekit.cloud');
  expect(verifiedClaims(answer.participant_token, SECRET)).toMatchObject({ iss: 'APIkeyOfMyApp' });
  expect(await page.content()).not.toContain(SECRET);
});

test('swapped key and secret, a foreign scheme and a missing secret are caught at their fields', async ({
  window: { page },
}) => {
  const connect = createConnectPage(page);
  const { newProject } = connect;
  await connect.typeKeys();
  await newProject.type({ url: 'ftp://my-app', apiKey: 'APIkeyOfMyApp', apiSecret: SECRET });
  await newProject.save();
  await expect(newProject.field('LiveKit URL')).toHaveAccessibleDescription(/is not a LiveKit URL/);
  await expect(newProject.field('LiveKit URL')).toHaveAttribute('aria-invalid', 'true');

  await newProject.type({
    url: 'wss://my-app.livekit.cloud',
    apiKey: SECRET,
    apiSecret: 'APIkeyOfMyApp',
  });
  await newProject.save();
  await expect(newProject.field('API key')).toHaveAccessibleDescription(/look swapped/);

  await newProject.type({ apiKey: 'APIkeyOfMyApp', apiSecret: '' });
  await newProject.save();
  await expect(
    newProject.root.getByLabel('API secret', { exact: true }),
  ).toHaveAccessibleDescription(/Enter the API secret/);
  // Nothing that was typed is lost.
  await expect(newProject.field('LiveKit URL')).toHaveValue('wss://my-app.livekit.cloud');
});

test('the door offers the projects of the LiveKit CLI by name, and takes a file', async ({
  window: { page, frame, putAtHome, call },
}) => {
  putAtHome(
    '.livekit/cli-config.yaml',
    `default_project: shop
projects:
  - name: shop
    url: wss://shop.livekit.cloud
    api_key: APIshop
    api_secret: ${SECRET}
  - name: lab
    url: wss://lab.livekit.cloud
    api_key: APIlab
    api_secret: ${SECRET}
`,
  );
  const connect = createConnectPage(page);
  // What is found is looked for when the door opens.
  await page.reload();
  await expect(connect.door).toContainText('shop, lab');
  await connect.door.getByRole('button', { name: 'Import 2 projects' }).click();
  await expect(frame.strip.getByRole('button', { name: 'Project: shop' })).toBeVisible();
  expect((await call('state.get')).projects.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['shop', 'lab']),
  );

  await frame.open('Projects');
  await page.getByRole('button', { name: 'Add project' }).click();
  await page
    .getByLabel('Choose files')
    .and(page.locator('input'))
    .setInputFiles({
      name: '.env',
      mimeType: 'text/plain',
      buffer: Buffer.from(
        `LIVEKIT_URL=wss://env.livekit.cloud\nLIVEKIT_API_KEY=APIenv\nLIVEKIT_API_SECRET=${SECRET}\n`,
      ),
    });
  await page.getByRole('button', { name: 'Save and use' }).click();
  await expect(frame.strip.getByRole('button', { name: 'Project: env' })).toBeVisible();
  expect((await call('state.get')).projects.map(({ url }) => url)).toContain(
    'wss://env.livekit.cloud',
  );
  expect(await page.content()).not.toContain(SECRET);
});

test('a local LiveKit server is used with one click, and how to start it is told', async ({
  window: { page, frame, ask },
}) => {
  const connect = createConnectPage(page);
  await connect.door.getByRole('button', { name: 'Use livekit-server --dev' }).click();
  await expect(connect.door).toBeHidden();
  await expect(frame.messages).toContainText('livekit-server --dev');
  expect((await (await ask()).json()).server_url).toBe('ws://localhost:7880');
});

test('a project is tested before it is saved, with what the LiveKit server says', async ({
  window: { page },
}) => {
  const server = await startFakeLiveKitServer({ keys: { APIreal: SECRET } });
  const connect = createConnectPage(page);
  const { newProject } = connect;
  await connect.typeKeys();
  await newProject.type({ url: server.url, apiKey: 'APIother', apiSecret: SECRET });
  await newProject.test();
  await expect(newProject.root).toContainText('does not know the API key');
  await newProject.type({ apiKey: 'APIreal', apiSecret: `${SECRET}x` });
  await newProject.test();
  await expect(newProject.root).toContainText('not signed with the secret of API key');
  await newProject.type({ apiSecret: SECRET });
  await newProject.test();
  await expect(newProject.root).toContainText('The LiveKit server accepts these keys');
  await server.close();
  await newProject.test();
  await expect(newProject.root).toContainText('Nothing listens at');
});

test('each device gets its URL with one click and a snippet with nothing to edit', async ({
  window: { page, endpoint, clipboard, call },
}) => {
  const { port } = new URL(endpoint);
  const connect = createConnectPage(page);
  const expected = {
    Browser: `http://localhost:${port}/token`,
    'iOS simulator': `http://localhost:${port}/token`,
    'Android emulator': `http://10.0.2.2:${port}/token`,
    Container: `http://host.docker.internal:${port}/token`,
    'This machine': `http://localhost:${port}/token`,
  };
  for (const [device, url] of Object.entries(expected)) {
    await connect.chooseDevice(device);
    await connect.copyUrl();
    await expect.poll(clipboard).toBe(url);
    await expect(connect.snippet).toContainText(url);
  }
  await connect.chooseDevice('Android emulator');
  await connect.chooseLanguage('Kotlin');
  await expect(connect.snippet).toContainText(`http://10.0.2.2:${port}/token`);
  await expect(page.getByText('cleartextTrafficPermitted')).toBeVisible();

  await connect.chooseDevice('Phone');
  const id = (await call('state.get')).projects[0]?.tokenServerId ?? '';
  await expect(connect.snippet).toContainText(id);
});

test('the path lights up from a real request, and names what keeps it from joining', async ({
  window: { page, frame, call, ask },
}) => {
  const secret = SECRET;
  const server = await startFakeLiveKitServer({ keys: { APIreal: secret } });
  await call('project.create', {
    fields: { name: 'Shop', url: server.url, apiKey: 'APIreal', apiSecret: secret },
  });
  const { path } = createConnectPage(page);
  await expect(path).toContainText('No app has asked for a token yet.');
  await ask('/token', { room_name: 'demo', participant_identity: 'alice' });
  await expect(path).toContainText('demo as alice');
  await expect(path).toContainText('Accepts the key');
  await expect(frame.state).toContainText('Serving on');

  await server.close();
  await path.getByRole('button', { name: 'Check again' }).click();
  await expect(path).toContainText('Can’t join');
  await expect(frame.strip).toContainText('Apps can’t join Shop.');

  await ask('/token?preset=none');
  await expect(path).toContainText('Refused');
  await expect(path).toContainText('Not reached');
});
