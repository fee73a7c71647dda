import { expect, test, type Page } from '@playwright/test';
import type { PhoneCheck, PhoneHop, PhoneLink } from '../../main/contract/phone-check.ts';
import { HOST, PORT, startTwoMachines, type TwoMachines } from '../fixtures/namespaces.ts';
import {
  MEDIA_TCP_PORT,
  MEDIA_UDP_PORT,
  SIGNAL_PORT,
  startBrowserOn,
  startServerOn,
} from '../fixtures/phone.ts';
import { createConnectPage } from '../pages/connect-page.ts';
import { SERVER_KEY, SERVER_SECRET } from '../fixtures/real-livekit-server.ts';

let machines: TwoMachines;
let closing: (() => Promise<void>)[];

// A browser, two servers and the patience of LiveKit’s client: a slow machine takes its time.
test.setTimeout(150_000);

test.beforeEach(async () => {
  machines = await startTwoMachines();
  closing = [() => machines.close()];
});

test.afterEach(async () => {
  for (const close of closing.toReversed()) await close();
});

/** A livekit-server on the host's machine, and an active project for it. */
async function serve({ bind = '0.0.0.0', apiSecret = SERVER_SECRET } = {}): Promise<void> {
  const server = await startServerOn(machines, bind);
  closing.push(() => server.close());
  const url = `ws://localhost:${SIGNAL_PORT}`;
  await machines.call('project.create', {
    fields: { name: 'Mine', url, apiKey: SERVER_KEY, apiSecret },
    activate: true,
  });
}

async function openSheet(): Promise<string> {
  const opened: { links?: PhoneLink[] } = Object(await machines.call('phone.open', {}));
  const [link] = opened.links ?? [];
  expect(link?.address).toBe(HOST);
  expect(link?.interfaceName).toBe('wire0');
  return link?.url ?? '';
}

async function phonePage(): Promise<Page> {
  const browser = await startBrowserOn(machines, 'phone');
  closing.push(() => browser.end());
  return browser.newPage();
}

async function shown(): Promise<PhoneCheck> {
  const snapshot: { phone?: PhoneCheck } = Object(await machines.call('state.get'));
  return snapshot.phone ?? { id: '', hops: [] };
}

async function hopOf(name: PhoneHop['hop']): Promise<PhoneHop | undefined> {
  return (await shown()).hops.find(({ hop }) => hop === name);
}

/** Nothing gets from the phones to this port of the host. */
function block(protocol: 'tcp' | 'udp', port: number): void {
  machines.phoneIp('rule', 'add', 'ipproto', protocol, 'dport', String(port), 'prohibit');
}

/** The page names this hop as failed, with these words, and so does the window; the hops before it are done. */
async function expectFailedAt(page: Page, name: PhoneHop['hop'], words: RegExp): Promise<void> {
  const line = page.locator(`li[data-hop="${name}"]`);
  await expect(line).toHaveAttribute('data-state', 'failed', { timeout: 60_000 });
  await expect(line).toContainText(words, { timeout: 30_000 });
  const { hops } = await shown();
  const failed = hops.findIndex(({ hop }) => hop === name);
  expect(hops.slice(0, failed).map(({ state }) => state)).toEqual(Array(failed).fill('ok'));
  expect(hops[failed]).toMatchObject({ state: 'failed', cause: { level: 'cause' } });
  expect(`${hops[failed]?.cause?.sentence} ${hops[failed]?.cause?.fix}`).toMatch(words);
  expect(hops.slice(failed + 1).map(({ state }) => state)).toEqual(
    Array(hops.length - failed - 1).fill('waiting'),
  );
}

