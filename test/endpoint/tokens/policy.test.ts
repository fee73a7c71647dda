import { describe, expect, it } from 'vitest';
import { seedPolicy } from '../../../main/core/state/new-project.ts';
import { ask, claimsOf, json, jsonOf, testEndpoint } from '../ask.ts';

describe('what a request cannot get', () => {
  it('A23 grants, a kind and another key beyond its preset', async () => {
    const endpoint = await testEndpoint();
    const plain = claimsOf(
      await ask(endpoint, json({ room_name: 'r', participant_identity: 'i' })),
    );
    const greedy = claimsOf(
      await ask(
        endpoint,
        json({
          room_name: 'r',
          participant_identity: 'i',
          roomAdmin: true,
          roomCreate: true,
          roomRecord: true,
          roomList: true,
          ingressAdmin: true,
          hidden: true,
          recorder: true,
          kind: 'agent',
          video: { roomAdmin: true },
          grants: { roomAdmin: true },
          sip: { admin: true },
          iss: 'other',
          apiKey: 'other',
          api_key: 'other',
        }),
      ),
    );
    expect({ ...greedy, nbf: 0, exp: 0 }).toEqual({ ...plain, nbf: 0, exp: 0 });
    expect(JSON.stringify(greedy)).not.toMatch(/admin|hidden|recorder|other|agent/i);
    const { warnings } = await endpoint.newest();
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'unknown_fields' }));
  });

  it.each([0, -5, 'abc', 1e12, 30, null])('A25 another lifetime: %j', async (ttl) => {
    const endpoint = await testEndpoint();
    const { nbf, exp } = claimsOf(
      await ask(endpoint, json({ ttl, ttlSeconds: ttl, valid_for: ttl })),
    );
    expect(Number(exp) - Number(nbf)).toBe(900);
  });

  it('A24 storage credentials in a room configuration', async () => {
    const endpoint = await testEndpoint();
    for (const egress of [{ room: { file_outputs: [{ s3: { secret: 'SENTINEL-S3' } }] } }, {}]) {
      const answer = await ask(endpoint, json({ room_config: { egress } }));
      expect(answer.status).toBe(400);
      expect(jsonOf(answer)['error']).toBe('room_config_not_allowed');
      expect(answer.body).not.toContain('SENTINEL-S3');
    }
    expect(endpoint.mintCount()).toBe(0);
    expect(JSON.stringify(endpoint.ports.lines)).not.toContain('SENTINEL-S3');
  });
});

describe('a policy', () => {
  it.each([
    ['roomName', 'room_name', 'r', 'field_not_allowed'],
    ['participantIdentity', 'participant_identity', 'i', 'field_not_allowed'],
    ['participantName', 'participant_name', 'n', 'field_not_allowed'],
    ['participantMetadata', 'participant_metadata', 'm', 'field_not_allowed'],
    ['participantAttributes', 'participant_attributes', { k: 'v' }, 'field_not_allowed'],
    ['roomConfig', 'room_config', { empty_timeout: 1 }, 'room_config_not_allowed'],
    ['agents', 'room_config', { agents: [{ agent_name: 'a' }] }, 'room_config_not_allowed'],
  ] as const)(
    'W24 A24 that refuses %s answers 400 that names it',
    async (rule, field, value, code) => {
      const endpoint = await testEndpoint({
        project: { policy: { ...seedPolicy(), [rule]: 'refuse' } },
      });
      const answer = await ask(endpoint, json({ [field]: value }));
      expect(answer.status).toBe(400);
      expect(jsonOf(answer)).toMatchObject({ error: code, field: expect.stringContaining(field) });
      expect(endpoint.mintCount()).toBe(0);
      expect((await ask(endpoint, json({ room_config: {} }))).status).toBe(200);
    },
  );

  it('that ignores a field gives the default, and the activity says so', async () => {
    const endpoint = await testEndpoint({
      project: { policy: { ...seedPolicy(), participantIdentity: 'ignore' } },
    });
    const claims = claimsOf(await ask(endpoint, json({ participant_identity: 'wanted' })));
    expect(claims['sub']).not.toBe('wanted');
    expect((await endpoint.newest()).fields).toContainEqual(
      expect.objectContaining({ field: 'participant_identity', asked: 'wanted', reason: 'policy' }),
    );
  });
});
