import type { Locator, Page } from '@playwright/test';

export interface SettingsPage {
  readonly port: Locator;
  readonly changePort: Locator;
  readonly lan: Locator;
  toggle(label: string): Locator;
  addOrigin(origin: string): Promise<void>;
  chooseTheme(name: 'System' | 'Light' | 'Dark'): Promise<void>;
  readonly fileToImport: Locator;
  /** Gives the settings import a file, as if it had been chosen. */
  importFile(name: string, content: string): Promise<void>;
}

export function createSettingsPage(page: Page): SettingsPage {
  const fileToImport = page.getByLabel('Import a file').and(page.locator('input'));
  return {
    fileToImport,
    port: page.getByRole('textbox', { name: 'Port' }),
    changePort: page.getByRole('button', { name: 'Change port' }),
    lan: page.getByRole('region', { name: 'LAN', exact: true }),
    toggle: (label) => page.getByRole('switch', { name: label }),
    addOrigin: async (origin) => {
      await page.getByRole('textbox', { name: 'Allowed origins' }).fill(origin);
      await page.getByRole('button', { name: 'Add origin' }).click();
    },
    chooseTheme: (name) => page.getByRole('radio', { name }).check(),
    importFile: async (name, content) => {
      const buffer = Buffer.from(content);
      await fileToImport.setInputFiles({ name, mimeType: 'application/json', buffer });
    },
  };
}
