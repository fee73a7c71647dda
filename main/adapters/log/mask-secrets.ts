const MASK = '••••';

/** Names whose values are secret, in any casing and with or without separators, as keys, headers or fields. */
const SECRET_NAME =
  /^(proxy-?)?(authorization|(set-?)?cookie|(x-?)?api-?(key|secret)|secret|password|key|client-?key|lan-?key|(participant|access)?-?token|x-sandbox-id)$/i;

/** A JSON Web Token: two base64url parts that begin with `{"`, and a signature that may be cut off. */
const JWT = /eyJ[\w-]{5,}\.[\w-]{2,}(?:\.[\w-]*)?/g;

/** `name: value` and `name=value`, quoted or not; of a header with a scheme, the credentials too. */
const NAMED_VALUE =
  /(["']?\b(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|(?:livekit[_-])?api[_-]?secret|client[_-]?key|lan[_-]?key|participant[_-]?token|access[_-]?token|password|secret)\b["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:(?:bearer|basic)\s+)?[^\s,;&}]+)/gi;

/** Credentials in a URL, and the query of a path or URL: a token can be in either. */
const URL_CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const QUERY = /((?:\b[a-z][a-z0-9+.-]*:\/)?\/[^\s?"']*)\?[^\s"']+/gi;

/** Text as it may stand in a log: what looks like a token, a key or a query string is masked. */
export function maskSecrets(text: string): string {
  return text
    .replace(JWT, MASK)
    .replace(NAMED_VALUE, `$1${MASK}`)
    .replace(/\b(bearer)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`)
    .replace(URL_CREDENTIALS, `$1${MASK}@`)
    .replace(QUERY, `$1?${MASK}`);
}

/** A value as it may stand in a log under `name`. */
export function maskField(name: string, value: string): string {
  const words = name.replace(/_/g, '-').replace(/([a-z0-9])([A-Z])/g, '$1-$2');
  return SECRET_NAME.test(words) ? MASK : maskSecrets(value);
}
