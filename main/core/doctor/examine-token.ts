import { createHmac, timingSafeEqual } from 'node:crypto';
import { byImportance, cause, type Cause } from '../../contract/causes/causes.ts';
import { isJsonObject, type JsonObject } from '../../contract/json.ts';
import { examineClaims } from './examine-claims.ts';

/** A project whose secret can be read now. */
export interface KnownProject {
  id: string;
  name: string;
  apiKey: string;
  secret: string;
}

export interface TokenExamination {
  /** The header and the claims as they were read; absent where the token is not a JWT. */
  header?: JsonObject;
  claims?: JsonObject;
  /** The project whose secret made the signature. */
  signedBy?: { id: string; name: string };
  /** Most important first. */
  causes: Cause[];
}

/** LiveKit allows a minute each way (measured: `exp` until 59 s ago, `nbf` and `iat` up to 60 s ahead). */
export const LEEWAY_SECONDS = 60;

/** Measured: a server takes about 1 MiB + 4 KiB of headers, and the token travels in one or in the URL. */
const MAX_TOKEN_BYTES = 1_055_000;
const LARGE_TOKEN_BYTES = 7_500;

/**
 * Reads a token as a LiveKit server does and says what it would refuse, or what would surprise later.
 * `token` may be anything that was pasted. Nothing is asked of a server here.
 *
 * @param nowSeconds seconds since the epoch
 */
export function examineToken(
  pasted: string,
  { nowSeconds, projects }: { nowSeconds: number; projects: readonly KnownProject[] },
): TokenExamination {
  const token = pasted.trim();
  if (token === '') return { causes: [cause('token_empty')] };
  const whole = readParts(token);
  if ('problem' in whole) {
    return { causes: [cause('token_malformed', { detail: whole.problem })] };
  }
  const { header, claims, signed, signature } = whole;
  const causes: Cause[] = [];
  if (token !== pasted) {
    causes.push(
      cause('token_has_whitespace', {
        where: pasted.startsWith(token[0] ?? '') ? 'after' : 'before',
      }),
    );
  }
  causes.push(...examineSize(token));

  const issuer = claims['iss'];
  // Two projects may share a secret by mistake: the one that the token names comes first.
  const byIssuer = projects.toSorted(
    (one, other) => Number(other.apiKey === issuer) - Number(one.apiKey === issuer),
  );
  const signedBy = signerOf(signed, signature, byIssuer);
  causes.push(
    ...examineSignature({ header, claims, signedBy, projects }),
    ...examineTimes(claims, nowSeconds),
    ...examineClaims(claims),
  );
  return {
    header,
    claims,
    ...(signedBy === undefined ? {} : { signedBy: { id: signedBy.id, name: signedBy.name } }),
    causes: byImportance(causes),
  };
}

type Parts =
  | { header: JsonObject; claims: JsonObject; signed: string; signature: string }
  | { problem: string };

