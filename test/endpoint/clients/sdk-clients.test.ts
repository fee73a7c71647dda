import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { androidKeeps, androidRequests, readAndroid } from '../../fixtures/clients/android.ts';
import type { ClientRequest, Target } from '../../fixtures/clients/client-request.ts';
import {
  cppExpectRequest,
  cppKeeps,
  cppRequests,
  readCpp,
  readCppByText,
} from '../../fixtures/clients/cpp.ts';
import {
  decodeFlutterClaims,
  flutterKeeps,
  flutterRequests,
  readFlutter,
} from '../../fixtures/clients/flutter.ts';
import { javaScriptKeeps, readJavaScript } from '../../fixtures/clients/javascript.ts';
import { reactNativeRequests } from '../../fixtures/clients/react-native.ts';
import { readRust, rustKeeps, rustRequests } from '../../fixtures/clients/rust.ts';
import {
  decodeSwift29Claims,
  decodeSwiftClaims,
  readSwift,
  swiftKeeps,
  swiftRequests,
} from '../../fixtures/clients/swift.ts';
import { readUnity, unityExpectRequest, unityRequests } from '../../fixtures/clients/unity.ts';
import type { Connection } from '../../fixtures/clients/reading.ts';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { checkClient, roomOf, type ClientRules } from './check-answer.ts';

const DEVELOPMENT = '/api/v2/sandbox/connection-details';
/** The base URL ended in a slash. */
const DOUBLED = `/${DEVELOPMENT}`;

const PATH_COVERS: Readonly<Record<string, string>> = {
  '/token': 'W2',
  [DEVELOPMENT]: 'W1',
  [DOUBLED]: 'W21',
};

interface SdkClient {
  requests: (to: Target) => ClientRequest[];
  rules: ClientRules<Connection>;
  paths: readonly string[];
  /** By which name this client reaches the machine it runs beside. */
  host: string;
  serverUrl: RegExp;
}

const LOOPBACK_URL = /^ws:\/\/(localhost|127\.0\.0\.1):7880$/;

const CLIENTS: Readonly<Record<string, SdkClient>> = {
  Swift: {
    requests: swiftRequests,
    rules: {
      read: readSwift,
      decodes: [decodeSwiftClaims, decodeSwift29Claims],
      keeps: swiftKeeps,
    },
    paths: ['/token', DEVELOPMENT],
    host: 'localhost',
    serverUrl: LOOPBACK_URL,
  },
  Android: {
    requests: androidRequests,
    rules: { read: readAndroid, keeps: androidKeeps },
    paths: ['/token', DEVELOPMENT, DOUBLED],
    host: '10.0.2.2',
    serverUrl: /^ws:\/\/10\.0\.2\.2:7880$/,
  },
  Flutter: {
    requests: flutterRequests,
    rules: { read: readFlutter, decodes: [decodeFlutterClaims], keeps: flutterKeeps },
    paths: ['/token', DEVELOPMENT],
    host: '10.0.2.2',
    serverUrl: /^ws:\/\/10\.0\.2\.2:7880$/,
  },
  Rust: {
    requests: rustRequests,
    rules: { read: readRust, keeps: rustKeeps },
    paths: ['/token', DEVELOPMENT],
    host: 'localhost',
    serverUrl: LOOPBACK_URL,
  },
  'C++': {
    requests: cppRequests,
    rules: { read: readCpp, keeps: cppKeeps },
    paths: ['/token', DEVELOPMENT],
    host: '127.0.0.1',
    serverUrl: LOOPBACK_URL,
  },
  'C++ before it parsed JSON': {
    requests: cppRequests,
    rules: { read: readCppByText, keeps: cppKeeps },
    paths: ['/token', DEVELOPMENT],
    host: '127.0.0.1',
    serverUrl: LOOPBACK_URL,
  },
  Unity: {
    requests: unityRequests,
    rules: { read: readUnity },
    paths: ['/token', DEVELOPMENT],
    host: 'localhost',
    serverUrl: LOOPBACK_URL,
  },
  'React Native': {
    requests: reactNativeRequests,
    rules: { read: readJavaScript, keeps: javaScriptKeeps },
    paths: ['/token', DEVELOPMENT, DOUBLED],
    host: '192.168.1.20',
    serverUrl: /^ws:\/\/192\.168\.1\.20:7880$/,
  },
};

/** The names under which the standard endpoint is found in samples and copies of them. */
const ALIASES = ['/api/token', '/createToken', '/getToken', '/', '/token/', '/api/token/'];

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint();
});

afterAll(() => endpoint.close());

const everythingAsked = (client: SdkClient, to: Target): ClientRequest => {
  const request = client.requests(to).find(({ title }) => title.startsWith('every option'));
  if (request === undefined) throw new Error('There is no request with every option.');
  return request;
};

for (const [name, client] of Object.entries(CLIENTS)) {
  const to = (path: string): Target => ({ host: `${client.host}:${endpoint.port}`, path });

  describe(`the ${name} client`, () => {
    for (const path of client.paths) {
      for (const [index, { title, covers }] of client.requests({ host: '', path }).entries()) {
        it(`${PATH_COVERS[path] ?? ''} ${covers} joins through ${path}: ${title}`, async () => {
          const request = client.requests(to(path))[index];
          if (request === undefined) throw new Error('The request is gone.');
          const { value } = await checkClient(endpoint.port, request, client.rules);
          expect(value.serverUrl).toMatch(client.serverUrl);
        });
      }
    }

    it('W2 W21 joins through every other name of the standard endpoint', async () => {
      for (const path of ALIASES) {
        await checkClient(endpoint.port, everythingAsked(client, to(path)), client.rules);
      }
    });

    it('W6 W7 gets another room and another identity each time it asks for none', async () => {
      const [request] = client.requests(to('/token'));
      if (request === undefined) throw new Error('There is no request.');
      const first = await checkClient(endpoint.port, request, client.rules);
      const second = await checkClient(endpoint.port, request, client.rules);
      expect(roomOf(first.claims)).not.toBe(roomOf(second.claims));
      expect(first.claims['sub']).not.toBe(second.claims['sub']);
    });
  });
}

describe('clients that wait for 100 Continue', () => {
  it.each([
    ['C++ over libcurl', cppExpectRequest, readCpp],
    ['Unity', unityExpectRequest, readUnity],
  ])('W20 %s sends its body after it', async (_name, requestTo, read) => {
    const request = requestTo({ host: `localhost:${endpoint.port}`, path: '/token' });
    const { answer } = await checkClient(
      endpoint.port,
      request,
      { read },
      { waitForContinue: true },
    );
    expect(answer.interim).toEqual([100]);
  });
});
