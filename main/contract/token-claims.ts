import { isJsonObject, type JsonObject } from './json.ts';
import type { AgentDispatch } from './project.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map(Array.from(BASE64, (letter, value) => [letter, value]));

/** The claims of a JWT, unverified; `undefined` for text that is not one. Needs neither Node nor a browser. */
export function decodeClaims(token: string): JsonObject | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(decodeBase64Url(payload));
    return isJsonObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** The room that claims are for; empty where they name none. */
export function roomOfClaims({ video }: JsonObject): string {
  const room = isJsonObject(video) ? video['room'] : undefined;
  return typeof room === 'string' ? room : '';
}

/** The named agents of a token's room configuration, each once, with what their jobs are given. Reads both spellings of their names. */
export function agentsOfClaims({ roomConfig }: JsonObject): AgentDispatch[] {
  if (!isJsonObject(roomConfig) || !Array.isArray(roomConfig['agents'])) return [];
  const byName = new Map<string, AgentDispatch>();
  for (const agent of roomConfig['agents']) {
    if (!isJsonObject(agent)) continue;
    const { agentName = agent['agent_name'], metadata, deployment, attributes } = agent;
    if (typeof agentName !== 'string' || agentName === '') continue;
    byName.set(agentName, {
      agentName,
      ...(typeof metadata === 'string' ? { metadata } : {}),
      ...(typeof deployment === 'string' ? { deployment } : {}),
      ...(isJsonObject(attributes) ? { attributes: textsOf(attributes) } : {}),
    });
  }
  return [...byName.values()];
}

function textsOf(record: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

/** Base64url of UTF-8 as text. Throws where it is not. */
function decodeBase64Url(text: string): string {
  const letters = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  let percentEncoded = '';
  let bits = 0;
  let bitCount = 0;
  for (const letter of letters) {
    const value = VALUES.get(letter);
    if (value === undefined) throw new SyntaxError('not base64url');
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    percentEncoded += `%${((bits >> bitCount) & 0xff).toString(16).padStart(2, '0')}`;
  }
  return decodeURIComponent(percentEncoded);
}
