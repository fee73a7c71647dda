import type { Locator, Page } from '@playwright/test';

export interface ActivityPage {
  readonly list: Locator;
  readonly lines: Locator;
  readonly detail: Locator;
  readonly search: Locator;
  /** Opens the newest line that has `text` in it. */
  open(text: string): Promise<void>;
  filter(outcome: 'All' | 'Issued' | 'Refused' | 'Blocked'): Promise<void>;
  /** A line of *asked → granted*. */
  field(name: string): Locator;
}

export function createActivityPage(page: Page): ActivityPage {
  const list = page.getByRole('list', { name: 'Requests' });
  const lines = list.getByRole('listitem');
  const detail = page.getByRole('region', { name: 'Request', exact: true });
  return {
    list,
    lines,
    detail,
    search: page.getByRole('searchbox', { name: 'Search' }),
    open: (text) => lines.filter({ hasText: text }).first().getByRole('button').click(),
    filter: (outcome) => page.getByRole('radio', { name: outcome }).check(),
    field: (name) =>
      detail.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) }),
  };
}
