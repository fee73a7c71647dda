import type { Locator, Page } from '@playwright/test';
import { createProjectForm, type ProjectForm } from './project-form.ts';

export interface ProjectsPage {
  readonly newProject: ProjectForm;
  readonly list: Locator;
  readonly detail: Locator;
  readonly save: Locator;
  line(name: string): Locator;
  open(name: string): Promise<void>;
  add(): Promise<void>;
  menu(project: string, item: string): Promise<void>;
  field(label: string): Locator;
}

export function createProjectsPage(page: Page): ProjectsPage {
  const list = page.getByRole('list', { name: 'Projects' });
  const detail = page.getByRole('region', { name: 'Project', exact: true });
  return {
    newProject: createProjectForm(page),
    list,
    detail,
    save: detail.getByRole('button', { name: 'Save project' }),
    line: (name) => list.getByRole('listitem').filter({ hasText: name }),
    open: (name) => list.getByRole('button', { name, exact: true }).click(),
    add: async () => {
      await page.getByRole('button', { name: 'Add project' }).click();
      await page.getByRole('button', { name: 'Type them' }).click();
    },
    menu: async (project, item) => {
      await list.getByRole('button', { name: `Project actions: ${project}`, exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    field: (label) => detail.getByLabel(label, { exact: true }),
  };
}
