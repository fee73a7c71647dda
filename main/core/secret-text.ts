import { createHash, timingSafeEqual } from 'node:crypto';
import type { Log } from './ports.ts';

const MASK = '••••';

/** Names whose values are secret, in any casing and with or without separators, as keys, headers or fields. */
const SECRET_NAME =
  /^(proxy-?)?(authorization|(set-?)?cookie|(x-?)?api-?(key|secret)|secret|password|key|client-?key|lan-?key|(participant|access)?-?token|x-sandbox-id)$/i;

/** `name: value` and `name=value`, quoted or not; of a header with a scheme, the credentials too. */
const NAMED_VALUE =
  /(["']?\b(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|(?:livekit[_-])?api[_-]?secret|client[_-]?key|lan[_-]?key|participant[_-]?token|access[_-]?token|password|secret)\b["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:(?:bearer|basic)\s+)?[^\s,;&}]+)/gi;

/** Text for the log: anything that looks like a token, a key or a query string is masked. Linear in its length. */
export function maskSecrets(text: string): string {
  return maskCredentials(text).replace(/[^\s"']+/g, maskQuery);
}

/** Text with anything like a token or a key masked, query strings kept. Linear in its length. */
export function maskCredentials(text: string): string {
  return text
    .replace(/[\w.-]+/g, maskToken)
    .replace(NAMED_VALUE, `$1${MASK}`)
    .replace(/\b(bearer)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`)
    .replace(/:\/\/[^\s/@]+@/g, `://${MASK}@`);
}

/**
 * Masks a JSON Web Token in a word, which may begin and end with more: two base64url parts that begin with
 * `{"`, and a signature that may be cut off.
 */
function maskToken(word: string): string {
  let masked = '';
  let kept = 0;
  let from = 0;
  for (;;) {
    const start = word.indexOf('eyJ', from);
    const dot = start === -1 ? -1 : word.indexOf('.', start);
    if (dot === -1) return masked + word.slice(kept);
    from = dot + 1;
    const payloadEnd = endOfPart(word, from);
    if (dot - start < 8 || payloadEnd - dot <= 2) continue;
    from = word[payloadEnd] === '.' ? endOfPart(word, payloadEnd + 1) : payloadEnd;
    masked += word.slice(kept, start) + MASK;
    kept = from;
  }
}

function endOfPart(word: string, from: number): number {
  const dot = word.indexOf('.', from);
  return dot === -1 ? word.length : dot;
}

/** Masks the query of a path or URL: a token can be in it. */
function maskQuery(word: string): string {
  const slash = word.indexOf('/');
  const mark = slash === -1 ? -1 : word.indexOf('?', slash);
  return mark === -1 || mark === word.length - 1 ? word : `${word.slice(0, mark)}?${MASK}`;
}

/** A value for the log, masked if `name` says that it is secret. */
export function maskField(name: string, value: string, mask = maskSecrets): string {
  const words = name.replace(/_/g, '-').replace(/([a-z0-9])([A-Z])/g, '$1-$2');
  return SECRET_NAME.test(words) ? MASK : mask(value);
}

const MASKED_HEADERS = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'set-cookie',
]);
/** Headers to show: keys and cookies are masked; the token server ID is no secret on this machine. */
export function maskHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    shown[name] = MASKED_HEADERS.has(name.toLowerCase()) ? MASK : text;
  }
  return shown;
}

/** Text with these secrets masked, wherever they are. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

/**
 * The host's log with the vault's secrets masked, whatever an error message repeats. What only looks like a secret is
 * masked by the log itself.
 */
export function createRedactingLog(log: Log, vault: { secrets(): string[] }): Log {
  const redact = (text: string): string => withoutSecrets(text, vault.secrets());
  return (level, message, fields) => {
    log(
      level,
      redact(message),
      fields &&
        Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [
            name,
            typeof value === 'string' ? redact(value) : value,
          ]),
        ),
    );
  };
}

/** Compares two secrets in constant time; their digests have the same length. */
export function isSameSecret(given: string, kept: string): boolean {
  return timingSafeEqual(digest(given), digest(kept));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
