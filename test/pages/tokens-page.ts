import type { Locator, Page } from '@playwright/test';

export interface TokensPage {
  readonly form: Locator;
  readonly list: Locator;
  readonly detail: Locator;
  field(label: string): Locator;
  mint(): Promise<void>;
  menu(identity: string, item: string): Promise<void>;
  claim(name: string): Locator;
}

export function createTokensPage(page: Page): TokensPage {
  const form = page.getByRole('form', { name: 'Mint a token' });
  const list = page.getByRole('list', { name: 'Recent tokens' });
  const detail = page.getByRole('region', { name: 'Token', exact: true });
  return {
    form,
    list,
    detail,
    field: (label) => form.getByLabel(label, { exact: true }),
    mint: () => form.getByRole('button', { name: 'Mint token' }).click(),
    menu: async (identity, item) => {
      await list
        .getByRole('button', { name: `Token actions: ${identity}` })
        .first()
        .click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    claim: (name) =>
      detail
        .getByRole('table', { name: 'Claims' })
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
        .getByRole('cell'),
  };
}
