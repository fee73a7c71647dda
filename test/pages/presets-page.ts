import type { Locator, Page } from '@playwright/test';

export interface PresetsPage {
  readonly list: Locator;
  readonly detail: Locator;
  readonly save: Locator;
  readonly json: Locator;
  add(): Promise<void>;
  open(name: string): Promise<void>;
  menu(preset: string, item: string): Promise<void>;
  field(label: string): Locator;
  setGrant(label: string, state: 'Yes' | 'No'): Promise<void>;
}

export function createPresetsPage(page: Page): PresetsPage {
  const list = page.getByRole('list', { name: 'Presets' });
  const detail = page.getByRole('region', { name: 'Preset', exact: true });
  return {
    list,
    detail,
    save: detail.getByRole('button', { name: 'Save preset' }),
    json: detail.getByRole('textbox', { name: 'Grants as JSON' }),
    add: () => page.getByRole('button', { name: 'Add preset' }).click(),
    open: (name) => list.getByRole('button', { name, exact: true }).click(),
    menu: async (preset, item) => {
      await list.getByRole('button', { name: `Preset actions: ${preset}`, exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    field: (label) => detail.getByLabel(label, { exact: true }),
    setGrant: async (label, state) => {
      await detail.getByRole('combobox', { name: label, exact: true }).selectOption(state);
    },
  };
}
