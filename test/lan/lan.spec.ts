import { expect, test } from '@playwright/test';
import {
  HOST,
  OTHER_PHONE,
  PHONE,
  PORT,
  startTwoMachines,
  WINDOW_PORT,
  type LanRequest,
  type TwoMachines,
} from '../fixtures/namespaces.ts';

const TOKEN = `http://${HOST}:${PORT}/token`;

let machines: TwoMachines;

test.beforeEach(async () => {
  machines = await startTwoMachines();
});

test.afterEach(() => machines.close());

/** Switches LAN and answers the key that callers from elsewhere need. */
async function switchLan(lan: boolean): Promise<string> {
  const snapshot = await machines.call('state.get');
  expect(snapshot).toMatchObject({ revision: expect.any(Number) });
  const { revision }: { revision?: number } = Object(snapshot);
  await machines.call('settings.update', { revision, changes: { server: { lan } } });
  if (!lan) return '';
  const { key }: { key?: string } = Object(await machines.call('lan.showKey'));
  return key ?? '';
}

function bearer(key: string): Record<string, string> {
  return { Authorization: `Bearer ${key}` };
}

function times(count: number, request: LanRequest): LanRequest[] {
  return Array.from({ length: count }, () => request);
}

test('A18 another machine reaches nothing while LAN is off, and again after it was on', async () => {
  expect(await machines.askOnce({ url: TOKEN })).toMatchObject({ error: 'ECONNREFUSED' });
  const key = await switchLan(true);
  expect(await machines.askOnce({ url: TOKEN, headers: bearer(key) })).toMatchObject({
    status: 200,
  });
  await switchLan(false);
  expect(await machines.askOnce({ url: TOKEN, headers: bearer(key) })).toMatchObject({
    error: 'ECONNREFUSED',
  });
});

test('A19 a phone needs the key or a token server ID, and this machine neither', async () => {
  const key = await switchLan(true);
  expect(key.length).toBeGreaterThanOrEqual(22);
  const { projects }: { projects?: { tokenServerId: string }[] } = Object(
    await machines.call('state.get'),
  );
  const [none, wrong, right, byId, unknownId] = await machines.ask([
    { url: TOKEN },
    { url: TOKEN, headers: bearer('wrong') },
    { url: TOKEN, headers: bearer(key) },
    { url: TOKEN, headers: { 'X-Sandbox-ID': projects?.[0]?.tokenServerId ?? '' } },
    { url: TOKEN, headers: { 'X-Sandbox-ID': 'of-another-machine' } },
  ]);
  expect(none).toMatchObject({ status: 401, body: expect.stringContaining('key_required') });
  expect(wrong?.status).toBe(401);
  expect(right).toMatchObject({ status: 200, body: expect.stringContaining(`ws://${HOST}:7880`) });
  expect(byId?.status).toBe(200);
  expect(unknownId?.status).toBe(401);
  const [atHome] = await machines.askAtHome([{ url: `http://localhost:${PORT}/token` }]);
  expect(atHome?.status).toBe(200);
});

test('A4 A20 a phone gets token routes and /health, no window and no other name', async () => {
  const key = await switchLan(true);
  const forged = { 'X-Forwarded-For': '127.0.0.1', Forwarded: 'for=127.0.0.1' };
  const [health, window, call, evil] = await machines.ask([
    { url: `http://${HOST}:${PORT}/health` },
    { url: `http://${HOST}:${WINDOW_PORT}/` },
    {
      url: `http://${HOST}:${PORT}/api/call/state.get`,
      method: 'POST',
      headers: { ...bearer(key), ...forged },
    },
    { url: TOKEN, headers: { ...bearer(key), Host: 'evil.test' } },
  ]);
  expect(health?.status).toBe(200);
  expect(window).toMatchObject({ error: 'ECONNREFUSED' });
  expect(call?.status).toBe(404);
  expect(evil?.status).toBe(403);
  const forgedAnswer = await machines.askOnce({ url: TOKEN, headers: forged });
  expect(forgedAnswer.status).toBe(401);
});

test('N9 one phone that asks in a loop is slowed, another phone and this machine are not', async () => {
  const key = await switchLan(true);
  const looped = await machines.ask(times(340, { url: TOKEN, headers: bearer(key), from: PHONE }));
  expect(looped[0]?.status).toBe(200);
  const refused = looped.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
  const other = await machines.askOnce({ url: TOKEN, headers: bearer(key), from: OTHER_PHONE });
  expect(other.status).toBe(200);
  const atHome = await machines.askAtHome(times(340, { url: `http://localhost:${PORT}/token` }));
  expect(atHome.filter(({ status }) => status !== 200)).toEqual([]);
});

test('N9 a phone that guesses keys is locked out, even with the right one; another phone is not', async () => {
  const key = await switchLan(true);
  await machines.ask(times(12, { url: TOKEN, headers: bearer('guess'), from: PHONE }));
  const [locked, other] = await machines.ask([
    { url: TOKEN, headers: bearer(key), from: PHONE },
    { url: TOKEN, headers: bearer(key), from: OTHER_PHONE },
  ]);
  expect(locked?.status).toBe(429);
  expect(Number(locked?.headers['retry-after'])).toBeGreaterThan(0);
  expect(other?.status).toBe(200);
});

test('A19 a refused request from the LAN costs the host no more than a token', async () => {
  const count = 1500;
  await switchLan(true);
  const home = { url: `http://localhost:${PORT}/token`, method: 'POST', body: '{}' };
  await machines.askAtHome(times(300, home));
  const before = machines.processorTime();
  await machines.askAtHome(times(count, home));
  const between = machines.processorTime();
  await machines.ask(times(count, { url: TOKEN, method: 'POST', body: '{}' }));
  const after = machines.processorTime();
  // The system's clock ticks every 10 ms, so a little is left for it.
  expect(after - between).toBeLessThanOrEqual((between - before) * 1.2 + 50);
});

test('R20 a cable that is pulled and put back: this machine is never cut off, and the phone is back', async () => {
  const key = await switchLan(true);
  // By address: with no network left, the resolver does not even know localhost.
  const home = { url: `http://127.0.0.1:${PORT}/token` };
  const phone = { url: TOKEN, headers: bearer(key) };
  const addresses = async (): Promise<string> => JSON.stringify(await machines.call('state.get'));
  await expect.poll(addresses).toContain(HOST);

  machines.ip('address', 'delete', `${HOST}/24`, 'dev', 'wire0');
  expect(await machines.askAtHome([home])).toEqual([expect.objectContaining({ status: 200 })]);
  await expect.poll(addresses, { timeout: 15_000 }).not.toContain(`"${HOST}"`);

  machines.ip('address', 'add', `${HOST}/24`, 'dev', 'wire0');
  await expect
    .poll(async () => (await machines.askOnce(phone)).status, { timeout: 15_000 })
    .toBe(200);
  await expect.poll(addresses, { timeout: 15_000 }).toContain(HOST);
  expect(await machines.askAtHome([home])).toEqual([expect.objectContaining({ status: 200 })]);
});
