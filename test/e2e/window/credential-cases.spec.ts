import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { CREDENTIAL_CASES, K, S, U, type CaseProject } from '../../fixtures/credential-cases.ts';
import { drop, expectNoSecret, paste, withFiles } from '../../fixtures/keys-in.ts';
import { expect, test, type TokenTrayWindow } from '../../fixtures/window.ts';
import { createConnectPage } from '../../pages/connect-page.ts';
import { createPresetsPage } from '../../pages/presets-page.ts';

/** Takes what was understood: the one project by *Save and use*, several by the import. */
async function take(page: Page, count: number): Promise<void> {
  const name = count === 1 ? 'Save and use' : `Import ${count} projects`;
  await page.getByRole('button', { name }).click();
  await expect(createConnectPage(page).door).toBeHidden();
}

/** That these projects are here besides the local one, and sign with their secrets. */
async function expectProjects(
  { call, ask }: TokenTrayWindow,
  wanted: readonly CaseProject[],
): Promise<void> {
  const { projects } = await call('state.get');
  const here = projects.filter(({ source }) => source === 'user');
  expect(here.map(({ url, apiKey }) => `${url} ${apiKey}`).toSorted()).toEqual(
    wanted.map(({ url, apiKey }) => `${url} ${apiKey}`).toSorted(),
  );
  for (const { url, apiKey, apiSecret } of wanted) {
    const slug = here.find((item) => item.url === url && item.apiKey === apiKey)?.slug ?? '';
    const { participant_token: token = '' } = await (await ask(`/token?project=${slug}`)).json();
    const [head, payload, signature] = String(token).split('.');
    const signed = createHmac('sha256', apiSecret).update(`${head}.${payload}`).digest('base64url');
    expect(signature).toBe(signed);
  }
}

for (const { number, what, text, files, projects, said } of CREDENTIAL_CASES) {
  test(`case ${number}: ${what}, ${text === undefined ? 'dropped' : 'pasted'}`, async ({
    window,
  }) => {
    const { page, call } = window;
    const { door } = createConnectPage(page);
    await expect(door).toBeVisible();
    if (text !== undefined) await paste(page, text);
    else {
      await withFiles(files ?? {}, async (folder, paths) => {
        await drop(page, paths.length > 1 && projects.length === 1 ? [folder] : paths);
        await expect(door).toContainText(/Filled in from|What was found/);
      });
    }
    if (said !== undefined) await expect(door).toContainText(said);
    if (projects.length > 0) await take(page, projects.length);
    else {
      // What was understood of it cannot be saved as it is.
      const save = page.getByRole('button', { name: 'Save and use' });
      if (await save.isVisible()) await save.click();
      expect((await call('state.get')).projects).toHaveLength(1);
    }
    await expectProjects(window, projects);
    await expectNoSecret(page);
  });
}

/** A file of lk's with a shop and a lab. */
function lk(url: string, key: string): string {
  return `projects:\n  - {name: shop, url: '${url}', api_key: ${key}, api_secret: ${S}}\n  - {name: lab, url: 'wss://lab.example.com', api_key: APIlab123456, api_secret: ${S}}\n`;
}

test('case 10: a project of the same name with other keys is asked about, and kept apart unless told', async ({
  window,
}) => {
  const { page, frame, call } = window;
  const old = { url: 'wss://old.example.com', apiKey: 'APIold123456', apiSecret: `${S}old1` };
  await call('project.create', { fields: { name: 'shop', ...old } });
  await frame.open('Projects');
  await page.getByRole('button', { name: 'Add project' }).click();
  await paste(page, lk(U, K));
  await page.getByRole('button', { name: 'Import 2 projects' }).click();
  const question = page.getByRole('group', { name: /would also change/ }).getByRole('checkbox');
  await expect(question).not.toBeChecked();
  await page.getByRole('button', { name: 'Import 2 projects' }).click();
  await expect(page.getByRole('button', { name: 'Import 2 projects' })).toBeHidden();
  const lab = { url: 'wss://lab.example.com', apiKey: 'APIlab123456', apiSecret: S };
  await expectProjects(window, [old, { url: U, apiKey: K, apiSecret: S }, lab]);
});

test('case 15: a URL of 0.0.0.0 is answered with the name by which the caller came', async ({
  window: { page, ask },
}) => {
  await expect(createConnectPage(page).door).toBeVisible();
  await paste(
    page,
    `LIVEKIT_URL=ws://0.0.0.0:7880\nLIVEKIT_API_KEY=${K}\nLIVEKIT_API_SECRET=${S}\n`,
  );
  await take(page, 1);
  const { server_url: own } = await (await ask()).json();
  expect(own).toBe('ws://127.0.0.1:7880');
});

test('case 19: an unknown grant is refused by name, with the one that was meant', async ({
  window: { page, frame },
}) => {
  const presets = createPresetsPage(page);
  await frame.open('Presets');
  await presets.open('Viewer');
  await presets.json.fill('{"video": {"roomName": "x"}}');
  await expect(presets.json).toHaveAccessibleDescription(
    /Unknown grant roomName.*Did you mean "?room\b/,
  );
  await expect(presets.save).toBeDisabled();
});

test('case 20: a field that counts for nothing is named in the answer and the activity', async ({
  window: { page, frame, endpoint },
}) => {
  const answer = await fetch(`${endpoint}/token?room=r1&username=bob`);
  expect(answer.headers.get('X-Token-Tray-Ignored')).toBe('username');
  await frame.open('Activity');
  await page.getByRole('list', { name: 'Requests' }).getByRole('button').first().click();
  const detail = page.getByRole('region', { name: 'Request', exact: true });
  await expect(detail.getByText('Ignored unknown fields: username.')).toBeVisible();
});
