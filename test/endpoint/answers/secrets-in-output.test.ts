import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleChild } from '../../fixtures/faults/bundle-child.ts';
import { startChild, type Child } from '../../fixtures/faults/child.ts';
import { SENTINEL } from '../../fixtures/faults/sentinel.ts';
import { writeRaw } from '../../fixtures/raw-request.ts';
import { readAnswers, type WireAnswer } from '../../fixtures/wire-answer.ts';
import { ask, json, jsonOf, type AskOptions } from '../ask.ts';

let bundle: string;

beforeAll(async () => {
  bundle = await bundleChild('leaky-endpoint');
}, 60_000);
afterAll(() => {
  rmSync(dirname(bundle), { recursive: true, force: true });
});

interface RunningEndpoint {
  child: Child;
  ask(options: AskOptions): Promise<WireAnswer>;
  port: number;
}

/** The endpoint in a Node process of its own; an empty NODE_ENV is none to Express. */
async function start(environment: string): Promise<RunningEndpoint> {
  const child = startChild(bundle, [], { env: { NODE_ENV: environment } });
  const output = await child.waitFor('ready');
  expect(output).toContain(`environment ${environment} port`);
  const port = Number(/port (\d+)/.exec(output)?.[1]);
  const rawRequest = async (bytes: string | Buffer): Promise<WireAnswer[]> =>
    readAnswers(await writeRaw(port, bytes));
  return { child, port, ask: (options) => ask({ port, rawRequest }, options) };
}

/** Requests that fail in each way there is, with a secret in every place that could be repeated. */
const FAILING: readonly [what: string, options: AskOptions, status: number][] = [
  ['broken JSON', json(`{"apiSecret":"${SENTINEL}"`), 400],
  ['broken JSON that begins with it', json(`{${SENTINEL}`), 400],
  ['no JSON', json(SENTINEL), 400],
  ['a wrong type', json({ participant_metadata: { apiSecret: SENTINEL } }), 400],
  ['too long', json({ participant_identity: SENTINEL.repeat(10) }), 400],
  ['too large', { body: SENTINEL.repeat(30_000) }, 413],
  [
    'a wrong charset',
    { headers: ['Content-Type: text/plain; charset=latin1'], body: SENTINEL },
    415,
  ],
  ['compressed', { headers: ['Content-Encoding: gzip'], body: SENTINEL }, 415],
  ['a stopped host', { host: 'evil.com', headers: [`Authorization: Bearer ${SENTINEL}`] }, 403],
  ['a stopped origin', { headers: ['Origin: https://evil.com', `Cookie: a=${SENTINEL}`] }, 403],
  ['a missing route', { path: `/${SENTINEL}?key=${SENTINEL}` }, 404],
  ['a broken query', { path: `/token?key=${SENTINEL}&a=1&a=2` }, 400],
  ['a wrong method', { method: 'DELETE', headers: [`X-Api-Key: ${SENTINEL}`] }, 405],
  ['the core breaks', json({ participant_identity: 'break-core', room_name: SENTINEL }), 500],
  ['the signer breaks', json({ participant_identity: 'break-sign', room_name: SENTINEL }), 500],
];

describe.each(['', 'development', 'production'])('with NODE_ENV "%s"', (environment) => {
  it('N1 N2 N3 N4 nothing that was sent or is kept secret is in an answer or in the output', async () => {
    const endpoint = await start(environment);
    for (const [what, options, status] of FAILING) {
      const answer = await endpoint.ask(options);
      expect([what, answer.status]).toEqual([what, status]);
      const { request_id, ...fields } = jsonOf(answer);
      expect(request_id).toEqual(expect.any(String));
      expect(JSON.stringify(fields)).not.toMatch(/SENTINEL|\.cjs|\/tmp|\\n +at /);
      if (status !== 500) continue;
      expect(fields['error']).toBe('internal');
      expect(fields['message']).toContain(request_id);
      await vi.waitFor(() => expect(endpoint.child.output).toContain(request_id));
    }
    const issued = await endpoint.ask(json({ participant_metadata: SENTINEL }));
    expect(issued.status).toBe(200);
    await abortWith(endpoint.port, `{"apiSecret":"${SENTINEL}`);
    await endpoint.ask({});

    endpoint.child.process.kill('SIGTERM');
    await endpoint.child.ended;
    expect(endpoint.child.output).not.toContain('SENTINEL');
    expect(endpoint.child.output).not.toMatch(/eyJ|Bearer|UnhandledPromise/);
  }, 60_000);
});

it('N1 the answers are the same in every environment', async () => {
  const bodies = await Promise.all(
    ['', 'production'].map(async (environment) => {
      const endpoint = await start(environment);
      const fields: string[] = [];
      for (const [, options] of FAILING.filter(([, , status]) => status !== 500)) {
        const answer = await endpoint.ask(options);
        fields.push(answer.body.replace(/req-[0-9a-f]+/, ''));
      }
      return fields;
    }),
  );
  expect(bodies[0]).toEqual(bodies[1]);
}, 60_000);

function abortWith(port: number, body: string): Promise<void> {
  return new Promise((resolve) => {
    const head = 'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head + body, () => {
        // Once a later request is answered, what was sent here has been read.
        void fetch(`http://127.0.0.1:${port}/health`).then(() => socket.resetAndDestroy());
      });
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
