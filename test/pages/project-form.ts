import type { Locator, Page } from '@playwright/test';

export interface TypedProject {
  url?: string;
  name?: string;
  apiKey?: string;
  apiSecret?: string;
}

/** The form for a new project. */
export interface ProjectForm {
  readonly root: Locator;
  type(typed: TypedProject): Promise<void>;
  save(): Promise<void>;
  test(): Promise<void>;
  /** A field, such as `LiveKit URL`. */
  field(label: string): Locator;
}

export function createProjectForm(page: Page): ProjectForm {
  const root = page.getByRole('form', { name: 'New project' });
  const field = (label: string): Locator => root.getByRole('textbox', { name: label, exact: true });
  return {
    root,
    type: async ({ url, name, apiKey, apiSecret }) => {
      if (url !== undefined) await field('LiveKit URL').fill(url);
      if (name !== undefined) await field('Name').fill(name);
      if (apiKey !== undefined) await field('API key').fill(apiKey);
      if (apiSecret !== undefined)
        await root.getByLabel('API secret', { exact: true }).fill(apiSecret);
    },
    save: () => root.getByRole('button', { name: 'Save and use' }).click(),
    test: () => root.getByRole('button', { name: 'Test connection' }).click(),
    field,
  };
}
