import { startFakeLiveKitServer } from '../../fixtures/fake-livekit-server.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { expect, test } from '../../fixtures/window.ts';

test('a project whose server is gone: the cause, its fix and the step where it shows', async ({
  window: { page, frame, call },
}) => {
  await call('project.create', {
    fields: {
      name: 'Gone',
      url: `ws://127.0.0.1:${await freePort()}`,
      apiKey: 'APIgone00001',
      apiSecret: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY',
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

test('a pasted token that is none, and one of the list, which is whole', async ({
  window: { page, frame, call },
}) => {
  const server = await startFakeLiveKitServer({
    keys: { APIkitchen01: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY' },
  });
  await call('project.create', {
    fields: {
      name: 'Kitchen',
      url: server.url,
      apiKey: 'APIkitchen01',
      apiSecret: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY',
    },
    activate: true,
  });
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
  await server.close();
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
