import type { Locator, Page } from '@playwright/test';
import { createProjectForm, type ProjectForm } from './project-form.ts';

export interface ConnectPage {
  readonly doors: Locator;
  readonly newProject: ProjectForm;
  readonly snippet: Locator;
  readonly plot: Locator;
  openDoor(name: string): Promise<void>;
  copyUrl(target: string): Promise<void>;
  /** Shows the snippet of `client`, running on `target` where that is chosen. */
  chooseClient(client: string, target?: string): Promise<void>;
}

export function createConnectPage(page: Page): ConnectPage {
  const app = page.getByRole('region', { name: 'In your app' });
  const doors = page.getByRole('region', { name: 'Where are your LiveKit keys?' });
  return {
    doors,
    newProject: createProjectForm(page),
    snippet: app.locator('pre').first(),
    plot: page.getByRole('region', { name: 'Requests in the last hour' }),
    openDoor: (name) => doors.getByRole('button', { name }).click(),
    copyUrl: (target) =>
      page.getByRole('button', { name: `Copy Endpoint URL for ${target}` }).click(),
    chooseClient: async (client, target) => {
      await app.getByRole('combobox', { name: 'Client' }).selectOption(client);
      if (target !== undefined)
        await app.getByRole('combobox', { name: 'Runs on' }).selectOption(target);
    },
  };
}
