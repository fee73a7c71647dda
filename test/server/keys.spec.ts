import { expectNoSecret, paste } from '../fixtures/keys-in.ts';
import {
  SERVER_KEY,
  SERVER_SECRET,
  startLiveKitServer,
  type RealLiveKitServer,
} from '../fixtures/real-livekit-server.ts';
import { runTokenTray } from '../fixtures/headless.ts';
import { expect, test, type TokenTrayWindow } from '../fixtures/window.ts';
import { createConnectPage } from '../pages/connect-page.ts';

let server: RealLiveKitServer;

test.beforeAll(async () => {
  server = await startLiveKitServer();
});
test.afterAll(() => server.close());

const WRONG_SECRET = `${SERVER_SECRET}-of-another`;

function env(secret = SERVER_SECRET, key = SERVER_KEY): string {
  return `LIVEKIT_URL=${server.url}\nLIVEKIT_API_KEY=${key}\nLIVEKIT_API_SECRET=${secret}\n`;
}

async function expectTestedAndActive({ page, ask, call }: TokenTrayWindow): Promise<void> {
  await expect(createConnectPage(page).door).toBeHidden();
  const { projects, activeProjectId } = await call('state.get');
  const active = projects.find(({ id }) => id === activeProjectId);
  expect(active).toMatchObject({ url: server.url, apiKey: SERVER_KEY });
  await expect
    .poll(async () => (await call('state.get')).projects.find(({ id }) => id === activeProjectId))
    .toMatchObject({ check: { ok: true } });
  const { participant_token: token } = await (await ask()).json();
  const answer = await fetch(`${server.httpUrl}/rtc/validate?access_token=${token}`);
  expect(answer.status).toBe(200);
}

test('from an empty window, one paste and one click make a tested, active project', async ({
  window,
}) => {
  const { page } = window;
  const connect = createConnectPage(page);
  await expect(connect.door).toBeVisible();
  await paste(page, env());
  await expect(connect.newProject.root).toContainText('The LiveKit server accepts');
  await expectNoSecret(page, SERVER_SECRET);
  await page.getByRole('button', { name: 'Save and use' }).click();
  await expectTestedAndActive(window);
  await expectNoSecret(page, SERVER_SECRET);
});

test('the same by the keyboard alone: paste, Enter', async ({ window }) => {
  const { page } = window;
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(page, env());
  await expect(page.getByRole('button', { name: 'Save and use' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expectTestedAndActive(window);
  await expectNoSecret(page, SERVER_SECRET);
});

test('typed by the keyboard alone, and the secret’s field never shows it', async ({ window }) => {
  const { page } = window;
  const connect = createConnectPage(page);
  await connect.typeKeys();
  const form = connect.newProject.root;
  await expect(form.getByLabel('LiveKit URL', { exact: true })).toBeFocused();
  await page.keyboard.type(server.url);
  await form.getByLabel('API key', { exact: true }).focus();
  await page.keyboard.type(SERVER_KEY);
  await page.keyboard.press('Tab');
  const secret = form.getByLabel('API secret', { exact: true });
  await expect(secret).toBeFocused();
  await expect(secret).toHaveAttribute('type', 'password');
  await page.keyboard.type(SERVER_SECRET);
  await expectNoSecret(page, SERVER_SECRET);
  await page.keyboard.press('Enter');
  await expectTestedAndActive(window);
});

for (const [what, key, secret] of [
  ['a wrong secret', SERVER_KEY, WRONG_SECRET],
  ['an API key that the server does not know', 'APInobodyKnows1', SERVER_SECRET],
] as const) {
  test(`a project saved with ${what} says so within 2 s, and its tokens are marked`, async ({
    window,
  }) => {
    const { page, frame, call, ask, dataFolder } = window;
    await expect(createConnectPage(page).door).toBeVisible();
    await paste(page, env(secret, key));
    await expect(page.getByRole('button', { name: 'Save and use' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(frame.strip).toContainText('Apps can’t join', { timeout: 2_000 });
    await expect
      .poll(async () => (await call('state.get')).projects.at(-1), { timeout: 2_000 })
      .toMatchObject({ apiKey: key, check: { ok: false } });
    const project = (await call('state.get')).projects.at(-1);
    const cause = project?.check?.cause?.sentence ?? '';
    expect(cause).toContain('API key');

    // An app still gets its token, which says what it is worth.
    const answer = await ask();
    expect(answer.headers.get('X-Token-Tray-Trouble')).toBe(cause.replaceAll('’', "'"));
    await frame.open('Tokens');
    const list = page.getByRole('list', { name: 'Recent tokens' });
    await expect(list).toContainText(`Apps can’t join: ${cause}`);
    await expect(page.getByText('Apps can’t join with this token')).toBeVisible();
    await frame.open('Activity');
    await expect(page.getByRole('list', { name: 'Requests' })).toContainText('API key');

    const minted = await runTokenTray(['token', '--token-only', '--data-dir', dataFolder]);
    expect(minted.code).toBe(0);
    expect(minted.stderr).toMatch(/^Warning: Apps can’t join .* with this token: /m);
    expect(minted.stderr).toContain(cause);
  });
}

test('tokens made before a key was put right say so; new ones are good', async ({
  window: { page, frame, call, ask },
}) => {
  const { item } = await call('project.create', {
    fields: { name: 'Shop', url: server.url, apiKey: SERVER_KEY, apiSecret: WRONG_SECRET },
  });
  await expect.poll(async () => (await call('state.get')).projects.at(-1)?.check?.ok).toBe(false);
  await ask('/token', { participant_identity: 'before' });
  await call('project.update', {
    id: item.id,
    revision: item.revision,
    changes: { apiSecret: SERVER_SECRET },
  });
  await expect.poll(async () => (await call('state.get')).projects.at(-1)?.check?.ok).toBe(true);
  await ask('/token', { participant_identity: 'after' });
  await frame.open('Tokens');
  const lines = page.getByRole('list', { name: 'Recent tokens' }).getByRole('listitem');
  await expect(lines.filter({ hasText: 'before' })).toContainText('It was made before');
  await expect(lines.filter({ hasText: 'after' })).not.toContainText('Apps can’t join');
});
