import type { Locator, Page } from '@playwright/test';

export interface DefaultsPage {
  readonly example: Locator;
  readonly save: Locator;
  field(label: string): Locator;
  chooseRoom(mode: string): Promise<void>;
  chooseRule(field: string, rule: string): Promise<void>;
  /** The value that the example's claim has. */
  claim(name: string): Locator;
}

export function createDefaultsPage(page: Page): DefaultsPage {
  const example = page.getByRole('region', { name: 'An empty request gets' });
  return {
    example,
    save: page.getByRole('button', { name: 'Save defaults' }),
    field: (label) => page.getByRole('textbox', { name: label, exact: true }),
    chooseRoom: (mode) => page.getByRole('radio', { name: mode }).check(),
    chooseRule: async (field, rule) => {
      await page
        .getByRole('combobox', { name: `When the app sets it: ${field}` })
        .selectOption(rule);
    },
    claim: (name) =>
      example
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
        .getByRole('cell'),
  };
}
