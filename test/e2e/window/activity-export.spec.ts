import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures/window.ts';
import { createActivityPage } from '../../pages/activity-page.ts';

type Saving = Window & { saved?: { name: string; blob: Blob | undefined } };

/** Keeps what the page saves: the desktop asks where to put a download, so it is taken before that. */
function keepDownloads(page: Page): Promise<void> {
  return page.evaluate(() => {
    let blob: Blob | undefined;
    URL.createObjectURL = (made) => {
      if (made instanceof Blob) blob = made;
      return 'blob:made';
    };
    HTMLAnchorElement.prototype.click = function click() {
      (window as Saving).saved = { name: this.download, blob };
    };
  });
}

function lastDownload(page: Page): Promise<{ name: string; text: string }> {
  return page.evaluate(async () => {
    const { saved } = window as Saving;
    return { name: saved?.name ?? '', text: (await saved?.blob?.text()) ?? '' };
  });
}

test('what is shown is exported as an HTTP archive, without tokens', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token', { room_name: 'lobby' });
  await ask('/token?preset=nope');
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await keepDownloads(page);
  await activity.filter('Refused');
  await expect(activity.lines).toHaveCount(1);
  await page.getByRole('button', { name: 'Export HAR' }).click();
  await expect(frame.messages).toContainText('1 request exported');
  const { name, text } = await lastDownload(page);
  expect(name).toMatch(/^token-tray-requests-[\d-]+\.har$/);
  expect(JSON.parse(text).log.entries).toMatchObject([{ response: { status: 404 } }]);
  expect(text).not.toContain('eyJ');
});

test('requests are selected one by one for an export, a line of repeats as all of them', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token', { room_name: 'lobby' });
  await ask('/token?preset=nope');
  await ask('/token?preset=nope');
  await ask('/token', { room_name: 'cellar' });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await expect(activity.lines).toHaveCount(3);
  await keepDownloads(page);
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  const exportButton = page.getByRole('button', { name: / as HAR$/ });
  await expect(exportButton).toHaveText('Export 0 as HAR');
  await expect(exportButton).toBeDisabled();
  const select = (text: string): Promise<void> =>
    activity.lines.filter({ hasText: text }).getByRole('checkbox').check();
  await select('cellar');
  await select('×2');
  await expect(activity.detail).toBeHidden();
  await exportButton.click();
  await expect(frame.messages).toContainText('3 requests exported');
  const { text } = await lastDownload(page);
  const statuses = JSON.parse(text).log.entries.map(
    ({ response }: { response: { status: number } }) => response.status,
  );
  expect(statuses).toEqual([404, 404, 200]);

  await page.getByRole('button', { name: 'Select', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Export HAR' })).toBeEnabled();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
});

test('what is selected stays what it was when repeats arrive and when a filter folds lines together', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token?preset=nope');
  await ask('/token', { room_name: 'lobby' });
  await ask('/token?preset=nope');
  await ask('/token?preset=nope');
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await expect(activity.lines).toHaveCount(3);
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  const exportButton = page.getByRole('button', { name: / as HAR$/ });
  const folded = page.getByRole('checkbox', {
    name: /^Select 2 requests, the newest from [\d:]+$/,
  });
  await folded.check();
  await expect(exportButton).toHaveText('Export 2 as HAR');

  await ask('/token?preset=nope');
  const first = activity.lines.first();
  await expect(first).toContainText('×3');
  await expect(exportButton).toHaveText('Export 2 as HAR');
  await expect(first.getByRole('checkbox')).toBeChecked({ indeterminate: true });

  await activity.filter('Refused');
  await expect(first).toContainText('×4');
  await expect(exportButton).toHaveText('Export 2 as HAR');
  await first.getByRole('checkbox').click();
  await expect(exportButton).toHaveText('Export 4 as HAR');
  await expect(first.getByRole('checkbox')).toBeChecked();
  await first.getByRole('checkbox').click();
  await expect(exportButton).toHaveText('Export 0 as HAR');
});
