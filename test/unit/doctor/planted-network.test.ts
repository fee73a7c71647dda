import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { DoctorCheck } from '../../../main/contract/doctor-report.ts';
import {
  startFakeLiveKitServer,
  type FakeLiveKitOptions,
} from '../../fixtures/fake-livekit-server.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { selfSignedCertificate } from '../../fixtures/self-signed-certificate.ts';
import { createCommandLine, type CommandLine } from '../cli/command-line.ts';
import { addKitchen, SENTINEL } from '../cli/kitchen-project.ts';

/** The tests wait beside one another, mostly for servers that never answer. */
const closers: (() => unknown)[] = [];

afterAll(() => Promise.all(closers.map((close) => close())));

/** A command line with one project, at this URL. */
async function kitchenAt(url: string): Promise<CommandLine> {
  const line = createCommandLine();
  closers.push(() => line.remove());
  await addKitchen(line, url);
  return line;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that gives every request this answer. */
async function answering(status: number, text: string, headers = {}): Promise<string> {
  const server = await startFakeLiveKitServer({
    intercept: (_request, response) => {
      response.writeHead(status, headers).end(text);
      return true;
    },
  });
  closers.push(() => server.close());
  return server.url;
}

async function silent(): Promise<string> {
  const server = await startFakeLiveKitServer({ intercept: () => true });
  closers.push(() => server.close());
  return server.url;
}

/** Takes every token, and answers no request for a WebSocket. */
async function neverJoining(): Promise<string> {
  const server = await startFakeLiveKitServer({
    keys: { APIkitchen: SENTINEL },
    intercept: ({ headers }) => headers.upgrade !== undefined,
  });
  closers.push(() => server.close());
  return server.url;
}

async function livekit(options: FakeLiveKitOptions = {}): Promise<string> {
  const server = await startFakeLiveKitServer({ keys: { APIkitchen: SENTINEL }, ...options });
  closers.push(() => server.close());
  return server.url;
}

const tls = (): Promise<string> =>
  listen(createTlsServer(selfSignedCertificate(), (_request, response) => response.end()));

const resetting = (): Promise<string> =>
  listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.resetAndDestroy();
    }),
  );

const PLANTED: [row: string, code: string, url: () => Promise<string>][] = [
  [
    'D31: at its limit',
    'server_at_limit',
    () => answering(503, 'node has exceeded its configured limit'),
  ],
  ['D53: nothing listens', 'connection_refused', async () => `ws://127.0.0.1:${await freePort()}`],
  ['D54: no answer', 'timeout', silent],
  ['D55: no such host', 'unknown_host', async () => 'wss://nowhere.invalid'],
  ['D57: a path', 'url_has_path', async () => `${await livekit()}/foo`],
  [
    'D59: wss:// to a plain port',
    'tls_expected_plain_found',
    async () => (await livekit()).replace('ws:', 'wss:'),
  ],
  ['D60: ws:// to a TLS port', 'plain_expected_tls_found', async () => `ws://${await tls()}`],
  ['D61: a self-signed certificate', 'certificate_untrusted', async () => `wss://${await tls()}`],
  ['D62: a web server, 404', 'not_livekit', () => answering(404, '<!doctype html>No')],
  ['D62: a web server, 200', 'not_livekit', () => answering(200, '<!doctype html>Hello')],
  ['D63: 502 of a proxy', 'bad_gateway', () => answering(502, '<html>Bad Gateway</html>')],
  ['D64: 403 of a proxy', 'proxy_refused', () => answering(403, '<html>Forbidden</html>')],
  ['D64: 503 of a proxy', 'bad_gateway', () => answering(503, 'no healthy upstream')],
  [
    'D65: a redirect',
    'redirected',
    () => answering(301, '', { Location: 'https://elsewhere.example' }),
  ],
  ['D66: no upgrade', 'no_websocket', () => livekit({ version: null })],
  ['D67: a port for media', 'connection_reset', async () => `ws://${await resetting()}`],
  ['a port that browsers refuse', 'port_blocked', async () => 'ws://127.0.0.1:6000'],
];

describe.concurrent('the command names what is wrong on the way to the server, in words and in JSON', () => {
  it.each(PLANTED)('%s: %s', async (_row, code, url) => {
    const line = await kitchenAt(await url());
    const json = await line.run(['doctor', '--json']);
    expect([json.code, JSON.parse(json.out)]).toEqual([
      1,
      expect.objectContaining({ cause: code }),
    ]);
    const words = await line.run(['doctor']);
    expect(words.out).toContain(`Cause: ${code}`);
    const tested = await line.run(['project', 'test', '--json']);
    expect([tested.code, JSON.parse(tested.out)]).toEqual([
      1,
      expect.objectContaining({ ok: false, finding: code }),
    ]);
    expect(json.out + words.out).not.toContain('eyJ');
  });
});

describe.concurrent('a bad server', () => {
  it.each<[string, string, () => Promise<string>]>([
    ['that never answers', 'timeout', silent],
    ['that takes the token and never a join', 'timeout', neverJoining],
    ['that answers HTML', 'not_livekit', () => answering(200, '<!doctype html>Hello')],
    [
      'that redirects',
      'redirected',
      () => answering(302, '', { Location: 'https://elsewhere.example' }),
    ],
    [
      'that speaks TLS where it should not',
      'plain_expected_tls_found',
      async () => `ws://${await tls()}`,
    ],
  ])('%s is named within three seconds: %s', async (_what, code, url) => {
    const line = await kitchenAt(await url());
    const report = JSON.parse((await line.run(['doctor', '--json'])).out);
    expect(report.cause).toBe(code);
    const spans = report.checks.map(({ durationMs }: DoctorCheck) => durationMs);
    expect(Math.max(...spans)).toBeLessThan(3_000);
  });

  it('and a megabyte of rubbish in place of a token asks no server at all', async () => {
    const server = await startFakeLiveKitServer();
    closers.push(() => server.close());
    const line = await kitchenAt(server.url);
    const rubbish = 'x'.repeat(1024 * 1024);
    const report = await line.run(['doctor', '-', '--json'], { input: rubbish });
    expect(JSON.parse(report.out)).toMatchObject({ cause: 'token_malformed' });
    expect(server.requests).toEqual([]);
    expect(report.out + report.err).not.toContain('xxxx');
  });
});
