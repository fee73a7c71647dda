import { expect, test } from '@playwright/test';
import { authorizationHeader, CALL_PATH } from '../../main/contract/http-protocol.ts';
import { leakIn } from '../fixtures/leaks.ts';
import { startHeadless } from '../fixtures/headless.ts';

const SECRET = 'sentinel-secret-of-the-headless-host-0001';

test('N3 N4 S15 A7 a secret and its tokens are in no output, log, file, reply or event of the headless host', async () => {
  const host = await startHeadless();
  const seen: string[] = [];
  const { url, token } = host.session();
  const stop = new AbortController();
  const events = fetch(new URL('/api/events', url), {
    headers: authorizationHeader(token),
    signal: stop.signal,
  })
    .then(async ({ body }) => {
      const decoder = new TextDecoder();
      for await (const chunk of body ?? []) seen.push(decoder.decode(chunk));
      return undefined;
    })
    .catch(() => undefined);
  const call = async (name: string, input?: unknown): Promise<void> => {
    seen.push(JSON.stringify(await host.call(name, input)));
  };
  const fields = { name: 'Cloud', url: 'wss://x.example', apiKey: 'APIcloud', apiSecret: SECRET };

  await call('project.create', { fields, activate: true });
  await call('project.create', { fields: { ...fields, url: SECRET } });
  await call('settings.update', { revision: SECRET });
  await call('no.such', { apiSecret: SECRET });
  for (const name of [
    'state.get',
    'settings.export',
    'diagnostics.read',
    'activity.list',
    'host.describe',
  ])
    await call(name);
  for (const body of [`{"apiSecret":"${SECRET}"`, `"${SECRET}`, '\u0000']) {
    const response = await fetch(new URL(`${CALL_PATH}project.create`, url), {
      method: 'POST',
      headers: authorizationHeader(token),
      body,
    });
    seen.push(await response.text());
  }
  const asked = await fetch(host.endpoint, {
    method: 'POST',
    body: '{"participant_identity":"ada"}',
  });
  expect(leakIn(await asked.text())).toBe('a token');
  for (const body of [
    SECRET,
    `{"room_name":"${SECRET}`,
    `{"room_config":{"egress":"${SECRET}"}}`,
  ]) {
    seen.push(await (await fetch(host.endpoint, { method: 'POST', body })).text());
  }
  stop.abort();
  await events;
  expect(seen.filter((text) => leakIn(text, { tokens: true }) !== undefined)).toEqual([]);
  // Its output, log and data folder are searched as it closes.
  await host.close();
});
