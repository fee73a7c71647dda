// @ts-check

/** @typedef {import('@playwright/test').Page} Page */

/** @type {Readonly<Record<string, (page: Page) => Promise<void>>>} */
const ERRORS = {
  // The taken port is the error of this view; it is shown over all of them.
  Connect: async () => {},

  Projects: async (page) => {
    await page.getByRole('button', { name: 'Add project' }).click();
    await page.getByRole('button', { name: 'Type them' }).click();
    const form = page.getByRole('form', { name: 'New project' });
    await form.getByLabel('LiveKit URL').fill(' https://shop.livekit.cloud');
    await form.getByLabel('API key').fill('made-up-secret-that-opens-nothing-0a1b2c3d');
    await form.getByLabel('API secret', { exact: true }).fill('APIshop4f8a2c1');
    await form.getByRole('button', { name: 'Save and use' }).click();
    await form.getByText('look swapped').waitFor();
  },

  Defaults: async (page) => {
    await page.getByRole('textbox', { name: 'Identity template' }).fill('dev-{nonsense}');
    await page.getByText('is not known in a template').waitFor();
  },

  Presets: async (page) => {
    await page.getByRole('textbox', { name: 'Grants as JSON' }).fill('{"video": {"canFly": true}}');
    await page.getByText('Unknown grant').waitFor();
  },

  Tokens: async (page) => {
    await page
      .getByRole('form', { name: 'Mint a token' })
      .getByLabel('Identity')
      .fill('é'.repeat(129));
    await page.getByRole('button', { name: 'Mint token' }).click();
    await page.getByText('LiveKit allows 256 bytes').waitFor();
  },

  Activity: async (page) => {
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Blocked' })
      .getByRole('button')
      .first()
      .click();
    await page.getByRole('button', { name: 'Allow this origin' }).waitFor();
  },

  Settings: async (page) => {
    await page.getByRole('textbox', { name: 'Port' }).fill('6000');
    await page.getByRole('button', { name: 'Change port' }).click();
    await page.getByText('Browsers refuse port 6000').waitFor();
  },
};

/**
 * Brings about what can go wrong in a view.
 *
 * @param {Page} page
 * @param {string} view
 */
export async function showError(page, view) {
  await ERRORS[view]?.(page);
}
