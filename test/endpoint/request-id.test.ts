import { describe, expect, it } from 'vitest';
import { ask, claimsOf, header, json, jsonOf, roomOf, testEndpoint } from './ask.ts';

const ID = /^req-[0-9a-f]{12}$/;

describe('the id of a request', () => {
  it('is on its answer and in its activity', async () => {
    const endpoint = await testEndpoint();
    const answer = await ask(endpoint);
    const id = header(answer, 'x-request-id');
    expect(id).toMatch(ID);
    expect((await endpoint.activity()).map((entry) => entry.id)).toEqual([id]);
    expect(header(await ask(endpoint), 'x-request-id')).not.toBe(id);
  });

  it('is not the one that a client sends', async () => {
    const endpoint = await testEndpoint();
    const answer = await ask(endpoint, { headers: ['X-Request-Id: mine'] });
    expect(header(answer, 'x-request-id')).toMatch(ID);
  });

  it.each([
    ['a target for a proxy', 'GET http://localhost/token HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['an unknown expectation', 'GET /token HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n\r\n', 417],
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    [
      'a long head',
      `GET /token HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`,
      431,
    ],
    [
      'a body that ends in nonsense',
      'POST /token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
  ])('is on the refusal of %s and in the activity', async (_what, bytes, status) => {
    const endpoint = await testEndpoint();
    const [answer, more] = await endpoint.rawRequest(bytes);
    if (answer === undefined) throw new Error('There was no answer.');
    expect([answer.status, more]).toEqual([status, undefined]);
    const { error, request_id: id } = jsonOf(answer);
    expect(header(answer, 'x-request-id')).toBe(id);
    expect(header(answer, 'x-token-tray-error')).toBe(error);
    const entries = await endpoint.activity();
    expect(entries.find((entry) => entry.id === id)).toMatchObject({
      status,
      error: { code: error },
    });
  });

  it('is in the log where something breaks, with no word of the error', async () => {
    const endpoint = await testEndpoint({
      core: (core) => ({
        ...core,
        issue: () => {
          throw new Error('SENTINEL in the words');
        },
      }),
    });
    const answer = await ask(endpoint);
    expect([answer.status, jsonOf(answer)['error']]).toEqual([500, 'internal']);
    const id = header(answer, 'x-request-id');
    expect(endpoint.ports.lines).toMatchObject([{ level: 'error', fields: { requestId: id } }]);
    expect(JSON.stringify(endpoint.ports.lines)).not.toContain('SENTINEL');
    expect((await endpoint.activity())[0]).toMatchObject({ id, error: { code: 'internal' } });
  });
});

describe('a replay', () => {
  it('answers its own line, whatever else was asked meanwhile', async () => {
    const endpoint = await testEndpoint();
    const first = await ask(endpoint, json({ room_name: 'kitchen' }));
    const replays = Array.from({ length: 20 }, (_, index) =>
      endpoint.call('activity.replay', {
        id: header(first, 'x-request-id') ?? '',
        edits: { body: JSON.stringify({ room_name: `room-${index}` }) },
      }),
    );
    const entries = await Promise.all(replays);
    expect(entries.map(({ room }) => room)).toEqual(entries.map((_, index) => `room-${index}`));
    expect(new Set(entries.map(({ id }) => id)).size).toBe(20);
  });

  it('sends a body again that was kept whole', async () => {
    const endpoint = await testEndpoint();
    const metadata = 'ä'.repeat(30_000);
    const first = await ask(
      endpoint,
      json({ room_name: 'kitchen', participant_metadata: metadata }),
    );
    expect(roomOf(claimsOf(first))).toBe('kitchen');
    const { id } = await endpoint.newest();
    const replayed = await endpoint.call('activity.replay', { id });
    expect(replayed).toMatchObject({ outcome: 'issued', room: 'kitchen' });
    const { claims } = await endpoint.call('activity.get', { id: replayed.id });
    expect(claims).toMatchObject({ metadata });
  });

  it.each([
    ['was longer than 64 KiB', json({ participant_metadata: 'x'.repeat(70_000) }), 200],
    ['was refused unread', { ...json({}), headers: ['Origin: https://evil.example'] }, 403],
    ['is not UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400],
  ] as const)(
    'refuses to send a body that %s, and takes an edited one',
    async (_why, options, status) => {
      const endpoint = await testEndpoint();
      expect((await ask(endpoint, options)).status).toBe(status);
      const { id, request } = await endpoint.newest();
      expect(request.body.length).toBeLessThanOrEqual(64 * 1024);
      const reply = await endpoint.client.call('activity.replay', { id });
      expect(reply).toMatchObject({ ok: false, error: { code: 'body_not_kept' } });
      const edited = await endpoint.call('activity.replay', { id, edits: { body: '{}' } });
      expect(edited.id).not.toBe(id);
    },
  );

  it('shows the first 64 KiB of a body, and its length', async () => {
    const endpoint = await testEndpoint();
    const body = JSON.stringify({ participant_metadata: 'x'.repeat(200_000) });
    await ask(endpoint, json(body));
    const { request } = await endpoint.newest();
    expect([request.body, request.bodyBytes]).toEqual([body.slice(0, 64 * 1024), body.length]);
  });
});