function readParts(token: string): Parts {
  if (/^bearer\s/i.test(token)) return { problem: 'it begins with "Bearer"' };
  if (/^["'`“‘«]/.test(token)) return { problem: 'there are quotes around it' };
  if (/\s/.test(token)) return { problem: 'there is a space or line break inside it' };
  const parts = token.split('.');
  if (parts.length !== 3) {
    return {
      problem: `it has ${parts.length} ${parts.length === 1 ? 'part' : 'parts'}, not three`,
    };
  }
  const [head = '', body = '', signature = ''] = parts;
  const header = readJson(head);
  if (header === undefined) return { problem: 'its first part is not a JWT header' };
  const claims = readJson(body);
  if (claims === undefined) return { problem: 'its second part is not JSON' };
  if (!/^[\w-]*$/.test(signature)) return { problem: 'its signature is not base64url' };
  return { header, claims, signed: `${head}.${body}`, signature };
}

function readJson(part: string): JsonObject | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function examineSize(token: string): Cause[] {
  const kilobytes = Math.ceil(token.length / 1024);
  if (token.length > MAX_TOKEN_BYTES) return [cause('token_too_large', { kilobytes })];
  return token.length > LARGE_TOKEN_BYTES ? [cause('token_large', { kilobytes })] : [];
}

const HASHES: Readonly<Record<string, string>> = {
  HS256: 'sha256',
  HS384: 'sha384',
  HS512: 'sha512',
};

/** The project whose secret made the signature, whatever algorithm of HMAC the header names. */
function signerOf(
  signed: string,
  signature: string,
  projects: readonly KnownProject[],
): KnownProject | undefined {
  const given = Buffer.from(signature, 'base64url');
  for (const hash of Object.values(HASHES)) {
    for (const project of projects) {
      const made = createHmac(hash, project.secret).update(signed).digest();
      if (made.length === given.length && timingSafeEqual(made, given)) return project;
    }
  }
  return undefined;
}

function examineSignature({
  header,
  claims,
  signedBy,
  projects,
}: {
  header: JsonObject;
  claims: JsonObject;
  signedBy: KnownProject | undefined;
  projects: readonly KnownProject[];
}): Cause[] {
  const algorithm = typeof header['alg'] === 'string' ? header['alg'] : 'no algorithm';
  // Measured: a server also takes HS384 and HS512 with the right secret.
  if (!Object.hasOwn(HASHES, algorithm)) return [cause('wrong_algorithm', { algorithm })];
  const issuer = claims['iss'];
  if (typeof issuer !== 'string' || issuer === '') return [cause('no_issuer')];
  if (signedBy?.apiKey === issuer) return [];
  const holder = projects.find(({ apiKey }) => apiKey === issuer);
  if (signedBy !== undefined) {
    const signer = ` It is signed with the secret of project "${signedBy.name}".`;
    return [cause('wrong_secret', { key: issuer, signer })];
  }
  return holder === undefined
    ? [cause('unknown_key_here', { key: issuer })]
    : [cause('wrong_secret', { key: issuer, signer: '' })];
}

/** Times as the server reads them: a minute of leeway each way; `exp` and `nbf` may be absent. */
function examineTimes(claims: JsonObject, now: number): Cause[] {
  const causes: Cause[] = [];
  const time = (name: string): number | undefined => {
    const value = claims[name];
    if (value === undefined) return undefined;
    if (typeof value === 'number') return value;
    causes.push(
      cause('claim_type', {
        claim: name,
        found: JSON.stringify(value).slice(0, 40),
        expected: 'seconds since 1970 as a number',
        example: `"${name}": ${now}`,
      }),
    );
    return undefined;
  };
  const [expires, starts, issued] = [time('exp'), time('nbf'), time('iat')];
  if (expires === undefined) {
    if (claims['exp'] === undefined) causes.push(cause('token_never_expires'));
  } else if (now - expires >= LEEWAY_SECONDS) {
    causes.push(cause('token_expired', { ago: inWords(now - expires) }));
  } else if (expires - now < LEEWAY_SECONDS) {
    const when =
      expires > now
        ? `expires in ${inWords(expires - now)}`
        : `expired ${inWords(now - expires)} ago`;
    causes.push(cause('token_expiring', { when }));
  }
  if (starts !== undefined && starts - now > LEEWAY_SECONDS) {
    causes.push(cause('token_not_yet_valid', { in: inWords(starts - now) }));
  } else if (starts !== undefined && starts - now > 1) {
    causes.push(cause('token_starts_soon', { in: inWords(starts - now) }));
  }
  if (issued !== undefined && issued - now > LEEWAY_SECONDS) {
    causes.push(cause('token_issued_in_future', { in: inWords(issued - now) }));
  }
  return causes;
}

const UNITS: readonly [seconds: number, unit: string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];

/** A span such as `45 s`, `12 min` or `3 h`, in its largest whole unit. @param seconds at least 0 */
function inWords(seconds: number): string {
  for (const [size, unit] of UNITS) {
    if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  }
  return `${Math.round(seconds)} s`;
}
