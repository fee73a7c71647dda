import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { ask, claimsOf, header, json, jsonOf, roomOf, testEndpoint } from '../ask.ts';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());

const STANDARD_PATHS = [
  '/token',
  '/api/v2/sandbox/connection-details',
  '/api/token',
  '/createToken',
  '/getToken',
  '/',
];

const ASKED = {
  room_name: 'my room',
  participant_identity: 'alice',
  participant_name: 'Alice',
  participant_metadata: '{"a":1}',
  participant_attributes: { k: 'v' },
  room_config: { agents: [{ agent_name: 'ag', metadata: 'm', deployment: 'staging' }] },
};

describe('the standard endpoint', () => {
  it.each(STANDARD_PATHS)('W1 W2 answers everything that was asked at %s', async (path) => {
    const answer = await ask(endpoint, {
      path,
      ...json(ASKED),
      headers: ['Content-Type: application/json', 'X-Sandbox-ID: my-id', 'Accept: */*'],
    });
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toEqual({
      server_url: 'ws://localhost:7880',
      participant_token: expect.any(String),
      room_name: 'my room',
      participant_name: 'Alice',
    });
    const claims = claimsOf(answer);
    expect(claims).toMatchObject({
      iss: 'devkey',
      sub: 'alice',
      name: 'Alice',
      metadata: '{"a":1}',
      attributes: { k: 'v' },
      video: { roomJoin: true, room: 'my room' },
    });
    expect(claims['roomConfig']).toEqual({
      agents: [{ agentName: 'ag', metadata: 'm', deployment: 'staging' }],
    });
  });

  it('W1 says the participant’s name as the token has it, and none where it has none', async () => {
    const named = await ask(endpoint, json({ participant_identity: 'al', participant_name: 'Al' }));
    expect([jsonOf(named)['participant_name'], claimsOf(named)['name']]).toEqual(['Al', 'Al']);
    const unnamed = await ask(endpoint, json({ participant_identity: 'al' }));
    expect([jsonOf(unnamed)['participant_name'], claimsOf(unnamed)['name']]).toEqual([
      '',
      undefined,
    ]);
  });

  it.each(['PUT', 'PATCH', 'GET', 'POST'])(
    'W2 T16 reads a JSON body sent with %s',
    async (method) => {
      const answer = await ask(endpoint, { method, ...json(ASKED) });
      expect(claimsOf(answer)).toMatchObject({ sub: 'alice', metadata: '{"a":1}' });
      expect(jsonOf(answer)).not.toHaveProperty('accessToken');
    },
  );

  it.each([
    ['{}', '{}'],
    ['an empty room configuration', '{"room_config":{}}'],
    ['an empty body', ''],
    ['no body', undefined],
    ['"" and null', '{"room_name":"","participant_identity":null}'],
    ['an agent without a name', '{"room_config":{"agents":[{}]}}'],
  ])('W3 W4 W5 answers %s with a room and an identity of its own', async (_what, body) => {
    const answer = await ask(endpoint, { ...(body === undefined ? {} : json(body)) });
    const claims = claimsOf(answer);
    expect(claims['sub']).toMatch(/\S/);
    expect(roomOf(claims)).toMatch(/\S/);
    const config = claims['roomConfig'] ?? {};
    expect([{}, { agents: [{}] }]).toContainEqual(config);
  });

  it('W6 W7 makes another room and another identity each time', async () => {
    const first = claimsOf(await ask(endpoint, json({ participant_name: 'Al' })));
    const second = claimsOf(await ask(endpoint, json({ participant_name: 'Al' })));
    expect(first['name']).toBe('Al');
    expect(first['sub']).not.toBe(second['sub']);
    expect(first['sub']).not.toBe('Al');
    expect(roomOf(first)).not.toBe(roomOf(second));
  });

  it('W14 reads camelCase at a standard path, inside the room configuration too', async () => {
    const answer = await ask(
      endpoint,
      json({
        roomName: 'r',
        participantIdentity: 'i',
        roomConfig: { agents: [{ agentName: 'ag' }], emptyTimeout: 5 },
      }),
    );
    expect(claimsOf(answer)).toMatchObject({ sub: 'i', roomConfig: { emptyTimeout: 5 } });
  });

  it('W15 W16 keeps every field of a room configuration, ignores what it does not know', async () => {
    const config = {
      tags: { a: 'b' },
      empty_timeout: 10,
      max_participants: 2,
      departure_timeout: 3,
      metadata: 'm',
      min_playout_delay: 1,
      max_playout_delay: 9,
      sync_streams: true,
      agents: [{ agent_name: 'x', attributes: { k: 'v' }, restart_policy: 'JRP_NEVER', name: 'y' }],
      foo: 1,
    };
    const answer = await ask(endpoint, json({ room_config: config }));
    expect(claimsOf(answer)['roomConfig']).toEqual({
      tags: { a: 'b' },
      emptyTimeout: 10,
      maxParticipants: 2,
      departureTimeout: 3,
      metadata: 'm',
      minPlayoutDelay: 1,
      maxPlayoutDelay: 9,
      syncStreams: true,
      agents: [{ agentName: 'x', attributes: { k: 'v' }, restartPolicy: 'JRP_NEVER' }],
    });
  });

  it.each([
    [{ agents: {} }, 'room_config.agents'],
    [{ agents: [null] }, 'room_config'],
    [{ empty_timeout: -1 }, 'room_config.empty_timeout'],
    ['x', 'room_config'],
    [[], 'room_config'],
  ])('W15 refuses the room configuration %j by name', async (room_config, field) => {
    const answer = await ask(endpoint, json({ room_config }));
    expect(answer.status).toBe(400);
    expect(jsonOf(answer)).toMatchObject({ error: 'invalid_field' });
    expect(jsonOf(answer)['field']).toEqual(expect.stringContaining(field));
  });

  it('W26 writes whole numbers, fifteen minutes and nothing that is null', async () => {
    const before = Math.floor(Date.now() / 1000);
    const claims = claimsOf(await ask(endpoint));
    const { nbf, exp } = claims;
    expect(Number.isInteger(nbf) && Number.isInteger(exp)).toBe(true);
    expect(Number(exp) - Number(nbf)).toBe(900);
    expect(Number(nbf)).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(claims)).not.toContain('null');
    expect(claims).not.toHaveProperty('sip');
  });

  it.each([
    ['10.0.2.2:{port}', 'ws://10.0.2.2:7880'],
    ['192.168.1.20:{port}', 'ws://192.168.1.20:7880'],
    ['[fe80::1]:{port}', 'ws://[fe80::1]:7880'],
    ['localhost:{port}', 'ws://localhost:7880'],
    ['127.0.0.1:{port}', 'ws://localhost:7880'],
  ])('W27 answers a caller of %s with %s', async (host, url) => {
    expect(jsonOf(await ask(endpoint, { host }))['server_url']).toBe(url);
  });

  it('R17 never gives one identity to two', async () => {
    const seen = new Set<unknown>();
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, async () => {
          const response = await fetch(`${endpoint.url}/token`, {
            method: 'POST',
            headers: { Accept: 'text/plain' },
          });
          return decodeClaims(await response.text());
        }),
      );
      for (const claims of answers) seen.add(claims?.['sub']);
    }
    expect(seen.size).toBe(1_000);
  });
});

