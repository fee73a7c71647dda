import type { ActivityDetail } from '../../contract/activity.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { maskCredentials, maskField, withoutSecrets } from '../secret-text.ts';

interface ArchiveOptions {
  version: string;
  /** Texts that must not be in it, wherever an app put them. */
  secrets: readonly string[];
}

/**
 * Requests and answers as an HTTP archive (HAR 1.2), oldest first, for browsers' developer tools. Secrets, keys and
 * tokens are masked in headers, queries and bodies.
 */
export function httpArchive(
  details: readonly ActivityDetail[],
  { version, secrets }: ArchiveOptions,
): JsonObject {
  const clean = (text: string): string => maskCredentials(withoutSecrets(text, secrets));
  const entries = details.toSorted((one, other) => one.at - other.at);
  return {
    log: {
      version: '1.2',
      creator: { name: 'Token Tray', version },
      entries: entries.map((detail) => entryOf(detail, clean)),
    },
  };
}

function entryOf(detail: ActivityDetail, clean: (text: string) => string): JsonObject {
  const { id, at, durationMs, method, status, request, answer, caller, error } = detail;
  const pairs = (headers: readonly (readonly [string, string])[]): JsonObject[] =>
    headers.map(([name, value]) => ({ name, value: maskField(name, value, clean) }));
  const mark = `${request.target}?`.indexOf('?');
  const path = request.target.slice(0, mark);
  const query = request.target.slice(mark + 1);
  const fields = [...new URLSearchParams(query)].map(([name, value]) => ({
    name: clean(name),
    value: maskField(name, value, clean),
  }));
  const target =
    fields.length === 0
      ? clean(path)
      : `${clean(path)}?${fields.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
  const type = Object.entries(request.headers).find(
    ([name]) => name.toLowerCase() === 'content-type',
  );
  const body = cleanBody(answer?.body ?? '', clean);
  return {
    startedDateTime: new Date(at).toISOString(),
    time: durationMs,
    request: {
      method,
      url: `http://${request.headers['host'] ?? caller.host}${target}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(Object.entries(request.headers)),
      queryString: fields,
      headersSize: -1,
      bodySize: request.bodyBytes ?? -1,
      ...postData(request.body === '' ? undefined : cleanBody(request.body, clean), type?.[1]),
    },
    response: {
      status,
      statusText: error?.code ?? 'OK',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(answer?.headers ?? []),
      content: {
        size: Buffer.byteLength(body),
        mimeType: headerOf(answer?.headers ?? [], 'content-type'),
        text: body,
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: Number(headerOf(answer?.headers ?? [], 'content-length') || -1),
    },
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    ...withComment(detail),
    _requestId: id,
    _client: caller.client,
    _outcome: detail.outcome,
  };
}

/** JSON stays JSON: only its values are masked. */
function cleanBody(text: string, clean: (text: string) => string): string {
  try {
    return JSON.stringify(JSON.parse(text), (name, value: unknown) =>
      typeof value === 'string' ? maskField(name, value, clean) : value,
    );
  } catch {
    return clean(text);
  }
}

function postData(text: string | undefined, mimeType = ''): { postData?: JsonValue } {
  return text === undefined ? {} : { postData: { mimeType, text } };
}

function withComment({ note }: ActivityDetail): { comment?: string } {
  return note === undefined ? {} : { comment: note };
}

function headerOf(headers: readonly (readonly [string, string])[], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}
