import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../main/contract/json.ts';
import { DOCUMENT, expectDocumented, faultsOf } from '../fixtures/openapi-answers.ts';
import type { WireAnswer } from '../fixtures/wire-answer.ts';
import { ask, header, json, jsonOf, testEndpoint } from './ask.ts';

function jsonAnswer(status: number, body: string): WireAnswer {
  const headers = new Map([['content-type', ['application/json; charset=utf-8']]]);
  return { status, headers, body, closed: true };
}

function objectAt(value: JsonObject, ...path: string[]): JsonObject {
  return path.reduce((object, name) => {
    const inner = object[name];
    if (!isJsonObject(inner)) throw new Error(`There is no ${name}.`);
    return inner;
  }, value);
}

describe('/openapi.json', () => {
  it('describes the endpoint by the name that the caller used, key or not', async () => {
    const endpoint = await testEndpoint({ project: { requireKey: true } });
    const host = `127.0.0.1:${endpoint.port}`;
    const answer = await ask(endpoint, { method: 'GET', path: '/openapi.json', host });
    expect([answer.status, header(answer, 'content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(jsonOf(answer)).toEqual({ ...DOCUMENT, servers: [{ url: `http://${host}` }] });
  });

  it('has the schemas that clients were made from', () => {
    // A difference changes their code: a wanted one goes into the file.
    const published: unknown = JSON.parse(
      readFileSync('test/fixtures/openapi-schemas.json', 'utf8'),
    );
    expect(DOCUMENT['components']).toMatchObject({ schemas: published });
  });

  it.each([
    ['/token', 'token', 'A token', ['application/json', 'text/plain'], 'TokenAnswer'],
    ['/', 'root', 'A token', ['application/json', 'text/plain', 'text/html'], 'TokenAnswer'],
    [
      '/api/sandbox/connection-details',
      'api_sandbox_connection-details',
      'A token, as the older sandbox answers',
      ['application/json'],
      'LegacyTokenAnswer',
    ],
  ])('describes %s', (path, id, summary, types, schema) => {
    const operations = objectAt(DOCUMENT, 'paths', path);
    expect(Object.keys(operations)).toEqual(['get', 'post', 'put', 'patch']);
    for (const method of Object.keys(operations)) {
      const operation = objectAt(operations, method);
      expect(operation).toMatchObject({ operationId: `${method}_${id}`, summary });
      expect('requestBody' in operation).toBe(method !== 'get');
      const content = objectAt(operation, 'responses', '200', 'content');
      expect(Object.keys(content)).toEqual(types);
      expect(content['application/json']).toEqual({
        schema: { $ref: `#/components/schemas/${schema}` },
      });
    }
  });

  it.each([
    ['400', 'invalid_json', []],
    ['401', 'key_wrong', ['WWW-Authenticate']],
    ['429', 'rate_limited', ['Retry-After']],
    ['503', 'secret_locked', ['Retry-After']],
    ['500', 'internal', []],
  ])('describes a refusal with status %s', (status, code, headers) => {
    const refusal = objectAt(DOCUMENT, 'paths', '/token', 'post', 'responses', status);
    expect(refusal['description']).toContain(code);
    expect(refusal['description']).not.toContain('host_not_allowed');
    const usual = ['X-Request-Id', 'X-Token-Tray-Error'];
    expect(Object.keys(objectAt(refusal, 'headers'))).toEqual([...usual, ...headers]);
  });

  it('is for this machine alone, and cannot be written', async () => {
    const key = 'lan-key-0123456789abcdef0123456789';
    const lan = await testEndpoint({
      peer: '192.168.1.50',
      secrets: { 'lan-key': key },
      server: { lan: true },
    });
    const path = '/openapi.json';
    expect((await ask(lan, { method: 'GET', path })).status).toBe(401);
    const headers = [`Authorization: Bearer ${key}`];
    expect((await ask(lan, { method: 'GET', path, headers })).status).toBe(404);
    const here = await testEndpoint();
    expect((await ask(here, { path })).status).toBe(405);
    expect((await ask(here, { method: 'GET', path, host: 'evil.example' })).status).toBe(403);
  });

  it('has every path of tokens with every method, and no secret, slug or token', () => {
    expect(Object.keys(isJsonObject(DOCUMENT['paths']) ? DOCUMENT['paths'] : {})).toEqual([
      '/token',
      '/api/v2/sandbox/connection-details',
      '/api/sandbox/connection-details',
      '/api/connection-details',
      '/api/token',
      '/createToken',
      '/getToken',
      '/',
      '/health',
    ]);
    expect(JSON.stringify(DOCUMENT)).not.toMatch(/eyJ|devkey|"local"/);
  });

  it('would notice an answer that it does not describe', () => {
    const wrong: [number, string][] = [
      [201, '{}'],
      [200, '{"server_url":"ws://a"}'],
      [400, '{"error":"made_up","message":"No.","request_id":"req-1"}'],
    ];
    for (const [status, body] of wrong) {
      expect(() => expectDocumented('POST', '/token', jsonAnswer(status, body))).toThrow();
    }
  });
});

/** Bodies that the document allows; texts stay below LiveKit's limits. */
const text = fc.string({ maxLength: 60, unit: 'grapheme' });
const nullable = (arbitrary: fc.Arbitrary<unknown>) => fc.option(arbitrary, { nil: null });
const amount = fc.nat(1_000_000);
const agent = fc.record(
  {
    agent_name: text,
    metadata: text,
    deployment: text,
    restart_policy: fc.constantFrom('JRP_ON_FAILURE', 'JRP_NEVER'),
    attributes: fc.dictionary(text, text, { maxKeys: 3 }),
  },
  { requiredKeys: [] },
);
const request = fc.record(
  {
    room_name: nullable(text),
    participant_identity: nullable(text),
    participant_name: nullable(text),
    participant_metadata: nullable(text),
    participant_attributes: nullable(fc.dictionary(text, text, { maxKeys: 3 })),
    room_config: nullable(
      fc.record(
        {
          name: text,
          empty_timeout: amount,
          departure_timeout: amount,
          max_participants: amount,
          metadata: text,
          min_playout_delay: amount,
          max_playout_delay: amount,
          sync_streams: fc.boolean(),
          agents: fc.array(agent, { maxLength: 2 }),
          tags: fc.dictionary(text, text, { maxKeys: 3 }),
        },
        { requiredKeys: [] },
      ),
    ),
    agent_name: nullable(text),
  },
  { requiredKeys: [] },
);
/** Anything at all, under names that mean something. */
const wild = fc.dictionary(
  fc.constantFrom(
    'room_name',
    'participant_identity',
    'participant_attributes',
    'room_config',
    'agent_name',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
const SEED = 20_261_126;

describe('the schema fuzz', () => {
  it('gets a token, or a documented refusal of a text, for every body that the document allows', async () => {
    const endpoint = await testEndpoint();
    await fc.assert(
      fc.asyncProperty(request, async (body) => {
        expect(faultsOf('TokenRequest', body)).toBe('');
        const answer = await ask(endpoint, json(body));
        // A schema does not say which characters a name may not have.
        expect([200, 400]).toContain(answer.status);
        if (answer.status === 400) {
          expect(['invalid_field', 'field_too_long']).toContain(jsonOf(answer)['error']);
        }
      }),
      { seed: SEED, numRuns: 120 },
    );
  });

  it('gets a documented answer for anything else, and a refusal for what the document forbids', async () => {
    const endpoint = await testEndpoint();
    await fc.assert(
      fc.asyncProperty(wild, async (body) => {
        const answer = await ask(endpoint, json(body));
        expect(answer.status).toBeLessThan(500);
        if (answer.status === 200 && isWellTyped(body))
          expect(faultsOf('TokenRequest', body)).toBe('');
      }),
      { seed: SEED, numRuns: 120 },
    );
  });
});

/** Numbers in text and the like are read tolerantly, as protobuf's JSON has it. */
function isWellTyped(body: object): boolean {
  return !('room_config' in body);
}
