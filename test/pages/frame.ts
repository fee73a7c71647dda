import { expect, type Locator, type Page } from '@playwright/test';

export const VIEWS = [
  'Connect',
  'Projects',
  'Defaults',
  'Presets',
  'Tokens',
  'Activity',
  'Room',
  'Doctor',
  'Settings',
] as const;

export type ViewTitle = (typeof VIEWS)[number];

/** The frame around every view. */
export interface Frame {
  readonly page: Page;
  readonly strip: Locator;
  /** The state in words, such as `Serving on 7885`. */
  readonly state: Locator;
  readonly messages: Locator;
  open(view: ViewTitle): Promise<void>;
  chooseProject(name: string): Promise<void>;
  choosePreset(name: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Types into the palette and runs the first action. */
  run(search: string): Promise<void>;
  undo(): Promise<void>;
  confirm(title: string | RegExp, button: string): Promise<void>;
}

export function createFrame(page: Page): Frame {
  const strip = page.getByRole('region', { name: 'Token server' });
  const choose = async (menu: string, name: string): Promise<void> => {
    await strip.getByRole('button', { name: new RegExp(`^${menu}:`) }).click();
    await page.getByRole('menuitemradio', { name }).click();
    await expect(strip.getByRole('button', { name: `${menu}: ${name}` })).toBeVisible();
  };
  return {
    page,
    strip,
    state: strip.getByRole('status').first(),
    messages: page.getByRole('log', { name: 'Messages' }),
    open: async (view) => {
      await page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('button', { name: view, exact: true })
        .click();
      await expect(page.getByRole('heading', { level: 1, name: view })).toBeVisible();
      // The view itself, not only its title: parts come when they are first looked at.
      await expect(page.getByText('Loading…')).toBeHidden();
    },
    chooseProject: (name) => choose('Project', name),
    choosePreset: (name) => choose('Preset', name),
    start: () => strip.getByRole('button', { name: 'Start serving' }).click(),
    stop: () => strip.getByRole('button', { name: 'Stop serving' }).click(),
    run: async (search) => {
      await page.keyboard.press('ControlOrMeta+k');
      const box = page.getByRole('combobox', { name: 'Actions' });
      await box.fill(search);
      await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
      await box.press('Enter');
      await expect(box).toBeHidden();
    },
    undo: () =>
      page.getByRole('log', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click(),
    confirm: async (title, button) => {
      await page.getByRole('dialog', { name: title }).getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog', { name: title })).toBeHidden();
    },
  };
}