test('a phone joins: every hop is done, with its time, on the phone and in the window', async () => {
  await serve();
  const url = await openSheet();
  const page = await phonePage();
  await page.goto(url);
  await expect(page.getByText('This phone can join.')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('li[data-state="ok"]')).toHaveCount(5);
  for (const line of await page.locator('li').all()) await expect(line).toContainText(/\d ms/);
  expect(page.url()).toBe(`http://${HOST}:${PORT}/check`);
  await expect
    .poll(async () => (await shown()).hops.map(({ state }) => state))
    .toEqual(Array(5).fill('ok'));
  const { hops, client } = await shown();
  for (const hop of hops) expect(hop.ms).toEqual(expect.any(Number));
  expect(client).toBe('Chrome');
  expect((await hopOf('media'))?.detail).toBe(`UDP ${HOST}:${MEDIA_UDP_PORT}`);
  await expect
    .poll(async () => JSON.stringify(await machines.call('activity.list')), { timeout: 40_000 })
    .toContain('"state":"joined"');
});

test('a phone whose UDP is blocked joins over TCP, and the window says so', async () => {
  await serve();
  block('udp', MEDIA_UDP_PORT);
  const url = await openSheet();
  const page = await phonePage();
  await page.goto(url);
  await expect(page.getByText('This phone can join.')).toBeVisible({ timeout: 60_000 });
  await expect
    .poll(async () => (await hopOf('media'))?.detail)
    .toBe(`TCP ${HOST}:${MEDIA_TCP_PORT}`);
});

test('with the endpoint’s port blocked nothing comes, and the window says what may be in the way', async () => {
  await serve();
  block('tcp', PORT);
  const url = await openSheet();
  const page = await phonePage();
  await expect(page.goto(url)).rejects.toThrow(/ERR_/);
  await expect
    .poll(async () => (await hopOf('endpoint'))?.cause?.code, { timeout: 60_000 })
    .toBe('phone_not_seen');
  expect((await hopOf('endpoint'))?.cause?.fix).toContain(`TCP port ${PORT}`);
});

test('with the signal port blocked it is the signal connection that fails, at the firewall', async () => {
  await serve();
  block('tcp', SIGNAL_PORT);
  const url = await openSheet();
  const page = await phonePage();
  await page.goto(url);
  await expectFailedAt(page, 'signal', /but the phone does not\..*TCP port 7880.* firewall/s);
});

test('with media blocked over UDP and TCP it is the exchange that fails, and the addresses are named', async () => {
  await serve();
  block('udp', MEDIA_UDP_PORT);
  block('tcp', MEDIA_TCP_PORT);
  const url = await openSheet();
  const page = await phonePage();
  await page.goto(url);
  await expectFailedAt(
    page,
    'media',
    new RegExp(`no media gets from the phone.*${HOST}:${MEDIA_UDP_PORT}.*UDP and TCP`, 's'),
  );
});

test('with a wrong secret it is the signal connection that fails, because of the secret', async () => {
  await serve({ apiSecret: 'another-secret-that-this-server-does-not-know' });
  const url = await openSheet();
  const page = await phonePage();
  await page.goto(url);
  await expectFailedAt(page, 'signal', /not signed with the secret of API key/);
});

test('with the server on loopback only it is the signal connection that fails, and --bind mends it', async () => {
  await serve({ bind: '127.0.0.1' });
  const url = await openSheet();
  const page = await phonePage();
  await page.goto(url);
  await expectFailedAt(page, 'signal', /listens only on this machine.*--bind 0\.0\.0\.0/s);
});

