import { expect, test } from '../../fixtures/window.ts';
import { createPresetsPage } from '../../pages/presets-page.ts';

function claimsOf(token: string): { video: object; exp: number; nbf: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

test('a preset is made, and the endpoint called with it', async ({
  window: { page, frame, ask, clipboard, endpoint },
}) => {
  const presets = createPresetsPage(page);
  await frame.open('Presets');
  await presets.add();
  await expect(presets.detail.getByRole('heading', { name: 'New preset' })).toBeVisible();
  await presets.field('Name').fill('Listener');
  await presets.field('Slug').fill('listener');
  await presets.field('Lifetime').fill('2h');
  await presets.setGrant('Publish', 'No');
  await presets.setGrant('Send data', 'No');
  await presets.save.click();
  await expect(presets.detail.getByRole('heading', { name: 'Listener' })).toBeVisible();

  await presets.detail.getByRole('button', { name: 'Copy Endpoint URL with this preset' }).click();
  const url = `http://localhost:${new URL(endpoint).port}/token?preset=listener`;
  await expect.poll(clipboard).toBe(url);
  const { participant_token: token } = await (await ask('/token?preset=listener')).json();
  const claims = claimsOf(token);
  expect(claims.video).toMatchObject({ roomJoin: true, canPublish: false, canPublishData: false });
  expect(claims.exp - claims.nbf).toBe(7200);
});

test('form and JSON stay in step, and JSON that holds no grants is not saved', async ({
  window: { page, frame },
}) => {
  const presets = createPresetsPage(page);
  await frame.open('Presets');
  await presets.open('Viewer');
  await presets.setGrant('Hidden', 'Yes');
  await expect(presets.json).toHaveValue(/"hidden": true/);
  await presets.json.fill('{"video": {"roomJoin": true, "canPublishSources": ["microphone"]}}');
  await expect(presets.field('Microphone')).toBeChecked();
  await expect(presets.detail.getByRole('combobox', { name: 'Hidden' })).toHaveValue('unset');

  await presets.json.fill('{"video": {"roomJoin": "yes"}}');
  await expect(presets.json).toHaveAccessibleDescription(/video\.roomJoin must be boolean/);
  await expect(presets.save).toBeDisabled();
  await presets.json.fill('{"video": {"canFly": true}}');
  await expect(presets.json).toHaveAccessibleDescription(/Unknown grant canFly/);
  await presets.json.fill('{"video": ');
  await expect(presets.json).toHaveAccessibleDescription(/isn’t valid JSON/);
  await presets.detail.getByRole('button', { name: 'Discard changes' }).click();
  await expect(presets.field('Microphone')).not.toBeChecked();
});

test('an invalid or too short lifetime is shown at its field', async ({
  window: { page, frame },
}) => {
  const presets = createPresetsPage(page);
  await frame.open('Presets');
  await presets.open('Viewer');
  await presets.field('Lifetime').fill('a while');
  await presets.save.click();
  await expect(presets.field('Lifetime')).toHaveAccessibleDescription(/is not a lifetime/);
  await presets.field('Lifetime').fill('60 s');
  await presets.save.click();
  await expect(presets.field('Lifetime')).toHaveAccessibleDescription(/at least 61 s/);
  await presets.field('Lifetime').fill('3 d');
  await expect(presets.field('Lifetime')).toHaveAccessibleDescription(/Longer than a day/);
});

test('a preset in use stays, another is deleted and brought back', async ({
  window: { page, frame },
}) => {
  const presets = createPresetsPage(page);
  await frame.open('Presets');
  await presets.menu('Participant', 'Delete');
  await expect(frame.messages).toContainText('is the default of');
  await presets.menu('Viewer', 'Delete');
  await expect(presets.list).not.toContainText('Viewer');
  await frame.undo();
  await expect(presets.list).toContainText('Viewer');
});

test('the default preset is chosen in the strip', async ({ window: { page, frame, ask } }) => {
  await frame.choosePreset('Viewer');
  const { participant_token: token } = await (await ask()).json();
  expect(claimsOf(token).video).toMatchObject({ canPublish: false });
  await frame.open('Presets');
  await expect(page.getByRole('listitem').filter({ hasText: 'Viewer' })).toContainText('Default');
});

test('a form that refuses scrolls to the first wrong field, focuses it, and counts what is wrong', async ({
  window: { page, frame },
}) => {
  await page.setViewportSize({ width: 720, height: 560 });
  const presets = createPresetsPage(page);
  await frame.open('Presets');
  await presets.open('Participant');
  await presets.field('Name').fill('');
  await presets.field('Lifetime').fill('soon');
  await presets.field('Destination room').scrollIntoViewIfNeeded();
  await expect(presets.field('Name')).not.toBeInViewport();
  await presets.save.click();
  await expect(presets.field('Name')).toBeInViewport();
  await expect(presets.field('Name')).toBeFocused();
  await expect(presets.detail.getByText('2 problems to fix')).toBeVisible();
  await presets.field('Name').fill('Guest');
  await expect(presets.detail.getByText('Not saved yet')).toBeVisible();
});
