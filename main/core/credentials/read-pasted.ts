import type { ReadDefaults } from '../../contract/credential-import.ts';
import { defined, isJsonObject } from '../../contract/json.ts';
import { decodeClaims } from '../../contract/token-claims.ts';
import { assemble, joinPartials } from './assemble.ts';
import { readWords, shellWords } from './assignments.ts';
import { shortPort } from './compose.ts';
import type { Fact, TextContext } from './found.ts';
import { DEV_KEYS, LOCAL_URL, takeKeyText } from './server-keys.ts';
import { meaningOf } from './variable-names.ts';

/** Programs whose command lines hold keys. */
export const COMMANDS =
  /(?:^|[\s/])(?:lk|livekit-cli|livekit-server|token-tray|docker|podman|nerdctl|heroku|fly|flyctl|wrangler|gh|vercel|netlify|railway|dokku|supabase|kubectl|flutter|aws|az|gcloud)\s/;

/** More projects than are read from one text. */
const MAX_COMMANDS = 250;

/** Commands with keys in their flags: `lk`, `livekit-server`, `docker run -e`, `fly secrets set` and their like. */
export function takeCommands(text: string, context: TextContext): void {
  const joined = text.replace(/[ \t][\\^`]\n\s*/g, ' ');
  let number = 0;
  for (const line of joined.split('\n')) {
    number += 1;
    if (context.candidates.length > MAX_COMMANDS) return;
    if (line.length > 16_384 || !COMMANDS.test(` ${line} `)) continue;
    takeCommand(line, number, context);
  }
}

function takeCommand(line: string, number: number, context: TextContext): void {
  const words = shellWords(line).map(({ text }) => text);
  const facts: Fact[] = readWords(line, number);
  const defaults: ReadDefaults = {};
  let port = '';
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const flag = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word);
    if (flag === null) continue;
    const [, name = '', inline] = flag;
    const value = inline ?? words[at + 1] ?? '';
    if (['e', 'env', 'from-literal', 'dev', 'build-arg'].includes(name)) continue;
    if (name === 'p' || name === 'publish') {
      port ||= shortPort(value).find(({ target }) => target === '7880')?.published ?? '';
    } else if (name === 'room' || name === 'r') defaults.room = value;
    else if (name === 'name' || name === 'n') defaults.name = value;
    else if (name === 'metadata') defaults.metadata = value;
    else if (name === 'keys') facts.push({ name: 'LIVEKIT_KEYS', value, line: number });
    else if (meaningOf(name) !== undefined) facts.push({ name, value, line: number });
  }
  const url = { value: port === '' ? LOCAL_URL : `ws://localhost:${port}` };
  const keys = facts.findLast(({ name }) => name === 'LIVEKIT_KEYS');
  context.kind = 'command';
  if (keys !== undefined) {
    context.candidates.push(...takeKeyText('LIVEKIT_KEYS', keys.value, number, url, context));
    return;
  }
  if (words.includes('--dev') && /livekit-server|(?:^|\s)lk\s/.test(line)) {
    facts.push({ name: 'LIVEKIT_API_KEY', value: DEV_KEYS.apiKey, line: number });
    facts.push({ name: 'LIVEKIT_API_SECRET', value: DEV_KEYS.apiSecret, line: number });
    facts.push({ name: 'LIVEKIT_URL', value: url.value, line: number });
  }
  const added = nameOfAdded(words);
  const isRoom = /\btoken\s+create\b|\bcreate-token\b/.test(line) && defaults.room !== undefined;
  for (const partial of joinPartials(
    assemble(facts, context, { livekit: /\blk\b|livekit/.test(line), name: added }),
  )) {
    if (!partial.isLiveKit) continue;
    context.candidates.push({ ...partial, ...(isRoom ? { defaults } : {}) });
  }
}

/** The name in `lk project add --url … NAME`; a flag takes the word after it unless it has an equals sign. */
function nameOfAdded(words: readonly string[]): string {
  const at = words.findIndex((word, index) => word === 'project' && words[index + 1] === 'add');
  if (at === -1) return '';
  for (let next = at + 2; next < words.length; next += 1) {
    const word = words[next] ?? '';
    if (!word.startsWith('-')) return /^[\w-]{1,80}$/.test(word) ? word : '';
    if (!word.includes('=')) next += 1;
  }
  return '';
}

/** A Meet link, a signalling URL with a token in it, or a token alone: the key and defaults, never a secret. */
export function takeToken(text: string, context: TextContext): void {
  const match = /eyJ[\w-]{8,4096}\.eyJ[\w-]{2,8192}\.[\w-]{0,1024}/.exec(text);
  if (match === null) return;
  const line = text.slice(0, match.index).split('\n').length;
  const claims = decodeClaims(match[0]);
  const issuer = claims?.['iss'];
  if (claims === undefined || typeof issuer !== 'string' || !isJsonObject(claims['video'] ?? {})) {
    context.say('left_out', 'The token is not a LiveKit token.', line);
    return;
  }
  const from = { source: context.source, line };
  const url = urlBeside(text);
  context.kind = 'token';
  context.candidates.push({
    kind: 'token',
    source: context.source,
    name: '',
    fallbackName: 'the token',
    line,
    ...(url === undefined ? {} : { url: { ...from, value: url } }),
    apiKey: { ...from, value: issuer, name: 'iss' },
    isDefault: false,
    defaults: defaultsOf(claims),
  });
  context.say(
    'info',
    'A token names the API key it was signed with, but the secret is needed too. Its room and participant are offered as defaults. Its identity is not: two participants with one identity disconnect each other.',
    line,
  );
}

function urlBeside(text: string): string | undefined {
  const meet = /[?&#](?:liveKitUrl|livekiturl|serverUrl|url)=([^&\s"'#]{1,2048})/i.exec(text)?.[1];
  if (meet !== undefined) {
    try {
      return decodeURIComponent(meet);
    } catch {
      return undefined;
    }
  }
  return /wss?:\/\/[^\s"'<>?#]{1,2048}/i.exec(text)?.[0];
}

function defaultsOf(claims: Record<string, unknown>): ReadDefaults {
  const video = isJsonObject(claims['video']) ? claims['video'] : {};
  const [room, name, metadata] = [
    textOf(video['room']),
    textOf(claims['name']),
    textOf(claims['metadata']),
  ];
  const attributes = Object.entries(
    isJsonObject(claims['attributes']) ? claims['attributes'] : {},
  ).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    ...defined({ room, name, metadata }),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
