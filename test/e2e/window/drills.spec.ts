import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../../fixtures/window.ts';
import { createActivityPage } from '../../pages/activity-page.ts';
import type { Frame } from '../../pages/frame.ts';

async function openSheet(page: Page, frame: Frame): Promise<Locator> {
  await frame.run('Drills');
  const sheet = page.getByRole('dialog', { name: 'Drills' });
  await expect(sheet.getByRole('listitem')).toHaveCount(21);
  return sheet;
}

test('a drill is armed in the sheet, strikes, is marked, and ends', async ({
  window: { page, frame, ask, call },
}) => {
  const sheet = await openSheet(page, frame);
  await sheet.getByRole('textbox', { name: 'Requests' }).fill('2');
  await sheet.getByRole('button', { name: 'Arm: 403 Forbidden' }).click();
  const line = sheet.getByRole('listitem').filter({ hasText: '403 Forbidden' });
  await expect(line).toContainText('Armed');
  await expect(line).toContainText('A good app tells the person that they may not join.');
  await expect(sheet.getByRole('status')).toContainText('The next 2 requests will get it.');
  expect((await call('state.get')).drill).toMatchObject({ drill: '403', left: 2, lan: false });
  await page.keyboard.press('Escape');

  await expect(frame.strip).toContainText('Drill armed: 403 Forbidden');
  expect((await ask()).status).toBe(403);
  await expect(frame.strip).toContainText('The next request will get it.');
  await expect(frame.strip).toContainText('was refused: A drill did this: 403 Forbidden.');
  expect((await ask()).status).toBe(403);
  await expect(frame.strip).not.toContainText('Drill armed');
  expect((await ask()).status).toBe(200);

  const activity = createActivityPage(page);
  await frame.open('Activity');
  await expect(activity.lines.first()).not.toContainText('Drill');
  await expect(activity.lines.nth(1)).toContainText('Drill');
  await activity.lines.nth(1).getByRole('button').click();
  await expect(activity.detail).toContainText('A drill did this: 403 Forbidden');
  await expect(activity.detail).toContainText('A good app tells the person');
});

test('an armed drill is turned off in the strip', async ({ window: { frame, ask, call } }) => {
  await call('drill.arm', { drill: 'html', next: 5, caller: 'curl' });
  await expect(frame.strip).toContainText('The next 5 requests from curl will get it.');
  await frame.strip.getByRole('button', { name: 'Turn the drill off' }).click();
  await expect(frame.strip).not.toContainText('Drill armed');
  expect((await call('state.get')).drill).toBeUndefined();
  expect((await ask('/token', {}, { 'User-Agent': 'curl/8' })).headers.get('Content-Type')).toMatch(
    /json/,
  );
});

test('a token with a drill in it is marked in the activity, the tokens and the doctor', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token?drill=no-join', { room_name: 'lobby', participant_identity: 'amy' });
  await expect(frame.strip).toContainText('got a token for lobby as amy. Drill: No right to join.');
  await frame.open('Tokens');
  await expect(page.getByRole('listitem').filter({ hasText: 'lobby' })).toContainText('Drill');
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('lobby');
  await expect(activity.detail).toContainText('A drill did this: No right to join');
});

test('the sheet does not arm with a number of requests that cannot be', async ({
  window: { page, frame, call },
}) => {
  const sheet = await openSheet(page, frame);
  await sheet.getByRole('textbox', { name: 'Requests' }).fill('0');
  await expect(sheet.getByText('From 1 to 1,000')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Arm: Expired token' })).toBeDisabled();
  expect((await call('state.get')).drill).toBeUndefined();
});

test('the sheet arms for one kind of device, and on the LAN if asked', async ({
  window: { page, frame, call },
}) => {
  const sheet = await openSheet(page, frame);
  await sheet.getByRole('combobox', { name: 'From' }).selectOption('Android emulator');
  await sheet.getByRole('checkbox', { name: 'Callers on the LAN too' }).check();
  await sheet.getByRole('button', { name: 'Arm: Expired token' }).click();
  await expect(sheet.getByRole('status')).toContainText('from 10.0.2.2, on the LAN too,');
  expect((await call('state.get')).drill).toMatchObject({ caller: '10.0.2.2', lan: true });
});
