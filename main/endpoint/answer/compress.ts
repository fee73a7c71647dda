import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { clientOf } from '../../core/activity/client-of.ts';
import type { Answer } from '../../server/answer.ts';
import type { Exchange } from '../exchange.ts';

/** A token with large metadata is worth it. Ordinary answers are 1 kB, and stay as they are. */
const MIN_BYTES = 8 * 1024;

const gzipped = promisify(gzip);

/**
 * A large answer as gzip, for a client whose `Accept-Encoding` names it. Never for an ESP32, nor in the older
 * shape that it reads: its client does not decompress.
 */
export async function compressed(
  answer: Answer,
  { request: { headers } }: Pick<Exchange, 'request'>,
): Promise<Answer> {
  const { body } = answer;
  if (typeof body !== 'string' || body.length < MIN_BYTES) return answer;
  if (!takesGzip(headers['accept-encoding'])) return answer;
  if (clientOf(headers['user-agent']).platform === 'esp32') return answer;
  return {
    ...answer,
    text: body,
    body: await gzipped(body, { level: constants.Z_BEST_SPEED }),
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
