import crypto from 'node:crypto';

/** A message authentication code of `text`, in base64url. `text` is ASCII, as the signed part of a JWT is. */
export type Mac = (text: string) => string;

/** SHA-256 works on blocks of this many bytes, and so does HMAC's key. */
const BLOCK_BYTES = 64;

/** Node has it since 20.12; Electron 25 is older. */
const hash: typeof crypto.hash | undefined = crypto.hash;

/**
 * HMAC-SHA256 with `secret`. Made of two one-shot hashes (RFC 2104) where the system has them: an Hmac
 * object is a native one that each token would leave to the garbage collector, which is half of what a
 * token costs. The system's own HMAC has the last word: where the two disagreed, it would be used.
 */
export function hmacSha256(secret: string): Mac {
  const byObject = macByObject(secret);
  if (hash === undefined) return byObject;
  const byHashes = macByHashes(secret, hash);
  const sample = 'eyJhbGciOiJIUzI1NiJ9.e30';
  return byHashes(sample) === byObject(sample) ? byHashes : byObject;
}

function macByObject(secret: string): Mac {
  const key = crypto.createSecretKey(secret, 'utf8');
  return (text) => crypto.createHmac('sha256', key).update(text).digest('base64url');
}

function macByHashes(secret: string, oneShot: typeof crypto.hash): Mac {
  const key = Buffer.alloc(BLOCK_BYTES);
  const bytes = Buffer.from(secret, 'utf8');
  (bytes.length > BLOCK_BYTES ? oneShot('sha256', bytes, 'buffer') : bytes).copy(key);
  const inner = padded(key, 0x36);
  const outer = padded(key, 0x5c);
  return (text) => {
    const digest = oneShot('sha256', Buffer.from(inner + text, 'latin1'), 'binary');
    return oneShot('sha256', Buffer.from(outer + digest, 'latin1'), 'base64url');
  };
}

/** The key with each byte changed by `pad`, as a string with a character for each byte. */
function padded(key: Buffer, pad: number): string {
  return Buffer.from(key.map((byte) => byte ^ pad)).toString('latin1');
}
