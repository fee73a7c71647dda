import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { clientOf } from '../../core/activity/client-of.ts';
import type { Answer } from '../../server/answer.ts';

/** A token with large metadata is worth it. Ordinary answers are 1 kB, and stay as they are. */
const MIN_BYTES = 8 * 1024;

/**
 * Whether an answer is large and its client's `Accept-Encoding` names gzip. Never for an ESP32: its client does not
 * decompress.
 */
export function isWorthGzip({ body }: Answer, headers: IncomingHttpHeaders): boolean {
  return (
    body.length >= MIN_BYTES &&
    takesGzip(headers['accept-encoding']) &&
    clientOf(headers['user-agent']).platform !== 'esp32'
  );
}

/** The answer as gzip; its text stays with it for the activity. */
export async function gzipped(answer: Answer): Promise<Answer> {
  const text = answer.body.toString();
  return {
    ...answer,
    text,
    body: await promisify(gzip)(text, { level: constants.Z_BEST_SPEED }),
    headers: [...(answer.headers ?? []), 'Content-Encoding', 'gzip'],
  };
}

/** By name: a `*` is what clients send that have not thought of it. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  if (accepted === undefined) return false;
  return String(accepted)
    .split(',')
    .some((item) => {
      const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const isGzip = coding === 'gzip' || coding === 'x-gzip';
      return isGzip && !parameters.some((part) => /^q=0(?:\.0*)?$/.test(part));
    });
}
