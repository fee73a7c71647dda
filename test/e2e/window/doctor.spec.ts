import type { IncomingMessage } from 'node:http';
import {
  startFakeLiveKitServer,
  type FakeLiveKitOptions,
  type FakeLiveKitServer,
} from '../../fixtures/fake-livekit-server.ts';
import { goodClaims, plantToken } from '../../fixtures/planted-token.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { expect, test as base } from '../../fixtures/window.ts';

interface DoctorFixtures {
  /** Starts a server that is closed after the test, however that ends. */
  startServer: (options?: FakeLiveKitOptions) => Promise<FakeLiveKitServer>;
}

const test = base.extend<DoctorFixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  startServer: async ({}, use) => {
    const started: FakeLiveKitServer[] = [];
    await use(async (options) => {
      const server = await startFakeLiveKitServer(options);
      started.push(server);
      return server;
    });
    for (const server of started) await server.close();
  },
});

const SECRET = 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY';
const KEYS = { APIkitchen01: SECRET };

const kitchenAt = (url: string) => ({
  fields: { name: 'Kitchen', url, apiKey: 'APIkitchen01', apiSecret: SECRET },
  activate: true,
});

test('a project whose server is gone: the cause, its fix and the step where it shows', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', {
    fields: {
      name: 'Gone',
      url: `ws://127.0.0.1:${await freePort()}`,
      apiKey: 'APIgone00001',
      apiSecret: SECRET,
    },
    activate: true,
  });
  await frame.open('Doctor');
  await page.getByRole('button', { name: 'Find the cause' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing listens at 127.0.0.1' });
  await expect(alert).toContainText('connection_refused');
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks.getByRole('listitem').filter({ hasText: 'Server' })).toContainText('Problem');
});

test('a pasted text that is no token, and a good token from the list', async ({
  window: { page, frame, call },
  startServer,
}) => {
  const server = await startServer({ keys: KEYS });
  await call('project.create', kitchenAt(server.url));
  await frame.open('Doctor');
  await page.getByLabel('Token', { exact: true }).fill('hello');
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'This is not a complete token' }),
  ).toBeVisible();

  await call('token.mint', { identity: 'ana', room: 'lobby' });
  await frame.open('Tokens');
  await page.getByRole('button', { name: 'ana' }).first().click();
  await page.getByRole('button', { name: 'Why doesn’t it join?' }).click();
  await expect(page.getByText('Signed with the secret of project “Kitchen”.')).toBeVisible();
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks.getByRole('listitem').first()).toContainText('OK');
  await page.getByRole('button', { name: 'Check something else' }).click();
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue('');
});

