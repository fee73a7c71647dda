import { describe, expect, it } from 'vitest';
import type { ActivityDetail } from '../../../main/contract/activity.ts';
import { httpArchive } from '../../../main/core/activity/http-archive.ts';
import { aDetail } from '../../fixtures/snapshot.ts';

const TOKEN = ['{"alg":"HS256"}', '{"iss":"APIkitchen","sub":"amy"}', 'signature-of-the-token']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');
const SECRET = 'sentinel-secret-of-some-project-000001';

function detail(changes: Partial<ActivityDetail> = {}): ActivityDetail {
  return aDetail({
    at: 1_800_000_000_000,
    durationMs: 1.5,
    answer: {
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Length', '40'],
      ],
      body: '{"server_url":"ws://localhost:7880","participant_token":"eyJhbGciOi…abcd"}',
    },
    request: {
      headers: { host: 'localhost:7885', 'content-type': 'application/json' },
      target: '/token?project=kitchen&room=a%20b',
      body: '{"room_name":"demo"}',
      bodyBytes: 20,
    },
    ...changes,
  });
}

// oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-type-assertion -- read as any HAR viewer reads it
const logOf = (...details: ActivityDetail[]): any =>
  httpArchive(details, { version: '1.0.0', secrets: [SECRET] })['log'];

describe('the activity as an HTTP archive', () => {
  it('has what HAR 1.2 asks of each entry, oldest first', () => {
    const log = logOf(detail({ id: 'late', at: 1_800_000_000_500 }), detail());
    expect(log).toMatchObject({
      version: '1.2',
      creator: { name: 'Token Tray', version: '1.0.0' },
      entries: [{ _requestId: 'r1' }, { _requestId: 'late' }],
    });
    expect(log.entries[0]).toEqual({
      startedDateTime: '2027-01-15T08:00:00.000Z',
      time: 1.5,
      request: {
        method: 'POST',
        url: 'http://localhost:7885/token?project=kitchen&room=a%20b',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'host', value: 'localhost:7885' },
          { name: 'content-type', value: 'application/json' },
        ],
        queryString: [
          { name: 'project', value: 'kitchen' },
          { name: 'room', value: 'a b' },
        ],
        headersSize: -1,
        bodySize: 20,
        postData: { mimeType: 'application/json', text: '{"room_name":"demo"}' },
      },
      response: {
        status: 200,
        statusText: 'OK',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'Content-Type', value: 'application/json' },
          { name: 'Content-Length', value: '40' },
        ],
        content: {
          size: 71,
          mimeType: 'application/json',
          text: '{"server_url":"ws://localhost:7880","participant_token":"••••"}',
        },
        redirectURL: '',
        headersSize: -1,
        bodySize: 40,
      },
      cache: {},
      timings: { send: 0, wait: 1.5, receive: 0 },
      _requestId: 'r1',
      _client: 'curl',
      _outcome: 'issued',
    });
  });

  it.each<[string, ActivityDetail['request']]>([
    [
      'a header',
      { headers: { 'x-mine': `a ${TOKEN}`, cookie: SECRET }, target: '/token', body: '' },
    ],
    [
      'the query',
      { headers: {}, target: `/token?access_token=${TOKEN}&apiSecret=${SECRET}`, body: '' },
    ],
    ['the path', { headers: {}, target: `/${TOKEN}/${SECRET}`, body: '' }],
    ['JSON', { headers: {}, target: '/token', body: JSON.stringify({ t: TOKEN, s: SECRET }) }],
    ['a form', { headers: {}, target: '/token', body: `a=${SECRET}&token=${TOKEN}` }],
  ])('has no secret and no token that came in %s', (_where, request) => {
    const text = JSON.stringify(logOf(detail({ request })));
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(TOKEN.split('.')[1]);
  });

  it('has none that an answer holds either', () => {
    const text = JSON.stringify(
      logOf(detail({ answer: { headers: [['X-Echo', TOKEN]], body: `{"token":"${TOKEN}"}` } })),
    );
    expect(text).not.toContain(TOKEN.split('.')[1]);
  });
});
