import { request } from 'node:http';
import type { ActivityDetail } from '../contract/activity.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { REQUEST_ID_HEADER } from '../server/answer.ts';
import { LOOPBACK_IPV4 } from './bind.ts';

const TIMEOUT_MS = 10_000;

/** Headers that belong to the connection and not to the request, or that are counted again. */
const PER_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What a request's first line may hold; Node throws at anything else. */
const SENDABLE_TARGET = /^[\x21-\xff]+$/;

/**
 * Sends a recorded request to our own port again, with the headers it had, Host and Origin among them,
 * so that the same guards judge it. Keys and cookies were never recorded. Resolves when it was answered,
 * whatever the answer was, with the id of the new request; rejects with `endpoint_stopped` where nothing
 * listens, with `replay_unanswered` without an answer, and with `invalid_input` where the edited target
 * cannot be sent.
 */
export function sendAgain(
  entry: ActivityDetail,
  { port, target, body }: { port: number; target?: string; body?: string },
): Promise<string> {
  const path = target ?? entry.request.target;
  if (!SENDABLE_TARGET.test(path)) {
    const detail = 'The path contains a character that must be encoded, such as %20 for a space.';
    return Promise.reject(new TokenTrayError('invalid_input', { detail }, 'target'));
  }
  const content = Buffer.from(body ?? entry.request.body);
  const length = content.length === 0 ? {} : { 'Content-Length': content.length };
  const headers = { ...sendableHeaders(entry.request.headers), ...length };
  return new Promise((resolve, reject) => {
    const fail = (error?: NodeJS.ErrnoException): void => {
      const isStopped = error?.code === 'ECONNREFUSED';
      reject(new TokenTrayError(isStopped ? 'endpoint_stopped' : 'replay_unanswered'));
    };
    const outgoing = request(
      { host: LOOPBACK_IPV4, port, method: entry.method, path, headers, agent: false },
      (response) => {
        response.on('error', fail);
        const id = String(response.headers[REQUEST_ID_HEADER.toLowerCase()] ?? '');
        response.on('end', () => resolve(id));
        response.resume();
      },
    );
    outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy());
    outgoing.on('error', fail);
    outgoing.on('close', () => fail());
    outgoing.end(content);
  });
}

/** What was masked holds a character that no header may hold. */
function sendableHeaders(recorded: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recorded).filter(
      // eslint-disable-next-line no-control-regex
      ([name, value]) => !PER_CONNECTION.has(name.toLowerCase()) && /^[\t\x20-\xff]*$/.test(value),
    ),
  );
}
