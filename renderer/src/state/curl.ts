import type { ActivityDetail, IssuedToken } from '../../../main/contract/activity.ts';

/** Text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A request that gets a token like this one. */
export function curlForToken(token: IssuedToken, url: string): string {
  const body = {
    room_name: token.room,
    participant_identity: token.identity,
    ...(token.name === undefined ? {} : { participant_name: token.name }),
  };
  return [
    `curl -X POST ${shellWord(url)}`,
    `-H 'Content-Type: application/json'`,
    `-d ${shellWord(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

/** Headers that curl sets itself or that belong to the connection. */
const SKIPPED = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
]);

/** The recorded request as a command. Masked headers stay masked, because their values weren't kept. */
export function curlForRequest({ request, method, caller }: ActivityDetail, port: number): string {
  const host = caller.host.includes(':') ? `[${caller.host}]` : caller.host;
  const headers = Object.entries(request.headers)
    .filter(([name]) => !SKIPPED.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${shellWord(`${name}: ${value}`)}`);
  return [
    `curl -X ${method} ${shellWord(`http://${host}:${port}${request.target}`)}`,
    ...headers,
    ...(request.body === '' ? [] : [`--data-binary ${shellWord(request.body)}`]),
  ].join(' \\\n  ');
}
