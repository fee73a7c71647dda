import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { LOCAL_SECRET, startEndpoint, type TestEndpoint } from '../fixtures/endpoint.ts';
import { verifiedClaims } from '../fixtures/jwt.ts';
import { damaged, json, objectOf, text } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';

const FIELDS = [
  'room_name',
  'roomName',
  'participant_identity',
  'participantIdentity',
  'participant_name',
  'participant_metadata',
  'participant_attributes',
  'room_config',
  'roomConfig',
  'identity',
  'ttl',
  'grants',
  'video',
];

/** What the default preset never grants. */
const NEVER = new Set([
  'roomAdmin',
  'roomCreate',
  'roomList',
  'roomRecord',
  'ingressAdmin',
  'hidden',
  'recorder',
]);

let endpoint: TestEndpoint;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

beforeAll(async () => {
  endpoint = await startEndpoint();
});

afterAll(async () => {
  agent.destroy();
  await endpoint.close();
});

interface Ask {
  method: string;
  target: string;
  headers: Record<string, string>;
  body: string;
}

interface Granted {
  video?: object;
  roomConfig?: { egress?: unknown };
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask({ method, target, headers, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, method, port: endpoint.port, host: '127.0.0.1', path: target, headers },
      (response) => {
        let said = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: said }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A token is the project's own and grants what the preset grants; anything else is a refusal that says why. */
async function expectSound(asked: Ask): Promise<void> {
  const before = endpoint.mintCount();
  const answer = await ask(asked);
  const minted = endpoint.mintCount() - before;
  if (answer.status !== 200) {
    expect(minted).toBe(0);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: expect.stringMatching(/^[a-z_]+$/),
      message: expect.any(String),
    });
    expect(answer.body).not.toContain('participant_token');
    return;
  }
  expect(minted).toBe(1);
  const { participant_token: token = '' }: { participant_token?: string } = JSON.parse(answer.body);
  const claims = verifiedClaims(token, LOCAL_SECRET);
  expect(claims['iss']).toBe('devkey');
  const { video = {}, roomConfig = {} }: Granted = claims;
  expect(Object.entries(video).filter(([name, value]) => NEVER.has(name) && value)).toEqual([]);
  expect(JSON.stringify(roomConfig.egress ?? null)).not.toMatch(/secret|accessKey|credentials/i);
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

function posted(value: unknown): Ask {
  return {
    method: 'POST',
    target: '/token',
    headers: JSON_TYPE,
    body: JSON.stringify(value) ?? '',
  };
}

const encoded = text.map((value) => encodeURIComponent(value.toWellFormed?.() ?? 'x'));

describe('the endpoint, asked with made-up requests', () => {
  fuzz({
    title: 'A23 R10 R16 mints what the preset grants or says why not, whatever the fields hold',
    share: 0.1,
    cases: objectOf(FIELDS),
    check: (fields) => expectSound(posted(fields)),
  });

  fuzz({
    title: 'R10 N1 answers any body in JSON',
    share: 0.08,
    cases: fc.record({
      body: damaged([
        '{"room_name":"a","participant_identity":"b"}',
        'roomName=a&identity=b',
        '[]',
      ]),
      type: fc.constantFrom(
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=utf-16',
        'multipart/form-data; boundary=x',
      ),
    }),
    check: ({ body, type }) =>
      expectSound({ method: 'POST', target: '/token', headers: { 'Content-Type': type }, body }),
  });

  fuzz({
    title: 'N11 answers any query in JSON',
    share: 0.05,
    cases: fc.array(fc.tuple(fc.constantFrom(...FIELDS, 'preset', 'project', 'x'), encoded), {
      maxLength: 5,
    }),
    check: (pairs) =>
      expectSound({
        method: 'GET',
        target: `/token?${pairs.map((pair) => pair.join('=')).join('&')}`,
        headers: {},
        body: '',
      }),
  });

  fuzz({
    title: 'A24 never signs storage credentials from a room configuration',
    share: 0.05,
    cases: objectOf(
      ['egress', 'agents', 'name', 'emptyTimeout', 'maxParticipants', 'metadata', 'tags'],
      fc.oneof(
        json,
        objectOf(['room', 'file', 's3', 'secret', 'accessKey', 'credentials', 'agentName'], json),
      ),
    ),
    check: (roomConfig) => expectSound(posted({ room_config: roomConfig })),
  });

  const headerText = fc.string({
    unit: fc.constantFrom(...'aA-_./:; ,=1é\t"'.split('')),
    maxLength: 60,
  });

  fuzz({
    title: 'A3 A8 answers any Host, Origin and other header with a token or a refusal',
    share: 0.06,
    cases: objectOf(
      [
        'Host',
        'Origin',
        'Referer',
        'X-Sandbox-ID',
        'Authorization',
        'User-Agent',
        'Accept',
        'Sec-Fetch-Site',
      ],
      headerText,
    ).map((headers) =>
      Object.fromEntries(
        Object.entries(headers)
          .filter(([name]) => /^[A-Za-z-]+$/.test(name))
          .map(([name, value]) => [name, String(value)]),
      ),
    ),
    check: (headers) =>
      expectSound({
        method: 'POST',
        target: '/token',
        headers: { ...JSON_TYPE, ...headers },
        body: '{}',
      }),
  });

  fuzz({
    title: 'R13 N5 outlives any bytes on a connection',
    share: 0.02,
    cases: damaged([
      'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}',
      'GET /token HTTP/1.1\r\nHost: localhost\r\n\r\nGET /token HTTP/1.1\r\nHost: evil.test\r\n\r\n',
      'POST /token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    ]),
    check: async (bytes) => {
      const socket = connect({ port: endpoint.port, host: '127.0.0.1' });
      socket.end(`${bytes}\r\n\r\n`);
      const received = await textOf(socket).catch(() => '');
      expect(received).not.toMatch(/^HTTP\/1\.1 5/m);
      expect((await ask({ method: 'GET', target: '/health', headers: {}, body: '' })).status).toBe(
        200,
      );
    },
  });
});
