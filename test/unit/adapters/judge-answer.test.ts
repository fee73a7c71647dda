import { describe, expect, it } from 'vitest';
import {
  clockOffset,
  judgeAnswer,
  shortText,
} from '../../../main/adapters/livekit/judge-answer.ts';
import {
  errorCode,
  networkCause,
  UpgradeRefused,
} from '../../../main/adapters/livekit/network-cause.ts';

const HERE = { host: 'kit.example', url: 'wss://kit.example' };

function judge(status: number, text: string, location: string | null = null) {
  return judgeAnswer({ status, text, date: null, location }, HERE);
}

describe('what a LiveKit server’s answer means', () => {
  it('is taken, or has no such room', () => {
    expect(judge(200, 'success\n')).toEqual({});
    expect(judge(404, 'requested room does not exist')).toEqual({ roomMissing: true });
  });

  it.each([
    [200, 'hello', 'not_livekit'],
    [201, 'success', 'not_livekit'],
    [404, 'not found', 'not_livekit'],
    [299, '', 'not_livekit'],
    [300, '', 'redirected'],
    [399, '', 'redirected'],
    [400, 'The plain HTTP request was sent to HTTPS port', 'plain_expected_tls_found'],
    [400, 'Client sent an HTTP request to an HTTPS server.', 'plain_expected_tls_found'],
    [400, 'speaking plain HTTP to an SSL-enabled server port', 'plain_expected_tls_found'],
    [401, 'HTTP request to an HTTPS', 'proxy_refused'],
    [431, '', 'token_too_large'],
    [429, '', 'server_at_limit'],
    [503, 'node has exceeded its configured limit', 'server_at_limit'],
    [500, 'node has exceeded its configured limit', 'server_error'],
    [502, '', 'bad_gateway'],
    [503, '', 'bad_gateway'],
    [504, '', 'bad_gateway'],
    [519, '', 'not_livekit'],
    [520, '', 'bad_gateway'],
    [530, '', 'bad_gateway'],
    [531, '', 'not_livekit'],
    [500, 'no idea', 'server_error'],
    [500, '<html>no idea</html>', 'not_livekit'],
    [407, '', 'proxy_refused'],
    [401, '', 'proxy_refused'],
    [403, '', 'proxy_refused'],
    [401, '<!doctype html>invalid token', 'proxy_refused'],
    [403, ' <html>permissions denied', 'proxy_refused'],
    [402, 'permissions denied', 'not_livekit'],
    [400, '<html>no room name', 'not_livekit'],
    [400, 'something', 'not_livekit'],
    [404, 'no room name', 'not_livekit'],
  ])('%d "%s": %s', (status, text, code) => {
    expect(judge(status, text).cause?.code).toBe(code);
  });

  it.each([
    ['invalid API key: APIx', 'unknown_api_key', 'APIx'],
    ['invalid API key: ', 'no_issuer', ''],
    ['go-jose/go-jose: error in cryptographic primitive', 'wrong_secret', ''],
    ['token signature is invalid', 'wrong_secret', ''],
    ['token is expired (exp)', 'token_expired', 'some time'],
    ['token not valid yet (nbf)', 'token_not_yet_valid', ''],
    ['token issued in the future (iat)', 'token_issued_in_future', ''],
    [
      'json: cannot unmarshal number into Go struct field VideoGrant.video.room of type string',
      'claim_type',
      'of type number',
    ],
    ['proto: (line 1:2): unknown field "tags"', 'room_config_invalid', 'unknown field "tags"'],
    ['no permissions to access the room', 'no_video_grant', ''],
    ['permissions denied', 'no_room_join', ''],
    ['authorization must start with Bearer', 'token_empty', ''],
    ['invalid authorization token', 'token_malformed', 'the server cannot read it'],
    ['invalid token: strange', 'refused', 'strange'],
  ])('a 401 or 403 with "%s": %s', (text, code, words) => {
    for (const status of [401, 403]) {
      const { cause } = judge(status, text);
      expect(cause?.code).toBe(code);
      expect(`${cause?.sentence} ${cause?.fix}`).toContain(words);
    }
  });

  it.each([
    ['no room name', 'no_room', ''],
    ['identity cannot be empty', 'no_identity', ''],
    ['identity length exceeds limits: max length 99', 'identity_too_long', '99'],
    ['room name length exceeds limits: max length 98', 'room_name_too_long', '98'],
    ['room name length exceeds limits', 'room_name_too_long', 'fewer'],
    ['metadata exceeds limits', 'refused', 'metadata exceeds limits'],
  ])('a 400 with "%s": %s', (text, code, words) => {
    const { cause } = judge(400, text);
    expect(cause?.code).toBe(code);
    expect(`${cause?.sentence} ${cause?.fix}`).toContain(words);
  });

  it('names where it leads', () => {
    expect(judge(302, '', 'https://login.example').cause?.sentence).toContain('login.example');
    expect(judge(302, '').cause?.sentence).toContain('nowhere');
  });

  it.each([
    ['a eyJhbGciOiJI.eyJzdWIiOiJh.c2ln b', 'a [token] b'],
    ['a eyJhbGciOiJI.eyJzdWIiOiJh b', 'a eyJhbGciOiJI.eyJzdWIiOiJh b'],
    ['a short.eyJzdWIiOiJhbGljZSJ9.c2ln b', 'a short.eyJzdWIiOiJhbGljZSJ9.c2ln b'],
    ['a eyJhbGciOiJIUzI1.short.c2ln b', 'a eyJhbGciOiJIUzI1.short.c2ln b'],
    ['a\n\u202e b\t', 'a b'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('repeats %j as %j', (text, shown) => {
    expect(shortText(text)).toBe(shown);
  });

  it.each([
    [null, undefined],
    ['nonsense', undefined],
    ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
    ['Thu, 01 Jan 2026 00:00:01 GMT', 0],
    ['Wed, 31 Dec 2025 23:59:58 GMT', 2],
    ['Thu, 01 Jan 2026 00:01:00 GMT', -60],
  ])('by the date %s its clock is off by %s s', (date, offset) => {
    expect(clockOffset(date, Date.parse('2026-01-01T00:00:00.500Z'))).toBe(offset);
  });
});

function withCode(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

describe('what an error on the way means', () => {
  it.each([
    [new UpgradeRefused(401), 'ws:', 'refused'],
    [new UpgradeRefused(403), 'ws:', 'refused'],
    [new UpgradeRefused(404), 'ws:', 'no_websocket'],
    [new UpgradeRefused(200), 'ws:', 'no_websocket'],
    [new UpgradeRefused(499), 'ws:', 'no_websocket'],
    [new UpgradeRefused(500), 'ws:', 'signal_refused'],
    [Object.assign(new Error('late'), { name: 'TimeoutError' }), 'ws:', 'timeout'],
    [new Error('Opening handshake has timed out'), 'ws:', 'timeout'],
    [new TypeError('fetch failed', { cause: new Error('bad port') }), 'ws:', 'port_blocked'],
    [withCode('ECONNREFUSED'), 'ws:', 'connection_refused'],
    [withCode('ENOTFOUND'), 'ws:', 'unknown_host'],
    [withCode('EAI_AGAIN'), 'ws:', 'unknown_host'],
    [withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'wss:', 'certificate_untrusted'],
    [withCode('EPROTO', 'wrong version number'), 'wss:', 'tls_expected_plain_found'],
    [withCode('EPROTO', 'alert handshake failure'), 'wss:', 'tls_failed'],
    [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'wss:', 'tls_expected_plain_found'],
    [withCode('EPROTO', 'wrong version number'), 'ws:', 'connection_reset'],
    [withCode('EPIPE'), 'wss:', 'connection_reset'],
    ['no error', 'ws:', 'connection_reset'],
  ])('%o over %s: %s', (error, protocol, code) => {
    expect(networkCause(error, { url: `${protocol}//kit.example:7880`, seconds: 5 }).code).toBe(
      code,
    );
  });

  it('is found however deep it is, up to eight errors', () => {
    const nested = (depth: number): Error => {
      let error: Error = withCode('EDEEP', 'bad port');
      for (let level = 0; level < depth; level += 1) error = new Error('outer', { cause: error });
      return error;
    };
    expect(errorCode(nested(7))).toBe('EDEEP');
    expect(errorCode(nested(8))).toBe('UNKNOWN');
    expect(errorCode(new AggregateError([withCode('EFIRST'), withCode('ESECOND')]))).toBe('EFIRST');
    expect(errorCode(Object.assign(new Error('x'), { code: 7 }))).toBe('UNKNOWN');
    expect(errorCode('text')).toBe('UNKNOWN');
    const where = { url: 'ws://kit.example:1', seconds: 5 };
    expect(networkCause(nested(8), where).code).toBe('port_blocked');
    expect(networkCause(nested(9), where).code).not.toBe('port_blocked');
  });
});
