import { expect, test } from '../../fixtures/window.ts';
import { createConnectPage } from '../../pages/connect-page.ts';

const ID = '0D4F3C2A-8A5B-4C0E-9E57-5B1B7C1E2F30';
const COMMAND = `xcrun simctl openurl ${ID} http://localhost:7885/`;

test('on a Mac, a booted simulator is listed as ready, and shows the endpoint when asked', async ({
  window: { page },
}) => {
  const asked: string[] = [];
  // This machine is no Mac, so the answers of one are given here.
  await page.route('**/host.describe', async (route) => {
    const { value, ...reply } = await (await route.fetch()).json();
    await route.fulfill({ json: { ...reply, value: { ...value, platform: 'darwin' } } });
  });
  await page.route(/\/device\.(list|run)$/, async (route) => {
    asked.push(`${new URL(route.request().url()).pathname} ${route.request().postData()}`);
    const simulator = { id: ID, name: 'iPhone 17 Pro, iOS 26.1', state: 'ready', isSet: true };
    const value = { found: true, devices: [{ ...simulator, commands: [COMMAND] }] };
    await route.fulfill({ json: { ok: true, value } });
  });
  await page.reload();
  const connect = createConnectPage(page);
  await connect.chooseDevice('iOS simulator');
  await page.getByRole('button', { name: 'Find booted simulators' }).click();
  const simulator = page.getByRole('group', { name: 'iPhone 17 Pro, iOS 26.1' });
  await expect(simulator).toContainText('is ready: it shares this Mac’s network');
  await expect(simulator).toContainText(COMMAND);
  await simulator.getByRole('button', { name: 'Show Token Tray on iPhone 17 Pro' }).click();
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[0]).toMatch(/device\.list \{"tool":"simctl"\}$/);
  expect(asked[1]).toContain(`device.run {"tool":"simctl","id":"${ID}"}`);
});

test('elsewhere no simulators are looked for', async ({ window: { page, call } }) => {
  const { platform } = await call('host.describe');
  const connect = createConnectPage(page);
  await connect.chooseDevice('iOS simulator');
  await expect(connect.snippet).toContainText('import LiveKit');
  const count = platform === 'darwin' ? 1 : 0;
  await expect(page.getByRole('button', { name: 'Find booted simulators' })).toHaveCount(count);
});
