import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientRequest, Target } from '../../fixtures/clients/client-request.ts';
import { esp32Requests, readEsp32 } from '../../fixtures/clients/esp32.ts';
import {
  androidStarterRequests,
  foundInTheWildRequests,
  queryStarterRequests,
  readAndroidStarter,
  readQueryStarter,
} from '../../fixtures/clients/first-starters.ts';
import { decodeOldJavaScriptClaims, readJavaScript } from '../../fixtures/clients/javascript.ts';
import { headerOf } from '../../fixtures/clients/raw-exchange.ts';
import {
  accessTokenRequests,
  agentStarterRequests,
  axiosRequest,
  bootstrapRequests,
  corsFault,
  meetRequests,
  readAccessToken,
  readAgentStarterReact,
  readBootstrap,
  readCamelStarter,
} from '../../fixtures/clients/web-starters.ts';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { checkClient, roomOf, type ClientRules } from './check-answer.ts';

const FIRST_SANDBOX = '/api/sandbox/connection-details';
const STARTER = '/api/connection-details';
const PAGE = 'http://localhost:3000';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint();
});

afterAll(() => endpoint.close());

const target = (path: string, host = 'localhost'): Target => ({
  host: `${host}:${endpoint.port}`,
  path,
});

/** One test per request; the port is known only once the endpoint runs, so each is built again inside. */
function checkEach<Value extends { token: string }>(
  requests: (to: Target) => ClientRequest[],
  path: string,
  rules: ClientRules<Value>,
  options: { host?: string; isPage?: boolean } = {},
): void {
  for (const [index, { title, covers }] of requests({ host: '', path }).entries()) {
    it(`${covers} joins through ${path}: ${title}`, async () => {
      const request = requests(target(path, options.host))[index];
      if (request === undefined) throw new Error('The request is gone.');
      const { answer } = await checkClient(endpoint.port, request, rules);
      if (options.isPage === true) expect(corsFault(answer, PAGE)).toBeUndefined();
    });
  }
}

describe('W8 T1 T6 T14 the ESP32 SDK', () => {
  checkEach(esp32Requests, FIRST_SANDBOX, { read: readEsp32 }, { host: '192.168.1.20' });

  it('W8 W27 gets a server URL that a board on the network reaches, and is told its own name', async () => {
    const requests = esp32Requests(target(FIRST_SANDBOX, '192.168.1.20'));
    const request = requests.at(-1);
    if (request === undefined) throw new Error('The request is gone.');
    const { value } = await checkClient(endpoint.port, request, { read: readEsp32 });
    expect(value).toMatchObject({
      serverUrl: 'ws://192.168.1.20:7880',
      roomName: 'r1',
      participantName: 'board-7',
    });
  });

  it('W8 W30 T6 carries one casing and one token, within 2,048 bytes even with a long room name', async () => {
    const roomName = 'r'.repeat(256);
    const body = `{\n\t"roomName":\t"${roomName}",\n\t"participantName":\t"${'p'.repeat(256)}"\n}`;
    const [first] = esp32Requests(target(FIRST_SANDBOX));
    if (first === undefined) throw new Error('The request is gone.');
    const head = first.bytes.toString('latin1').split('\r\n\r\n')[0] ?? '';
    const bytes = Buffer.from(
      `${head.replace(/Content-Length: \d+/, `Content-Length: ${body.length}`)}\r\n\r\n${body}`,
    );
    const request = {
      title: 'long names',
      covers: 'W8',
      bytes,
      asked: { roomName, identity: 'p'.repeat(256) },
    };
    const { answer } = await checkClient(endpoint.port, request, { read: readEsp32 });
    const keys = Object.keys(JSON.parse(answer.body.toString('utf8')));
    expect(keys.toSorted()).toEqual([
      'participantName',
      'participantToken',
      'roomName',
      'serverUrl',
    ]);
  });
});

describe('the first starters, on the first sandbox route', () => {
  checkEach(queryStarterRequests, FIRST_SANDBOX, { read: readQueryStarter });
  checkEach(androidStarterRequests, FIRST_SANDBOX, { read: readAndroidStarter });
  checkEach(foundInTheWildRequests, FIRST_SANDBOX, { read: readQueryStarter });
});

describe('W12 T2 T3 agent-starter-react and agent-starter-embed', () => {
  const page = { isPage: true };
  checkEach(agentStarterRequests, '/token', { read: readAgentStarterReact }, page);
  checkEach(agentStarterRequests, '/api/token', { read: readAgentStarterReact }, page);
  checkEach(agentStarterRequests, STARTER, { read: readCamelStarter }, page);

  it('T4 the versions they lock decode the token on their second fetch', async () => {
    for (const request of agentStarterRequests(target('/token'))) {
      const rules = { read: readAgentStarterReact, decodes: [decodeOldJavaScriptClaims] };
      await checkClient(endpoint.port, request, rules);
    }
  });
});

describe('LiveKit Meet and voice-assistant-frontend', () => {
  checkEach(meetRequests, STARTER, { read: readCamelStarter }, { isPage: true });

  it('W11 P8 two people of one name are two participants, who both see that name', async () => {
    const [request] = meetRequests(target(STARTER));
    if (request === undefined) throw new Error('The request is gone.');
    const first = await checkClient(endpoint.port, request, { read: readCamelStarter });
    const second = await checkClient(endpoint.port, request, { read: readCamelStarter });
    expect(first.claims['name']).toBe('Bob');
    expect(second.claims['name']).toBe('Bob');
    expect(first.claims['sub']).not.toBe(second.claims['sub']);
  });

  it('W11 a name in a query is decoded as a form writes it', async () => {
    const request = meetRequests(target(STARTER))[1];
    if (request === undefined) throw new Error('The request is gone.');
    const { claims } = await checkClient(endpoint.port, request, { read: readCamelStarter });
    expect(claims).toMatchObject({ name: 'Björn & Co', video: { room: 'my room' } });
  });
});

describe('W13 useToken and the old agents-playground', () => {
  const rules = { read: readAccessToken };
  checkEach(accessTokenRequests, '/api/token', rules, { isPage: true });
  checkEach(accessTokenRequests, '/token', rules, { isPage: true });

  it('W13 the answer names the identity beside the token', async () => {
    const [request] = accessTokenRequests(target('/api/token'));
    if (request === undefined) throw new Error('The request is gone.');
    const { answer } = await checkClient(endpoint.port, request, rules);
    expect(JSON.parse(answer.body.toString('utf8'))).toMatchObject({ identity: 'al' });
  });
});

describe("apps written against LiveKit's bootstrap sample", () => {
  checkEach(bootstrapRequests, '/token', { read: readBootstrap });
  checkEach(bootstrapRequests, '/createToken', { read: readBootstrap });

  it('T13 say that the token is text in UTF-8', async () => {
    const [request] = bootstrapRequests(target('/token'));
    if (request === undefined) throw new Error('The request is gone.');
    const { answer } = await checkClient(endpoint.port, request, { read: readBootstrap });
    expect(headerOf(answer, 'content-type')).toBe('text/plain; charset=utf-8');
  });

  it('axios, which lists text/plain behind JSON, gets JSON', async () => {
    const request = axiosRequest(target('/token'));
    const { claims } = await checkClient(endpoint.port, request, { read: readJavaScript });
    expect(roomOf(claims)).toBe('r1');
  });
});
