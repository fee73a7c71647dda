import type { Locator, Page } from '@playwright/test';
import { createProjectForm, type ProjectForm } from './project-form.ts';

export interface ConnectPage {
  readonly doors: Locator;
  readonly newProject: ProjectForm;
  readonly snippet: Locator;
  readonly plot: Locator;
  openDoor(name: string): Promise<void>;
  readonly path: Locator;
  chooseDevice(name: string): Promise<void>;
  copyUrl(): Promise<void>;
  chooseLanguage(name: string): Promise<void>;
}

export function createConnectPage(page: Page): ConnectPage {
  const app = page.getByRole('region', { name: 'Where does your app run?' });
  const doors = page.getByRole('region', { name: 'Where are your LiveKit keys?' });
  return {
    doors,
    newProject: createProjectForm(page),
    snippet: app.locator('pre').first(),
    plot: page.getByRole('region', { name: 'Requests in the last hour' }),
    openDoor: (name) => doors.getByRole('button', { name }).click(),
    path: page.getByRole('region', { name: 'Path of the last request' }),
    chooseDevice: (name) => app.getByRole('radio', { name }).check(),
    copyUrl: () => app.getByRole('button', { name: 'Copy Endpoint URL' }).click(),
    chooseLanguage: async (name) => {
      await app.getByRole('combobox', { name: 'Language' }).selectOption(name);
    },
  };
}
