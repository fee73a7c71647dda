import { startFakeLiveKitServer } from '../../fixtures/fake-livekit-server.ts';
import { expect, test } from '../../fixtures/window.ts';
import { createProjectsPage } from '../../pages/projects-page.ts';

const SECRET = 'a-secret-that-is-long-enough-for-livekit-1234';
const FIELDS = {
  name: 'Shop',
  url: 'wss://shop.livekit.cloud',
  apiKey: 'APIshop',
  apiSecret: SECRET,
};

test('a project is added, tested and made active', async ({ window: { page, frame, ask } }) => {
  const server = await startFakeLiveKitServer({ keys: { APIshop: SECRET } });
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.add();
  await projects.newProject.type({ ...FIELDS, url: server.url });
  await projects.newProject.save();

  await expect(projects.line('Shop')).toContainText('Active');
  await expect(projects.detail.getByRole('heading', { name: 'Shop' })).toBeVisible();
  await projects.detail.getByRole('button', { name: 'Test connection' }).click();
  await expect(projects.detail).toContainText('The LiveKit server accepts these keys');
  expect((await (await ask()).json()).server_url).toBe(server.url);

  await projects
    .line('Local LiveKit')
    .getByRole('button', { name: /^Make active/ })
    .click();
  await expect(projects.line('Local LiveKit')).toContainText('Active');
  expect((await (await ask()).json()).server_url).toBe('ws://localhost:7880');
  await server.close();
});

test('S14 the secret shows its last four characters, is replaced, and is nowhere in the page', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', { fields: FIELDS });
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.open('Shop');
  await expect(projects.detail.locator('output')).toHaveText('••••••••1234');
  await projects.detail.getByRole('button', { name: 'Replace' }).click();
  await projects.field('New API secret').fill(`${SECRET.slice(0, -4)}9876`);
  await projects.save.click();
  await expect(projects.detail.locator('output')).toHaveText('••••••••9876');
  expect(await page.content()).not.toContain(SECRET.slice(0, 20));
  expect(
    await page.evaluate(() =>
      JSON.stringify([sessionStorage, localStorage].flatMap((storage) => Object.entries(storage))),
    ),
  ).not.toContain(SECRET.slice(0, 20));
});

test('a project is duplicated, deleted and brought back with its secret', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', { fields: FIELDS });
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.menu('Shop', 'Duplicate');
  await expect(projects.line('Shop copy')).toBeVisible();
  await projects.menu('Shop copy', 'Delete');
  await expect(projects.line('Shop copy')).toBeHidden();
  await frame.undo();
  await expect(projects.line('Shop copy')).toBeVisible();
  await projects.open('Shop copy');
  await expect(projects.detail.locator('output')).toHaveText('••••••••1234');
});

test('a taken name and an invalid slug are shown at their fields, and nothing typed is lost', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', { fields: FIELDS });
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.open('Shop');
  await projects.field('Name').fill('Local LiveKit');
  await projects.save.click();
  await expect(projects.field('Name')).toHaveAccessibleDescription(/already a project named/);
  await projects.field('Name').fill('Shop two');
  await projects.field('Slug').fill('No slug!');
  await projects.save.click();
  await expect(projects.field('Slug')).toHaveAccessibleDescription(/lower-case letters/);
  await frame.open('Presets');
  await frame.open('Projects');
  await expect(projects.field('Name')).toHaveValue('Shop two');
  await expect(projects.field('Slug')).toHaveValue('No slug!');
});

test('S11 a save by another window is not overwritten unasked', async ({
  window: { page, frame, call },
}) => {
  const { item: made } = await call('project.create', { fields: FIELDS });
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.open('Shop');
  await projects.field('Name').fill('Mine');
  await call('project.update', {
    id: made.id,
    revision: made.revision,
    changes: { name: 'Theirs' },
  });

  await expect(projects.detail).toContainText('Changed in another window');
  await expect(projects.save).toBeDisabled();
  await expect(projects.field('Name')).toHaveValue('Mine');
  await projects.detail.getByRole('button', { name: 'Keep my edits' }).click();
  await projects.save.click();
  await expect(projects.line('Mine')).toBeVisible();

  await projects.field('Name').fill('Mine again');
  const now = (await call('state.get')).projects.find(({ id }) => id === made.id);
  await call('project.update', {
    id: made.id,
    revision: now?.revision ?? 0,
    changes: { name: 'Theirs again' },
  });
  await projects.detail.getByRole('button', { name: 'Use the newer version' }).click();
  await expect(projects.field('Name')).toHaveValue('Theirs again');
});

test('the token server ID is copied, and regenerated after a question', async ({
  window: { page, frame, call, clipboard },
}) => {
  const before = (await call('state.get')).projects[0]?.tokenServerId ?? '';
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.open('Local LiveKit');
  await projects.detail.getByRole('button', { name: 'Copy Token server ID' }).click();
  await expect.poll(clipboard).toBe(before);
  await projects.detail.getByRole('button', { name: 'Regenerate' }).click();
  await frame.confirm('Regenerate the token server ID?', 'Regenerate');
  await expect(projects.detail.getByText(before)).toBeHidden();
  expect((await call('state.get')).projects[0]?.tokenServerId).not.toBe(before);
});

test('a project is copied as .env without its secret', async ({
  window: { page, frame, call, clipboard },
}) => {
  await call('project.create', { fields: FIELDS });
  const projects = createProjectsPage(page);
  await frame.open('Projects');
  await projects.menu('Shop', 'Copy as .env');
  await expect
    .poll(clipboard)
    .toBe('LIVEKIT_URL=wss://shop.livekit.cloud\nLIVEKIT_API_KEY=APIshop\nLIVEKIT_API_SECRET=\n');
});

test('projects are exported from their list, with secrets only after a question', async ({
  window: { page, frame },
}) => {
  await frame.open('Projects');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export with secrets' }).click();
  await frame.confirm('Export with secrets?', 'Cancel');
  await expect(page.getByText('Written, with secrets:')).toBeHidden();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export with secrets' }).click();
  await frame.confirm('Export with secrets?', 'Write the file');
  await expect(page.getByText('Written, with secrets:')).toBeVisible();
});

test('a second URL is what callers elsewhere are given, and a wrong one is refused at its field', async ({
  window: { page, frame, call },
}) => {
  const projects = createProjectsPage(page);
  await call('project.create', { fields: FIELDS });
  await frame.open('Projects');
  await projects.open('Shop');
  await projects.field('Second URL').fill('ftp://nowhere');
  await projects.save.click();
  await expect(projects.field('Second URL')).toHaveAttribute('aria-invalid', 'true');
  await expect(projects.field('Second URL')).toBeFocused();
  await projects.field('Second URL').fill('ws://192.168.1.20:7880');
  await projects.save.click();
  await expect(projects.detail.getByText('Not saved yet')).toBeHidden();
  const saved = (await call('state.get')).projects.find(({ name }) => name === 'Shop');
  expect(saved?.remoteUrl).toBe('ws://192.168.1.20:7880');
});
