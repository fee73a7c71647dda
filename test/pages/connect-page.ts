import type { Locator, Page } from '@playwright/test';
import { createProjectForm, type ProjectForm } from './project-form.ts';

export interface ConnectPage {
  /** The way in for keys, while there are none. */
  readonly door: Locator;
  readonly newProject: ProjectForm;
  readonly snippet: Locator;
  readonly plot: Locator;
  typeKeys(): Promise<void>;
  readonly path: Locator;
  chooseDevice(name: string): Promise<void>;
  readonly url: Locator;
  copyUrl(): Promise<void>;
  chooseLanguage(name: string): Promise<void>;
  readonly turnOnLan: Locator;
  /** Copies the snippet; where there is no address yet, turns LAN on first. */
  readonly copySnippet: Locator;
  /** Copies the code of the note with these words. */
  copyNote(words: RegExp): Locator;
  /** Lists the devices that adb sees. */
  readonly findAndroid: Locator;
  /** Opens the sheet that checks a phone. */
  readonly checkPhone: Locator;
  readonly phoneSheet: Locator;
}

export function createConnectPage(page: Page): ConnectPage {
  const app = page.getByRole('region', { name: 'Where does your app run?' });
  const door = page.getByRole('region', { name: 'Add your LiveKit keys' });
  return {
    door,
    newProject: createProjectForm(page),
    snippet: app.locator('pre').first(),
    plot: page.getByRole('region', { name: 'Requests in the last hour' }),
    typeKeys: () => door.getByRole('button', { name: 'Type them' }).click(),
    path: page.getByRole('region', { name: 'Path of the last request' }),
    chooseDevice: (name) => app.getByRole('radio', { name }).check(),
    url: app.locator('.copy-value').first(),
    copyUrl: () => app.getByRole('button', { name: 'Copy Endpoint URL' }).click(),
    turnOnLan: app.getByRole('button', { name: 'Turn on LAN', exact: true }),
    copySnippet: app.getByRole('button', { name: /^Copy .* snippet$|^Turn on LAN and copy$/ }),
    copyNote: (words) => app.getByRole('button', { name: words }),
    findAndroid: app.getByRole('button', { name: 'Find Android devices…' }),
    checkPhone: app.getByRole('button', { name: 'Check a phone…' }),
    phoneSheet: page.getByRole('dialog', { name: 'Check a phone' }),
    chooseLanguage: async (name) => {
      await app.getByRole('combobox', { name: 'Language' }).selectOption(name);
    },
  };
}
