import { expectAccessible } from '../../fixtures/accessible.ts';
import { occupyPort } from '../../fixtures/occupied-port.ts';
import { expect, test, type TokenTrayWindow } from '../../fixtures/window.ts';
import { VIEWS } from '../../pages/frame.ts';

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
    await expectAccessible(window.page, view);
  }
});

test('axe finds nothing on any filled view, in both themes', async ({ window }) => {
  test.setTimeout(120_000);
  await fill(window);
  for (const view of VIEWS) {
    await window.frame.open(view);
    await expectAccessible(window.page, view);
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
    await expect(page.getByText('As received')).toBeVisible();
    await expectAccessible(page, `request, ${outcome}`);
  }
  await page.getByRole('button', { name: 'Edit and send' }).click();
  await expectAccessible(page, 'replay form');
  await page.getByRole('button', { name: 'Allow this origin' }).click();
  await expectAccessible(page, 'dialog');
  await page.keyboard.press('Escape');

  await frame.open('Tokens');
  await page.getByRole('button', { name: 'Mint token' }).click();
  await expect(page.getByRole('table', { name: 'Claims' })).toBeVisible();
  await page
    .getByRole('button', { name: /^Token actions/ })
    .first()
    .click();
  await expectAccessible(page, 'token and its menu');
  await page.keyboard.press('Escape');

  await frame.open('Projects');
  await page.getByRole('button', { name: 'Add project' }).click();
  await expectAccessible(page, 'the door for keys');
  await page.getByRole('button', { name: 'Type them' }).click();
  await page.getByRole('button', { name: 'Save and use' }).click();
  await expectAccessible(page, 'project form with an error');

  await frame.open('Defaults');
  await page.getByRole('button', { name: 'Add agent' }).click();
  await page.getByRole('textbox', { name: 'Agent name' }).fill('greeter');
  await page.getByRole('button', { name: 'Add attribute' }).first().click();
  await page.getByText('Template variables').first().click();
  await page.getByRole('textbox', { name: 'Identity template' }).fill('{nonsense}');
  await expect(page.getByText(/is not a template word/)).toBeVisible();
  await expectAccessible(page, 'defaults with an error');

  await frame.open('Settings');
  await page.getByRole('switch', { name: 'Answer on the local network' }).click();
  await page.getByRole('button', { name: 'Show key' }).click();
  await page.getByRole('button', { name: 'Show diagnostics' }).click();
  await expectAccessible(page, 'settings, unfolded');

  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Actions' })).toBeVisible();
  await expectAccessible(page, 'palette');
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
    await expectAccessible(page, `${view}, narrow and stopped`);
  }
});

test('axe finds nothing on any question that is asked, and on the palette over each view', async ({
  window,
}) => {
  test.setTimeout(180_000);
  await fill(window);
  const { page, frame } = window;
  const expectQuestion = async (title: string): Promise<void> => {
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await expectAccessible(page, title);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  };
  await frame.open('Activity');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expectQuestion('Clear the activity?');
  await frame.open('Tokens');
  await page.getByRole('button', { name: 'Forget all' }).click();
  await expectQuestion('Forget all recent tokens?');
  await frame.open('Projects');
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await expectQuestion('Regenerate the token server ID?');
  await frame.open('Settings');
  await page.getByRole('switch', { name: 'Allow Origin: null' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'Origin: null');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export with secrets' }).click();
  await expectQuestion('Export with secrets?');

  for (const view of VIEWS) {
    await frame.open(view);
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox', { name: 'Actions' })).toBeVisible();
    await expectAccessible(page, `palette over ${view}`);
    await page.keyboard.press('Escape');
  }
});

test.describe('with a port of the settings', () => {
  test.use({ windowOptions: { savedPort: true } });

  test('axe finds nothing on any view while the port is taken, and in the detail of what was blocked before', async ({
    window,
  }) => {
    test.setTimeout(180_000);
    await fill(window);
    const { page, frame, call, endpoint } = window;
    await call('server.stop');
    const other = await occupyPort(Number(new URL(endpoint).port));
    await call('server.start');
    await expect(frame.state).toHaveText(/ is taken$/);
    for (const view of VIEWS) {
      await frame.open(view);
      await expectAccessible(page, `${view}, port taken`);
    }
    await frame.open('Activity');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Blocked' })
      .first()
      .getByRole('button')
      .click();
    await expect(page.getByRole('button', { name: 'Allow this origin' })).toBeVisible();
    await expectAccessible(page, 'blocked request, port taken');
    await page.setViewportSize({ width: 720, height: 520 });
    await expectAccessible(page, 'blocked request, port taken, narrow');
    await other.free();
  });
});