test('where this machine has several addresses, each is named by its interface, and the one chosen is used everywhere', async () => {
  machines.ip('link', 'add', 'wifi0', 'type', 'veth', 'peer', 'name', 'wifi1');
  machines.ip('address', 'add', '192.168.7.20/24', 'dev', 'wifi0');
  for (const end of ['wifi0', 'wifi1']) machines.ip('link', 'set', end, 'up');
  const browser = await startBrowserOn(machines, 'host');
  closing.push(() => browser.end());
  const page = await browser.newPage();
  await page.goto(await machines.windowLink());
  const connect = createConnectPage(page);
  await connect.chooseDevice('Phone');
  await connect.turnOnLan.click();

  const choice = page.getByLabel('Address of this machine');
  await expect(choice.getByRole('option')).toHaveText(['192.168.7.20 (wifi0)', `${HOST} (wire0)`]);
  await expect(connect.snippet).toContainText(`http://192.168.7.20:${PORT}/token`);
  await choice.selectOption(`${HOST} (wire0)`);
  await expect(connect.snippet).toContainText(`http://${HOST}:${PORT}/token`);
  await page.reload();
  await expect(connect.snippet).toContainText(`http://${HOST}:${PORT}/token`);
  await connect.chooseDevice('ESP32');
  await expect(choice).toHaveValue(HOST);
  await expect(connect.url).toHaveText(`http://${HOST}:${PORT}/api/sandbox/connection-details`);

  await connect.checkPhone.click();
  const sheet = connect.phoneSheet;
  await expect(sheet.getByRole('img', { name: `Code for a page at ${HOST}` })).toBeVisible();
  // The choice there is the same.
  await sheet.getByLabel('Address of this machine').selectOption('192.168.7.20 (wifi0)');
  await expect(sheet.getByRole('img', { name: 'Code for a page at 192.168.7.20' })).toBeVisible();
});

test('of several phones that scan the code the first is checked, and the next is told to wait for a new code', async () => {
  await serve();
  const url = await openSheet();
  const [phone, next] = [await phonePage(), await phonePage()];
  await phone.goto(url);
  await next.goto(url);
  await expect(next.getByText('Scan the one that Token Tray shows now')).toBeVisible();
  await expect(phone.getByText('This phone can join.')).toBeVisible({ timeout: 60_000 });
  await next.goto('about:blank');
  await next.goto(await openSheet());
  await expect(next.getByText('This phone can join.')).toBeVisible({ timeout: 60_000 });
});

test('A18 the page’s parts are for the one phone that has the code, while the sheet is open', async () => {
  const page = `http://${HOST}:${PORT}/check`;
  expect(await machines.askOnce({ url: page })).toMatchObject({ error: 'ECONNREFUSED' });
  const code = new URL(await openSheet()).hash.slice(1);
  expect(code.length).toBeGreaterThanOrEqual(22);
  const enter = (given: string) => ({
    url: `${page}/session`,
    method: 'POST',
    body: JSON.stringify({ code: given }),
  });
  const post = (part: string, session: string) => ({
    url: `${page}/${part}`,
    method: 'POST',
    headers: { 'X-Check-Session': session },
  });
  const [html, wrong, right, again] = await machines.ask([
    { url: page },
    enter('wrong'),
    enter(code),
    enter(code),
  ]);
  expect(html?.status).toBe(200);
  expect(html?.body).not.toContain(code);
  expect(wrong?.status).toBe(403);
  expect(right?.status).toBe(200);
  expect(again?.status).toBe(403);
  const { session }: { session?: string } = JSON.parse(right?.body ?? '{}');

  const parts = ['token', 'report', 'check.js'];
  const refused = await machines.ask([
    ...parts.map((part) => post(part, '')),
    ...parts.map((part) => post(part, code)),
    { url: `${page}/check.js` },
    { url: `${page}/check.js?session=wrong` },
  ]);
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 405, 403, 403, 405, 403, 403]);
  const [program, token, elsewhere] = await machines.ask([
    { url: `${page}/check.js?session=${session}` },
    post('token', session ?? ''),
    { url: `http://${HOST}:${PORT}/token`, headers: { 'X-Check-Session': session ?? '' } },
  ]);
  expect(program?.status).toBe(200);
  expect(token).toMatchObject({ status: 200, body: expect.stringContaining('participant_token') });
  expect(elsewhere?.status).toBe(401);

  await machines.call('phone.close');
  const closed = await machines.ask([
    { url: page },
    { url: `${page}/check.js?session=${session}` },
    post('token', session ?? ''),
  ]);
  expect(closed.map(({ status }) => status)).toEqual([401, 401, 401]);
});