test('a request that got a token is looked at from its detail', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token', { room_name: 'lobby', participant_identity: 'ana' });
  await frame.open('Activity');
  await page.getByRole('list', { name: 'Requests' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Why doesn’t it join?' }).first().click();
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect(checks.getByRole('listitem').filter({ hasText: 'Request' })).toContainText(
    'The app got a token (status 200).',
  );
});

test('each step is shown as it ends, while the next ones are still on their way', async ({
  window: { page, frame, call },
  startServer,
}) => {
  const release: (() => void)[] = [];
  let isHeld = false;
  const server = await startServer({
    keys: KEYS,
    intercept: (_request, response) => {
      if (!isHeld) return false;
      release.push(() => response.end('success'));
      return true;
    },
  });
  await call('project.create', kitchenAt(server.url));
  await frame.open('Doctor');
  isHeld = true;
  await page.getByRole('button', { name: 'Find the cause' }).click();
  const checks = page.getByRole('list', { name: 'Checks' }).getByRole('listitem');
  const steps = (): Promise<string[]> => checks.locator('.strong').allTextContents();
  await expect.poll(steps).toEqual(['Secret', 'Token', 'Connection']);
  await expect(page.getByRole('button', { name: 'Looking…' })).toBeVisible();
  isHeld = false;
  for (const answer of release) answer();
  await expect
    .poll(steps)
    .toEqual(expect.arrayContaining(['Server', 'Clock', 'Signaling', 'Media', 'This machine']));
  await expect(page.getByText('Nothing is wrong')).toBeVisible();
});

test('an examination that was left does not come back over the next one', async ({
  window: { page, frame, call },
  startServer,
}) => {
  const release: (() => void)[] = [];
  let isHeld = false;
  const server = await startServer({
    keys: KEYS,
    intercept: (_request, response) => {
      if (!isHeld) return false;
      release.push(() => response.end('success'));
      return true;
    },
  });
  await call('project.create', kitchenAt(server.url));
  const { id } = await call('token.mint', { identity: 'ana', room: 'lobby' });
  await frame.open('Tokens');
  isHeld = true;
  await page.getByRole('button', { name: 'ana' }).first().click();
  await page.getByRole('button', { name: 'Why doesn’t it join?' }).click();
  await expect(page.getByRole('list', { name: 'Checks' })).toContainText('Connection');
  await page.getByRole('button', { name: 'Check something else' }).click();
  await page.getByLabel('Token', { exact: true }).fill('hello');
  // At once, not when the other has ended.
  expect(await page.getByRole('form').getByRole('button').textContent()).toBe('Find the cause');
  await page.getByRole('button', { name: 'Find the cause' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'This is not a complete token' });
  await expect(alert).toBeVisible();
  isHeld = false;
  for (const answer of release) answer();
  // One that is begun now ends after it.
  await call('doctor.run', { tokenId: id });
  await expect(alert).toBeVisible();
  await expect(page.getByText('Signed with the secret')).toBeHidden();
});

function tokenOf({ headers, url = '' }: IncomingMessage): string {
  const inUrl = new URL(url, 'http://localhost').searchParams.get('access_token');
  return inUrl ?? headers.authorization ?? '';
}

test('a server too old for what a token has: Use a leaner token, and then it is taken', async ({
  window: { page, frame, call, ask },
  startServer,
}) => {
  const server = await startServer({
    keys: KEYS,
    // As livekit-server 1.9.12 answers a deployment in a dispatch.
    intercept: (request, response) => {
      const claims = Buffer.from(tokenOf(request).split('.')[1] ?? '', 'base64url').toString();
      if (!claims.includes('"deployment"')) return false;
      response.writeHead(401);
      response.end('invalid token: …, error: proto: (line 1:31): unknown field "deployment"');
      return true;
    },
  });
  const { item } = await call('project.create', kitchenAt(server.url));
  const { id, revision, defaults } = item;
  const agents = [{ agentName: 'helper', deployment: 'blue' }];
  await call('project.update', { id, revision, changes: { defaults: { ...defaults, agents } } });

  await frame.open('Doctor');
  await page.getByRole('button', { name: 'Find the cause' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'too old for "deployment"' });
  await expect(alert).toContainText('server_too_old');
  await alert.getByRole('button', { name: 'Use a leaner token' }).click();
  await expect(frame.messages).toContainText('New tokens for this project leave it out');
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await expect(page.getByText('Nothing is wrong')).toBeVisible();

  const answer = await ask('/token', { room_name: 'lobby' });
  const { participant_token: token } = await answer.json();
  const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  expect(claims.roomConfig.agents).toEqual([{ agentName: 'helper' }]);
});

test('a server that ignores the room configuration of a token: the version is named', async ({
  window: { page, frame, call },
  startServer,
}) => {
  const server = await startServer({ keys: KEYS, version: '1.7.2' });
  const { item } = await call('project.create', kitchenAt(server.url));
  const { id, revision, defaults } = item;
  const agents = [{ agentName: 'helper' }];
  await call('project.update', { id, revision, changes: { defaults: { ...defaults, agents } } });
  await frame.open('Doctor');
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await expect(page.getByText('The server is LiveKit 1.7.2, which ignores')).toBeVisible();
});

test('pasted tokens of every kind: the same code as in JSON, and a window that goes on', async ({
  window: { page, frame, call },
  startServer,
}) => {
  // Twenty examinations, each asked twice.
  test.slow();
  const server = await startServer({ keys: KEYS });
  await call('project.create', kitchenAt(server.url));
  const now = Math.floor(Date.now() / 1000);
  const token = (claims: Record<string, unknown> = {}, video = {}): string =>
    plantToken(goodClaims(now, { iss: 'APIkitchen01', ...claims }, video), { secret: SECRET });
  const PASTED: readonly [text: string, code: string][] = [
    [token({ exp: now - 70 }), 'token_expired'],
    [token({ nbf: now + 75 }), 'token_not_yet_valid'],
    [token({ iat: now + 75 }), 'token_issued_in_future'],
    [plantToken(goodClaims(now, { iss: 'APIkitchen01' }), { secret: 'x' }), 'wrong_secret'],
    [token({ iss: undefined }), 'no_issuer'],
    [token({ video: { room: 'a' } }), 'no_room_join'],
    [token({ video: { room_join: true, room: 'a' } }), 'grant_misspelt'],
    [token({ video: undefined }), 'no_video_grant'],
    [token({}, { room: '' }), 'no_room'],
    [token({ sub: '' }), 'no_identity'],
    [token({ sub: 'i'.repeat(257) }), 'identity_too_long'],
    [token({}, { room: 'r'.repeat(257) }), 'room_name_too_long'],
    [`"${token()}"`, 'token_malformed'],
    [`Bearer ${token()}`, 'token_malformed'],
    [`${token()}\n`, 'token_has_whitespace'],
    [token({}, { roomJoin: 'true' }), 'claim_type'],
    [token({ metadata: { a: 1 } }), 'claim_type'],
    [token({ roomConfig: { nope: 1 } }), 'room_config_invalid'],
    ['x'.repeat(1024 * 1024), 'token_malformed'],
  ];
  await frame.open('Doctor');
  const alert = page.getByRole('alert').filter({ hasText: 'Cause:' });
  for (const [text, code] of PASTED) {
    await page.getByLabel('Token', { exact: true }).fill(text);
    // Two in a row may have the same cause: what is seen has to be this run's.
    const before = await alert.elementHandles();
    await page.getByRole('button', { name: 'Find the cause' }).click();
    for (const element of before) await element.waitForElementState('hidden');
    await expect(alert.filter({ hasText: code })).toBeVisible();
    expect((await call('doctor.run', { token: text })).cause?.code).toBe(code);
  }
  await page.getByLabel('Token', { exact: true }).fill(token());
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await expect(page.getByText('Nothing is wrong')).toBeVisible();
});
