import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { clientOf } from '../../core/activity/client-of.ts';
import type { IssuedAnswer } from '../../core/ports.ts';
import { JSON_TYPE, TEXT_TYPE, type Answer, TROUBLE_HEADER } from '../../server/answer.ts';

/** The names under which the asking client looks for its token. */
export type TokenAnswerShape = 'standard' | 'standard-and-old' | 'legacy' | 'text';

/** On an answer to a request with fields that did not count: their names. */
export const IGNORED_HEADER = 'X-Token-Tray-Ignored';

/** On a token for an identity that another caller holds: `kept` or `changed`. */
export const IDENTITY_HEADER = 'X-Token-Tray-Identity';

/** Clients limit the headers of an answer, some to 8 KiB in all. */
const MAX_IGNORED_LENGTH = 1024;
const MAX_TROUBLE_LENGTH = 512;

/**
 * The answer that carries a token. Always status 200: the ESP32 and older Flutter clients take no other,
 * and no client refuses it.
 */
export function tokenAnswer(
  shape: TokenAnswerShape,
  issued: IssuedAnswer,
  { id, headers }: Pick<Answer, 'id' | 'headers'>,
): Answer {
  const isText = shape === 'text';
  return {
    id,
    status: 200,
    type: isText ? TEXT_TYPE : JSON_TYPE,
    body: isText ? issued.token : JSON.stringify(fieldsOf(shape, issued)),
    headers: [...(headers ?? []), ...headersOf(issued)],
  };
}

function headersOf({ ignored, guarded, trouble }: IssuedAnswer): string[] {
  const headers: string[] = [];
  if (ignored.length > 0) headers.push(IGNORED_HEADER, ignoredNames(ignored));
  if (guarded !== undefined) headers.push(IDENTITY_HEADER, guarded);
  if (trouble !== undefined) headers.push(TROUBLE_HEADER, headerText(trouble));
  return headers;
}

function fieldsOf(
  shape: Exclude<TokenAnswerShape, 'text'>,
  { serverUrl, token, roomName, participantIdentity, participantName }: IssuedAnswer,
): Record<string, string> {
  // The older sandbox's clients want all four as non-empty strings, and the ESP32 has room for 2,048 bytes.
  if (shape === 'legacy') {
    return {
      serverUrl,
      roomName,
      participantName: participantName === '' ? participantIdentity : participantName,
      participantToken: token,
    };
  }
  const standard = {
    server_url: serverUrl,
    participant_token: token,
    room_name: roomName,
    participant_name: participantName,
  };
  if (shape === 'standard') return standard;
  // useToken and the older playground read `accessToken`, the OpenVidu tutorials `token`.
  return { ...standard, identity: participantIdentity, accessToken: token, token };
}

/** Names are the app's own text, so they are escaped as in a URL. Those that do not fit are in the activity. */
function ignoredNames(ignored: readonly string[]): string {
  let names = '';
  for (const name of ignored) {
    const next = `${names}${names === '' ? '' : ', '}${encodeURIComponent(name.toWellFormed())}`;
    if (next.length > MAX_IGNORED_LENGTH) break;
    names = next;
  }
  return names;
}

/** A sentence as a header can hold it. */
function headerText(text: string): string {
  return text
    .replaceAll('’', "'")
    .replace(/[^ -~]/g, '?')
    .slice(0, MAX_TROUBLE_LENGTH);
}

/**
 * Whether a client wants the bare token: its Accept names `text/plain` before anything that JSON would
 * satisfy. Axios sends `application/json, text/plain, *\/*` and wants JSON.
 */
export function wantsText(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes('text/plain')) return false;
  const types = accept.split(',').map((item) => item.split(';', 1)[0]?.trim().toLowerCase());
  const text = types.indexOf('text/plain');
  const json = types.findIndex(
    (type) => type === 'application/json' || type === 'application/*' || type === '*/*',
  );
  return text !== -1 && (json === -1 || text < json);
}

/** A token with large metadata is worth it. Ordinary answers are 1 kB, and stay as they are. */
const MIN_BYTES = 8 * 1024;

/**
 * Whether an answer is large and its client's `Accept-Encoding` names gzip. Never for an ESP32: its client does not
 * decompress.
 */
export function isWorthGzip({ body }: Answer, headers: IncomingHttpHeaders): boolean {
  return (
    typeof body === 'string' &&
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
