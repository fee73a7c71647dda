import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAndroid } from '../../fixtures/clients/android.ts';
import { wireBytes } from '../../fixtures/clients/client-request.ts';
import { readCpp, readCppByText } from '../../fixtures/clients/cpp.ts';
import { readEsp32 } from '../../fixtures/clients/esp32.ts';
import { readAndroidStarter, readQueryStarter } from '../../fixtures/clients/first-starters.ts';
import { readFlutter } from '../../fixtures/clients/flutter.ts';
import { readJavaScript } from '../../fixtures/clients/javascript.ts';
import { exchange, headerOf, type RawAnswer } from '../../fixtures/clients/raw-exchange.ts';
import { readRust } from '../../fixtures/clients/rust.ts';
import { readSwift } from '../../fixtures/clients/swift.ts';
import { readUnity } from '../../fixtures/clients/unity.ts';
import {
  readAccessToken,
  readAgentStarterReact,
  readBootstrap,
  readCamelStarter,
} from '../../fixtures/clients/web-starters.ts';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';

const READERS: Readonly<Record<string, (answer: RawAnswer) => { accepted: boolean }>> = {
  Swift: readSwift,
  Android: readAndroid,
  Flutter: readFlutter,
  Rust: readRust,
  'C++': readCpp,
  'C++ by text': readCppByText,
  Unity: readUnity,
  ESP32: readEsp32,
  JavaScript: readJavaScript,
  'first starters': readQueryStarter,
  'first Android starter': readAndroidStarter,
  'agent-starter-react': readAgentStarterReact,
  'camelCase starters': readCamelStarter,
  useToken: readAccessToken,
  'bootstrap sample': readBootstrap,
};

const JSON_POST = ['Content-Type: application/json', 'Content-Length: {length}'];

/** Requests that get no token, by what is wrong with them. Each is sent to the path it names. */
const REFUSED: readonly {
  title: string;
  line: string;
  host?: string;
  headers?: readonly string[];
  body?: string;
  status: number;
  error: string;
}[] = [
  {
    title: 'a room name that is a number',
    line: 'POST /token HTTP/1.1',
    headers: JSON_POST,
    body: '{"room_name":7}',
    status: 400,
    error: 'invalid_field',
  },
  {
    title: 'an unknown preset',
    line: 'POST /token?preset=none HTTP/1.1',
    headers: JSON_POST,
    body: '{}',
    status: 404,
    error: 'unknown_preset',
  },
  {
    title: 'a body that breaks off, sent to the first sandbox route',
    line: 'POST /api/sandbox/connection-details HTTP/1.1',
    headers: JSON_POST,
    body: '{"roomName":',
    status: 400,
    error: 'invalid_json',
  },
  {
    title: 'an identity that is too long for LiveKit, in a query',
    line: `GET /api/connection-details?participantName=${'a'.repeat(257)} HTTP/1.1`,
    status: 400,
    error: 'field_too_long',
  },
  {
    title: 'a page that is not allowed',
    line: 'POST /token HTTP/1.1',
    headers: [...JSON_POST, 'Origin: https://evil.example'],
    body: '{}',
    status: 403,
    error: 'origin_not_allowed',
  },
  {
    title: 'a host that is not allowed',
    line: 'POST /token HTTP/1.1',
    host: 'evil.example',
    headers: JSON_POST,
    body: '{}',
    status: 403,
    error: 'host_not_allowed',
  },
  {
    title: 'a path where nothing is',
    line: 'POST /tokens HTTP/1.1',
    headers: JSON_POST,
    body: '{}',
    status: 404,
    error: 'not_found',
  },
  {
    title: 'a method that is not answered',
    line: 'DELETE /token HTTP/1.1',
    status: 405,
    error: 'method_not_allowed',
  },
];

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint();
});

afterAll(() => endpoint.close());

describe('W24 W25 A28 T11 a request without a token', () => {
  for (const { title, line, host = 'localhost', headers = [], body = '', ...expected } of REFUSED) {
    it(`is an error to every client, Android included, and says why: ${title}`, async () => {
      const head = [line, `Host: ${host}:${endpoint.port}`, ...headers];
      const answer = await exchange(endpoint.port, wireBytes(head, body));
      expect(answer.status).toBe(expected.status);
      expect(headerOf(answer, 'content-type')).toBe('application/json; charset=utf-8');
      const error: unknown = JSON.parse(answer.body.toString('utf8'));
      expect(error).toMatchObject({ error: expected.error, message: expect.stringMatching(/\.$/) });
      const fooled = Object.keys(READERS).filter((name) => READERS[name]?.(answer).accepted);
      expect(fooled).toEqual([]);
      expect(answer.body.toString('utf8')).not.toMatch(/server_?url|participant_?token/i);
    });
  }
});
