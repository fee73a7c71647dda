import { expect, test } from '../../fixtures/window.ts';
import { createDefaultsPage } from '../../pages/defaults-page.ts';

test('the example follows the form before it is saved, and requests follow it after', async ({
  window: { page, frame, ask },
}) => {
  const defaults = createDefaultsPage(page);
  await frame.open('Defaults');
  await expect(defaults.claim('video.room')).toHaveText(/^room-/);
  await defaults.chooseRoom('Always the same room');
  await defaults.field('Room').fill('lobby');
  await expect(defaults.claim('video.room')).toHaveText('lobby');
  await defaults.field('Identity template').fill('dev-{counter}');
  await expect(defaults.claim('sub')).toHaveText(/^dev-\d+$/);
  await defaults.field('Metadata').fill('{"role":"host"}');
  await expect(defaults.claim('metadata')).toHaveText('{"role":"host"}');
  expect((await (await ask()).json()).room_name).not.toBe('lobby');

  await defaults.save.click();
  await expect(page.getByText('Not saved yet')).toBeHidden();
  expect(await (await ask()).json()).toMatchObject({ room_name: 'lobby' });
});

test('attributes, agents and the room configuration reach the token', async ({
  window: { page, frame, ask },
}) => {
  const defaults = createDefaultsPage(page);
  await frame.open('Defaults');
  await page.getByRole('button', { name: 'Add attribute' }).click();
  await page.getByRole('textbox', { name: 'Attribute 1' }).fill('team');
  await page.getByRole('textbox', { name: 'Value 1' }).fill('blue');
  await page.getByRole('button', { name: 'Add agent' }).click();
  await defaults.field('Agent name').fill('greeter');
  await defaults.field('Maximum participants').fill('4');
  await expect(defaults.claim('attributes.team')).toHaveText('blue');
  await expect(defaults.claim('roomConfig.agents')).toContainText('greeter');
  await expect(defaults.claim('roomConfig.maxParticipants')).toHaveText('4');
  await defaults.save.click();
  await expect(page.getByText('Not saved yet')).toBeHidden();
  const { participant_token: token } = await (await ask()).json();
  expect(Buffer.from(token.split('.')[1], 'base64url').toString()).toContain('"maxParticipants":4');
});

test('an unknown word, broken JSON, too much metadata and a wrong number are shown at their fields', async ({
  window: { page, frame },
}) => {
  const defaults = createDefaultsPage(page);
  await frame.open('Defaults');
  await defaults.field('Identity template').fill('{nonsense}');
  await expect(defaults.field('Identity template')).toHaveAccessibleDescription(
    /nonsense.* is not a template word/,
  );
  await defaults.field('Identity template').fill('');
  await defaults.field('Metadata').fill('{"role": ');
  await expect(defaults.field('Metadata')).toHaveAccessibleDescription(
    /looks like JSON but isn’t valid/,
  );
  await defaults.field('Metadata').fill('x'.repeat(512 * 1024 + 1));
  await expect(defaults.field('Metadata')).toHaveAccessibleDescription(
    /LiveKit allows 524288 bytes/,
  );
  await defaults.field('Metadata').fill('');
  await defaults.field('Empty timeout, s').fill('soon');
  await expect(defaults.field('Empty timeout, s')).toHaveAccessibleDescription(/whole number/);
  await defaults.save.click();
  await expect(defaults.field('Empty timeout, s')).toHaveValue('soon');
  await expect(page.getByText(/^\d problems? to fix$/)).toBeVisible();
});

test('a policy decides what an app may set', async ({ window: { page, frame, ask } }) => {
  const defaults = createDefaultsPage(page);
  await frame.open('Defaults');
  await defaults.chooseRule('Identity', 'Ignore it and use the default');
  await defaults.chooseRule('Metadata', 'Refuse the request (400)');
  await defaults.save.click();
  await expect(page.getByText('Not saved yet')).toBeHidden();
  const answer = await (await ask('/token', { participant_identity: 'boss' })).json();
  expect(answer.participant_identity ?? '').not.toBe('boss');
  expect((await ask('/token', { participant_metadata: 'x' })).status).toBe(400);
});
