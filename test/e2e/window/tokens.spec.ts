import { expect, test } from '../../fixtures/window.ts';
import { createTokensPage } from '../../pages/tokens-page.ts';

test('a token is minted, taken apart and copied', async ({
  window: { page, frame, clipboard, call },
}) => {
  const tokens = createTokensPage(page);
  await frame.open('Tokens');
  await tokens.field('Room').fill('lobby');
  await tokens.field('Identity').fill('ana');
  await tokens.field('Name').fill('Ana Lúcia');
  await tokens.field('Preset').selectOption('Viewer');
  await tokens.field('Lifetime').fill('1h');
  await tokens.mint();

  await expect(tokens.detail.getByRole('heading', { name: 'ana' })).toBeVisible();
  await expect(tokens.claim('video.room')).toHaveText('lobby');
  await expect(tokens.claim('video.canPublish')).toHaveText('false');
  await expect(tokens.claim('exp')).toHaveText(/^in (59 min|1 h)/);
  await tokens.detail.getByRole('button', { name: 'Copy token' }).click();
  const [minted] = await call('token.list');
  await expect.poll(clipboard).toBe(minted?.token);
  await expect(page.getByRole('status').filter({ hasText: 'Token copied' })).toBeAttached();
});

test('a token that an app got is listed, copied as curl and minted again', async ({
  window: { page, frame, ask, clipboard, call },
}) => {
  await ask('/token', { room_name: 'lobby', participant_identity: "o'hara" });
  const tokens = createTokensPage(page);
  await frame.open('Tokens');
  await expect(tokens.list.getByRole('listitem')).toHaveCount(1);
  await tokens.menu("o'hara", 'Copy as curl');
  await expect
    .poll(clipboard)
    .toContain(`'{"room_name":"lobby","participant_identity":"o'\\''hara"}'`);
  await tokens.menu("o'hara", 'Copy server URL');
  await expect.poll(clipboard).toBe((await call('token.list'))[0]?.serverUrl);
  await tokens.menu("o'hara", 'Mint again');
  await expect(tokens.list.getByRole('listitem')).toHaveCount(2);
});

test('the recent tokens are forgotten only after a question, from the view or from the palette', async ({
  window: { page, frame, call },
}) => {
  await call('token.mint', { identity: 'ana' });
  const tokens = createTokensPage(page);
  await frame.open('Tokens');
  const forget = page.getByRole('button', { name: 'Forget all' });
  await forget.click();
  await frame.confirm('Forget all recent tokens?', 'Cancel');
  await expect(forget).toBeFocused();
  expect(await call('token.list')).toHaveLength(1);

  await forget.click();
  await frame.confirm('Forget all recent tokens?', 'Forget all');
  await expect(page.getByText('Tokens that apps get')).toBeVisible();
  await expect(tokens.detail).toBeHidden();
  await expect(forget).toBeDisabled();

  await call('token.mint', { identity: 'ben' });
  await frame.open('Connect');
  await frame.run('forget the recent tokens');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await call('token.list')).toHaveLength(1);
  await frame.run('forget the recent tokens');
  await frame.confirm('Forget all recent tokens?', 'Forget all');
  await expect.poll(() => call('token.list')).toEqual([]);
});

test('the menu of a token lies over the lines below it', async ({
  window: { page, frame, call },
}) => {
  for (const identity of ['ana', 'ben', 'cleo', 'dan']) await call('token.mint', { identity });
  const tokens = createTokensPage(page);
  await frame.open('Tokens');
  await tokens.list.getByRole('button', { name: 'Token actions: dan' }).click();
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  const covered = await menu.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const through = new Set<string>();
    for (let x = left + 8; x < right - 8; x += 8) {
      for (let y = top + 8; y < Math.min(bottom, innerHeight) - 8; y += 8) {
        const found = document.elementFromPoint(x, y);
        if (found !== null && !element.contains(found)) through.add(found.outerHTML.slice(0, 80));
      }
    }
    return [...through];
  });
  expect(covered).toEqual([]);
});

test('copying an expired token offers a fresh one', async ({
  window: { page, frame, clipboard, call },
}) => {
  const minted = await call('token.mint', { identity: 'late', ttlSeconds: 61 });
  await page.clock.install({ time: Date.now() });
  const tokens = createTokensPage(page);
  await frame.open('Tokens');
  await expect(tokens.list).toContainText(/left/);
  await page.clock.fastForward('02:00');
  await expect(tokens.list).toContainText('expired');
  await tokens.detail.getByRole('button', { name: 'Copy token' }).click();
  const dialog = page.getByRole('dialog', { name: 'This token has expired' });
  await dialog.getByRole('button', { name: 'Mint and copy a new token' }).click();
  await expect.poll(async () => (await call('token.list')).length).toBe(2);
  const [fresh] = await call('token.list');
  expect(fresh?.identity).toBe('late');
  expect(fresh?.token).not.toBe(minted.token);
  await expect.poll(clipboard).toBe(fresh?.token);
});

test('an identity over 256 bytes and an invalid lifetime are shown at their fields', async ({
  window: { page, frame },
}) => {
  const tokens = createTokensPage(page);
  await frame.open('Tokens');
  await tokens.field('Identity').fill('é'.repeat(129));
  await tokens.mint();
  await expect(tokens.field('Identity')).toHaveAccessibleDescription(
    /258 bytes; LiveKit allows 256/,
  );
  await tokens.field('Identity').fill('fine');
  await tokens.field('Lifetime').fill('soon');
  await tokens.mint();
  await expect(tokens.field('Lifetime')).toHaveAccessibleDescription(/is not a lifetime/);
  await frame.open('Connect');
  await frame.open('Tokens');
  await expect(tokens.field('Identity')).toHaveValue('fine');
});