describe('text/plain', () => {
  it.each([
    ['text/plain', true],
    ['text/plain, */*; q=0.01', true],
    ['text/plain;charset=utf-8', true],
    ['application/json, text/plain, */*', false],
    ['*/*', false],
    ['application/json', false],
  ])('answers Accept: %s with the bare token: %s', async (accept, isText) => {
    const answer = await ask(endpoint, { headers: [`Accept: ${accept}`] });
    expect(answer.status).toBe(200);
    expect(header(answer, 'content-type')).toBe(
      isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    );
    expect(answer.body.startsWith('eyJ')).toBe(isText);
    expect(claimsOf(answer)).toHaveProperty('sub');
  });

  it('W24 still says what is wrong in JSON', async () => {
    const answer = await ask(endpoint, {
      body: '{"room_name":1}',
      headers: ['Accept: text/plain'],
    });
    expect(answer.status).toBe(400);
    expect(jsonOf(answer)['error']).toBe('invalid_field');
  });
});

describe('which project and which preset', () => {
  it('chooses a preset by its slug, and names the known ones where there is none', async () => {
    const viewer = claimsOf(await ask(endpoint, { path: '/token?preset=viewer' }));
    expect(viewer['video']).toMatchObject({ canPublish: false });
    const unknown = await ask(endpoint, { path: '/token?preset=nope' });
    expect(unknown.status).toBe(404);
    expect(jsonOf(unknown)).toMatchObject({
      error: 'unknown_preset',
      message: expect.stringContaining('viewer'),
    });
  });

  it('chooses a project by its slug or its token server ID, and W22 never refuses an unknown one here', async () => {
    const own = await testEndpoint();
    const { item: project } = await own.call('project.create', {
      fields: {
        name: 'Kitchen',
        url: 'wss://kitchen.livekit.cloud',
        apiKey: 'APIkitchen1234',
        apiSecret: 'kitchen-secret-0123456789abcdef0123',
      },
      activate: false,
    });
    const secret = 'kitchen-secret-0123456789abcdef0123';
    const kitchen = { iss: 'APIkitchen1234' };
    expect(claimsOf(await ask(own, { path: '/token?project=kitchen' }), secret)).toMatchObject(
      kitchen,
    );
    for (const id of [project.tokenServerId, `" ${project.tokenServerId}"`]) {
      const answer = await ask(own, { headers: [`x-sandbox-id: ${id}`] });
      expect(claimsOf(answer, secret)).toMatchObject(kitchen);
    }
    for (const id of ['', 'unknown', '" "']) {
      const answer = await ask(own, { headers: [`X-SANDBOX-ID: ${id}`] });
      expect(claimsOf(answer)).toMatchObject({ iss: 'devkey' });
    }
    const unknown = await ask(own, { path: '/token?project=nope' });
    expect(unknown.status).toBe(404);
    expect(jsonOf(unknown)['message']).toContain('kitchen');
  });
});
