import { cause, type Cause } from '../../contract/causes/causes.ts';

export interface HttpAnswer {
  status: number;
  /** The first 4 KiB. A refusal repeats the token, so this is matched and never shown as it is. */
  text: string;
  date: string | null;
  location: string | null;
}

/**
 * What a LiveKit server's answer to validate means. Wording changed between versions, so parts of it are matched,
 * and the status first; what no LiveKit server says is a proxy's or another server's.
 */
export function judgeAnswer(
  answer: HttpAnswer,
  { host, url }: { host: string; url: string },
): { cause?: Cause; roomMissing?: boolean } {
  const { status, location } = answer;
  const text = answer.text.toLowerCase();
  const has = (...parts: string[]): boolean => parts.some((part) => text.includes(part));

  if (status === 200 && text.trim() === 'success') return {};
  if (status === 404 && has('room does not exist')) return { roomMissing: true };
  if (status >= 300 && status < 400) {
    return { cause: cause('redirected', { host, location: shortText(location ?? 'nowhere') }) };
  }
  // nginx, Go's server (Caddy, Traefik), Apache.
  if (
    status === 400 &&
    has('http request was sent to https', 'http request to an https', 'ssl-enabled')
  ) {
    return { cause: cause('plain_expected_tls_found', { host }) };
  }
  if (status === 431) return { cause: cause('token_too_large', { kilobytes: 'too many' }) };
  if (status === 503 && has('exceeded its configured limit'))
    return { cause: cause('server_at_limit') };
  if (status === 429) return { cause: cause('server_at_limit') };
  // 520 to 530 are Cloudflare's for an origin that it cannot reach.
  if ([502, 503, 504].includes(status) || (status >= 520 && status <= 530))
    return { cause: cause('bad_gateway', { host, status }) };
  const isPage = /^\s*<(?:!doctype|html|\?xml)/.test(text);
  if (!isPage && (status === 401 || status === 403)) {
    const refusal = tokenRefusal(answer.text);
    if (refusal !== undefined) return { cause: refusal };
  }
  if (!isPage && status === 400) {
    const refusal = namesRefusal(text);
    if (refusal !== undefined) return { cause: refusal };
  }
  if (status === 401 || status === 403 || status === 407) {
    return { cause: cause('proxy_refused', { host, status }) };
  }
  if (status === 500 && !isPage) {
    return { cause: cause('server_error', { host, status, reason: shortText(answer.text) }) };
  }
  return { cause: cause('not_livekit', { host, status, url }) };
}

/** The 401s. Their order is the server's: key, signature, times, types, rights. */
function tokenRefusal(answerText: string): Cause | undefined {
  const text = answerText.toLowerCase();
  const has = (...parts: string[]): boolean => parts.some((part) => text.includes(part));
  const key = /invalid api key:\s*(\S*)/i.exec(answerText)?.[1];
  if (key !== undefined) return key === '' ? cause('no_issuer') : cause('unknown_api_key', { key });
  if (has('cryptographic primitive', 'signature is invalid')) {
    return cause('wrong_secret', { key: 'in the token', signer: '' });
  }
  if (has('(exp)', 'token is expired')) return cause('token_expired', { ago: 'some time' });
  if (has('(nbf)', 'not valid yet')) return cause('token_not_yet_valid', { in: 'a while' });
  if (has('(iat)', 'issued in the future'))
    return cause('token_issued_in_future', { in: 'a while' });
  const type = /cannot unmarshal (\w+) into go (?:value|struct field \S+) of type (\S+)/i.exec(
    text,
  );
  if (type !== null) {
    const [, found = 'something', expected = 'something else'] = type;
    return cause('claim_type', {
      claim: 'A claim',
      found: `of type ${found}`,
      expected,
      example: 'the claim in the type that it needs',
    });
  }
  if (has('proto:')) return cause('room_config_invalid', { detail: protoDetail(answerText) });
  if (has('no permissions to access the room')) return cause('no_video_grant');
  if (has('permissions denied')) return cause('no_room_join');
  if (has('must start with bearer')) return cause('token_empty');
  if (has('invalid authorization token')) {
    return cause('token_malformed', { detail: 'the server cannot read it' });
  }
  if (has('invalid token', 'authorization')) {
    return cause('refused', { status: 401, reason: shortText(answerText) });
  }
  return undefined;
}

/** The 400s, which the web client shows as a wordless WebSocket error. */
function namesRefusal(text: string): Cause | undefined {
  const limit = /max length (\d+)/.exec(text)?.[1] ?? 'fewer';
  if (text.includes('no room name')) return cause('no_room');
  if (text.includes('identity cannot be empty')) return cause('no_identity');
  if (text.includes('identity length exceeds')) {
    return cause('identity_too_long', { length: 'more', limit });
  }
  if (text.includes('room name length exceeds')) {
    return cause('room_name_too_long', { length: 'more', limit });
  }
  return text.includes('exceeds limits')
    ? cause('refused', { status: 400, reason: shortText(text) })
    : undefined;
}

function protoDetail(text: string): string {
  return shortText(/proto:\s*(?:\(line [\d:]+\):\s*)?(.*)/i.exec(text)?.[1] ?? 'it cannot be read');
}

/** One line of the server's own words, without anything that looks like a token. */
export function shortText(text: string): string {
  return text
    .replace(/[\w.-]{18,}/g, (word) => (isTokenLike(word) ? '[token]' : word))
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

function isTokenLike(word: string): boolean {
  const [header = '', payload = '', signature] = word.split('.', 3);
  return header.length >= 8 && payload.length >= 8 && signature !== undefined;
}

/** This machine's clock minus the server's in whole seconds. `Date` has no fractions, so one second means nothing. */
export function clockOffset(date: string | null, at: number): number | undefined {
  const serverTime = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverTime)) return undefined;
  const offset = Math.round((at - serverTime - 500) / 1000);
  return Math.abs(offset) <= 1 ? 0 : offset;
}
