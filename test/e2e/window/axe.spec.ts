import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type TokenTrayWindow } from '../../fixtures/window.ts';
import { VIEWS } from '../../pages/frame.ts';

async function expectNothing(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Legacy mode needs no second page, which the desktop does not have.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
    expect(found, `${where}, ${colorScheme}`).toEqual([]);
  }
}

async function fill({ call, ask }: TokenTrayWindow): Promise<void> {
  await call('project.create', {
    fields: {
      name: 'Shop',
      url: 'wss://shop.livekit.cloud',
      apiKey: 'APIshop',
      apiSecret: 'a-secret-that-is-long-enough-for-livekit-1234',
    },
  });
  await ask('/token', {
    room_name: 'lobby',
    participant_identity: 'ana',
    participant_metadata: '{}',
  });
  await ask('/token?preset=nope');
  await ask('/token', {}, { Origin: 'https://app.example.com' });
}

test('axe finds nothing on any empty view, in both themes', async ({ window }) => {
  test.setTimeout(120_000);
  for (const view of VIEWS) {
    await window.frame.open(view);
    await expectNothing(window.page, view);
  }
});

test('axe finds nothing on any filled view, in both themes', async ({ window }) => {
  test.setTimeout(120_000);
  await fill(window);
  for (const view of VIEWS) {
    await window.frame.open(view);
    await expectNothing(window.page, view);
  }
});

test('axe finds nothing on what opens: details, forms, menus, dialogs, the palette', async ({
  window,
}) => {
  test.setTimeout(180_000);
  await fill(window);
  const { page, frame } = window;
  await frame.open('Activity');
  for (const outcome of ['Issued', 'Refused', 'Blocked']) {
    await page
      .getByRole('listitem')
      .filter({ hasText: outcome })
      .first()
      .getByRole('button')
      .click();
    await expect(page.getByText('As it came')).toBeVisible();
    await expectNothing(page, `request, ${outcome}`);
  }
  await page.getByRole('button', { name: 'Replay with edits' }).click();
  await expectNothing(page, 'replay form');
  await page.getByRole('button', { name: 'Allow this origin' }).click();
  await expectNothing(page, 'dialog');
  await page.keyboard.press('Escape');

  await frame.open('Tokens');
  await page.getByRole('button', { name: 'Mint token' }).click();
  await expect(page.getByRole('table', { name: 'Claims' })).toBeVisible();
  await page
    .getByRole('button', { name: /^Token actions/ })
    .first()
    .click();
  await expectNothing(page, 'token and its menu');
  await page.keyboard.press('Escape');

  await frame.open('Projects');
  await page.getByRole('button', { name: 'Add project' }).click();
  await page.getByRole('button', { name: 'Save project' }).first().click();
  await expectNothing(page, 'project form with an error');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expectNothing(page, 'import');

  await frame.open('Defaults');
  await page.getByRole('button', { name: 'Add agent' }).click();
  await page.getByRole('button', { name: 'Add attribute' }).first().click();
  await page.getByText('Words for templates').first().click();
  await page.getByRole('textbox', { name: 'Identity template' }).fill('{nonsense}');
  await expect(page.getByText(/is not known in a template/)).toBeVisible();
  await expectNothing(page, 'defaults with an error');

  await frame.open('Settings');
  await page.getByRole('switch', { name: 'Answer on the local network' }).click();
  await page.getByRole('button', { name: 'Show key' }).click();
  await page.getByRole('button', { name: 'Show diagnostics' }).click();
  await expectNothing(page, 'settings, unfolded');

  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Actions' })).toBeVisible();
  await expectNothing(page, 'palette');
});

test('axe finds nothing while the server is stopped, and on a narrow window', async ({
  window,
}) => {
  test.setTimeout(120_000);
  await fill(window);
  const { page, frame } = window;
  await frame.stop();
  await expect(frame.state).toHaveText('Stopped');
  await page.setViewportSize({ width: 720, height: 520 });
  for (const view of VIEWS) {
    await frame.open(view);
    await expectNothing(page, `${view}, narrow and stopped`);
  }
});
