import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import type { WireAnswer } from '../../fixtures/wire-answer.ts';
import { ask, claimsOf, header, json, jsonOf, roomOf } from '../ask.ts';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());

/** The four strings that the older sandbox answers, in camelCase alone. */
function expectLegacy(answer: WireAnswer): void {
  expect(answer.status).toBe(200);
  const fields = jsonOf(answer);
  expect(Object.keys(fields).toSorted()).toEqual([
    'participantName',
    'participantToken',
    'roomName',
    'serverUrl',
  ]);
  for (const value of Object.values(fields)) expect(value).toMatch(/\S/);
  expect(header(answer, 'transfer-encoding')).toBeUndefined();
  expect(header(answer, 'content-encoding')).toBeUndefined();
  expect(Buffer.byteLength(answer.body)).toBeLessThanOrEqual(2_048);
}

describe('the older sandbox', () => {
  const path = '/api/sandbox/connection-details';

  it('W8 W30 answers the ESP32', async () => {
    const answer = await ask(endpoint, {
      path,
      headers: ['Content-Type: application/json', 'X-Sandbox-ID: my-id'],
      body: '{\n\t"roomName":\t"r1",\n\t"participantName":\t""\n}',
    });
    expectLegacy(answer);
    expect(jsonOf(answer)['roomName']).toBe('r1');
    const { nbf, exp } = claimsOf(answer);
    expect(Number(exp) - Number(nbf)).toBe(900);
  });

  it('W8 stays within 2,048 bytes with names as long as LiveKit allows', async () => {
    const answer = await ask(endpoint, {
      path,
      ...json({ roomName: 'r'.repeat(256), participantName: 'p'.repeat(256) }),
    });
    expectLegacy(answer);
  });

  it('W9 T18 takes the name in a query for the identity', async () => {
    const answer = await ask(endpoint, {
      path: `${path}?roomName=r1&participantName=bob`,
      headers: ['X-Sandbox-ID: my-id'],
    });
    expectLegacy(answer);
    expect(jsonOf(answer)).toMatchObject({ roomName: 'r1', participantName: 'bob' });
    expect(claimsOf(answer)['sub']).toBe('bob');
  });

  it('W10 answers a GET with a header alone, and a form', async () => {
    const bare = await ask(endpoint, { method: 'GET', path, headers: ['X-Sandbox-ID: my-id'] });
    expectLegacy(bare);
    const form = await ask(endpoint, {
      path,
      headers: ['Content-Type: application/x-www-form-urlencoded'],
      body: 'participantName=bob&roomName=r1',
    });
    expectLegacy(form);
    expect(claimsOf(form)['sub']).toBe('bob');
    expect(roomOf(claimsOf(form))).toBe('r1');
  });
});

describe("the starters' path", () => {
  const path = '/api/connection-details';

  it('W11 tells two participants of one name apart and ignores other query names', async () => {
    const target = `${path}?roomName=r1&participantName=Bob&region=eu&x=1`;
    const first = await ask(endpoint, { method: 'GET', path: target });
    const second = await ask(endpoint, { method: 'GET', path: target });
    expectLegacy(first);
    expect(jsonOf(first)).toMatchObject({ roomName: 'r1', participantName: 'Bob' });
    expect(claimsOf(first)['name']).toBe('Bob');
    expect(claimsOf(first)['sub']).not.toBe(claimsOf(second)['sub']);
    expectLegacy(await ask(endpoint, { method: 'GET', path }));
  });

  it('W12 T3 reads the standard request and answers in camelCase', async () => {
    const answer = await ask(endpoint, {
      path,
      headers: ['Content-Type: application/json', 'X-Sandbox-Id: '],
      body: '{"room_config":{"agents":[{"agent_name":"ag"}]}}',
    });
    expectLegacy(answer);
    expect(claimsOf(answer)['roomConfig']).toEqual({ agents: [{ agentName: 'ag' }] });
  });
});

describe('useToken and the first playground', () => {
  it('W13 answers accessToken and identity beside the standard names', async () => {
    const answer = await ask(endpoint, {
      method: 'GET',
      path: '/api/token?identity=al&name=Al&metadata=m&roomName=r1',
    });
    const fields = jsonOf(answer);
    expect(fields).toMatchObject({ identity: 'al', room_name: 'r1', participant_name: 'Al' });
    expect(fields['accessToken']).toBe(fields['participant_token']);
    expect(claimsOf(answer)).toMatchObject({ sub: 'al', name: 'Al', metadata: 'm' });
  });

  it('W13 takes the text "undefined" for nothing', async () => {
    const path = '/token?identity=undefined&name=undefined&metadata=undefined&roomName=r1';
    const answer = await ask(endpoint, { method: 'GET', path });
    expect(jsonOf(answer)).toHaveProperty('accessToken');
    expect(claimsOf(answer)['sub']).not.toBe('undefined');
    expect(claimsOf(answer)).not.toHaveProperty('metadata');
  });

  it('W13 answers the first playground', async () => {
    const answer = await ask(endpoint, {
      path: '/api/token',
      ...json({
        roomName: 'r',
        participantId: 'al',
        participantName: 'Al',
        agentName: 'ag',
        metadata: 'm',
        attributes: { k: 'v' },
      }),
    });
    expect(jsonOf(answer)).toHaveProperty('accessToken');
    expect(claimsOf(answer)).toMatchObject({
      sub: 'al',
      metadata: 'm',
      attributes: { k: 'v' },
      roomConfig: { agents: [{ agentName: 'ag' }] },
    });
  });

  it('a GET that asks for nothing gets the standard names alone', async () => {
    const answer = await ask(endpoint, { method: 'GET', path: '/token?preset=viewer' });
    expect(jsonOf(answer)).not.toHaveProperty('accessToken');
  });
});
