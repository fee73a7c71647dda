import type { WrittenOwner } from '../adapters/lock/lock-owner.ts';
import type { MintInput } from '../contract/mint.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { type JsonObject, isJsonObject } from '../contract/json.ts';
import { tokenUrl } from '../contract/selectors.ts';
import { decodeClaims } from '../contract/token-claims.ts';
import { TROUBLE_HEADER } from '../server/request-id.ts';
import { printable } from './output.ts';
import type { TokenOptions } from './token-options.ts';
import type { MintedToken } from './token-output.ts';

const PATIENCE_MS = 10_000;

/** Flags that say something a request to an endpoint cannot. */
const NOT_BY_REQUEST: readonly [keyof TokenOptions, string][] = [
  ['validFor', '--valid-for'],
  ['grant', '--grant'],
  ['create', '--create'],
  ['list', '--list'],
  ['join', '--join'],
  ['admin', '--admin'],
  ['egress', '--egress'],
  ['ingress', '--ingress'],
  ['inference', '--inference'],
  ['allowUpdateMetadata', '--allow-update-metadata'],
  ['allowSource', '--allow-source'],
];

/**
 * Gets a token as an app would: from the endpoint of the host that holds the data folder and whose calls
 * cannot be made from here. Its secrets stay where they are. Throws where a flag asks for more.
 */
export async function mintByRequest(
  { pid, port }: WrittenOwner,
  input: MintInput,
  options: TokenOptions,
  warn: (text: string) => void,
): Promise<MintedToken> {
  const beyond = NOT_BY_REQUEST.find(([name]) => options[name] !== undefined);
  if (beyond !== undefined) {
    throw new TokenTrayError('desktop_mints_by_request', { pid, option: beyond[1] });
  }
  if (port === undefined) throw new TokenTrayError('desktop_running', { pid });

  const url = new URL(tokenUrl('127.0.0.1', port));
  if (options.project !== undefined) url.searchParams.set('project', options.project);
  if (options.preset !== undefined) url.searchParams.set('preset', options.preset);
  const answer = await ask(url, requestBody(input), warn);
  const token = textOf(answer['participant_token']);
  const claims = decodeClaims(token);
  return {
    token,
    serverUrl: textOf(answer['server_url']),
    room: textOf(answer['room_name']),
    identity: textOf(claims?.['sub']),
    name: textOf(claims?.['name']),
  };
}

async function ask(url: URL, body: JsonObject, warn: (text: string) => void): Promise<JsonObject> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    answer = await response.json();
  } catch {
    throw new TokenTrayError('server_unreachable', {
      url: url.origin,
      reason: 'the endpoint of the running Token Tray is not there.',
    });
  }
  if (!isJsonObject(answer)) throw new TypeError('What answered is not Token Tray.');
  const trouble = response.headers.get(TROUBLE_HEADER);
  if (trouble !== null) warn(`Apps can’t join with this token: ${printable(trouble)}`);
  if (response.ok) return answer;
  throw new TokenTrayError('invalid_input', { detail: textOf(answer['message']) });
}

function requestBody({
  room,
  identity,
  name,
  metadata,
  attributes,
  agents,
}: MintInput): JsonObject {
  return {
    ...(room === undefined ? {} : { room_name: room }),
    ...(identity === undefined ? {} : { participant_identity: identity }),
    ...(name === undefined ? {} : { participant_name: name }),
    ...(metadata === undefined ? {} : { participant_metadata: metadata }),
    ...(attributes === undefined ? {} : { participant_attributes: attributes }),
    ...(agents === undefined
      ? {}
      : {
          room_config: {
            agents: agents.map(({ agentName, metadata: jobMetadata, deployment }) => ({
              agent_name: agentName,
              ...(jobMetadata === undefined ? {} : { metadata: jobMetadata }),
              ...(deployment === undefined ? {} : { deployment }),
            })),
          },
        }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
