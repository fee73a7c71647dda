import type { ReadDefaults } from '../../contract/credentials.ts';
import { isJsonObject } from '../../contract/json.ts';
import { decodeClaims } from '../../contract/token-claims.ts';
import type { TextContext } from './found.ts';

/** A Meet link, a signalling URL with a token in it, or a token alone: the key and defaults, never a secret. */
export function takeToken(text: string, context: TextContext): void {
  const match = /eyJ[\w-]{8,4096}\.eyJ[\w-]{2,8192}\.[\w-]{0,1024}/.exec(text);
  if (match === null) return;
  const line = text.slice(0, match.index).split('\n').length;
  const claims = decodeClaims(match[0]);
  const issuer = claims?.['iss'];
  if (claims === undefined || typeof issuer !== 'string' || !isJsonObject(claims['video'] ?? {})) {
    context.say('left_out', 'A token was found that LiveKit did not make.', line);
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
    'A token names the API key it was signed with, and not the secret: that is needed too. Room and participant of the token are offered as defaults, its identity is not: two participants with one identity disconnect each other.',
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
    ...(room === undefined ? {} : { room }),
    ...(name === undefined ? {} : { name }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
