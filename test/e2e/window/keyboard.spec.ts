import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures/window.ts';

const SECRET = 'a-secret-that-is-long-enough-for-livekit-1234';

/** Presses Tab until the element of this role and name has the focus, as a person would. */
async function tabTo(page: Page, role: 'button' | 'textbox', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 80; presses += 1) {
    if (
      await wanted.evaluateAll((found) =>
        found.some((element) => element === document.activeElement),
      )
    ) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(name)}.`);
}

test('the first run is gone through with the keyboard alone', async ({
  window: { page, frame, ask },
}) => {
  await expect(page.getByRole('heading', { level: 1, name: 'Connect' })).toBeVisible();
  await tabTo(page, 'button', 'Type them');
  await page.keyboard.press('Enter');
  // The form takes the focus to its first field, and the keys walk on from there.
  await expect(page.getByRole('textbox', { name: 'LiveKit URL' })).toBeFocused();
  await page.keyboard.type('wss://keys.livekit.cloud');
  await tabTo(page, 'textbox', 'API key');
  await page.keyboard.type('APIkeys');
  await page.keyboard.press('Tab');
  await page.keyboard.type(SECRET);
  await tabTo(page, 'button', 'Save and use');
  await page.keyboard.press('Enter');
  await expect(frame.strip.getByRole('button', { name: 'Project: keys' })).toBeVisible();
  expect((await (await ask()).json()).server_url).toBe('wss://keys.livekit.cloud');
});

test('the focus is always seen', async ({ window: { page } }) => {
  await expect(page.getByRole('heading', { level: 1, name: 'Connect' })).toBeVisible();
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return true;
      const styles = [element, ...element.children].flatMap((part) => [
        getComputedStyle(part),
        getComputedStyle(part, '::after'),
      ]);
      const sibling = element.nextElementSibling;
      if (sibling !== null) styles.push(getComputedStyle(sibling));
      return styles.some((style) => style.outlineStyle !== 'none' && style.outlineWidth !== '0px');
    });
    expect(seen).toBe(true);
  }
});

test('the palette finds an action, runs it and gives the focus back', async ({
  window: { page, frame, clipboard, call },
}) => {
  await page.getByRole('button', { name: 'Stop serving' }).focus();
  await page.keyboard.press('ControlOrMeta+k');
  const box = page.getByRole('combobox', { name: 'Actions' });
  await expect(box).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(page.getByRole('button', { name: 'Stop serving' })).toBeFocused();

  await frame.run('mint viewer');
  await expect.poll(async () => (await call('token.list')).length).toBe(1);
  const [token] = await call('token.list');
  expect(token?.presetName).toBe('Viewer');
  await expect.poll(clipboard).toBe(token?.token);

  await frame.run('go to presets');
  await expect(page.getByRole('heading', { level: 1, name: 'Presets' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await box.fill('zzz');
  await expect(page.getByText('No actions match.')).toBeVisible();
});

test('Alt and a digit change the view', async ({ window: { page } }) => {
  await expect(page.getByRole('heading', { level: 1, name: 'Connect' })).toBeVisible();
  await page.keyboard.press('Alt+Digit5');
  await expect(page.getByRole('heading', { level: 1, name: 'Tokens' })).toBeVisible();
  await page.keyboard.press('Alt+Digit1');
  await expect(page.getByRole('heading', { level: 1, name: 'Connect' })).toBeVisible();
});

test('menus are walked by arrows and letters, and Escape gives the focus back', async ({
  window: { page, frame },
}) => {
  const button = frame.strip.getByRole('button', { name: /^Preset:/ });
  await button.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'Participant' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'Viewer' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Manage presets' })).toBeFocused();
  await page.keyboard.press('h');
  await expect(page.getByRole('menuitemradio', { name: 'Host' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(button).toBeFocused();
});

test('a dialog keeps the focus and gives it back', async ({ window: { page, frame } }) => {
  await frame.open('Projects');
  await page.getByRole('button', { name: 'Local LiveKit', exact: true }).click();
  const opener = page.getByRole('button', { name: 'Regenerate' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Regenerate the token server ID?' });
  await expect(dialog).toBeVisible();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const element = document.activeElement;
      return element !== null && element !== document.body && element.closest('dialog') === null;
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test('lines of a list are walked by the arrows, and a detail is left by Escape', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token', { room_name: 'first' });
  await ask('/token', { room_name: 'second' });
  await frame.open('Activity');
  const lines = page.getByRole('list', { name: 'Requests' }).getByRole('button');
  await lines.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(lines.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'Request', exact: true });
  await expect(detail).toContainText('first');
  await detail.getByRole('button', { name: 'Send again', exact: true }).focus();
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
});
