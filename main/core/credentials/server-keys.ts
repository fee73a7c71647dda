import type { Candidate, TextContext } from './found.ts';
import { readYaml } from './read-yaml.ts';
import { entryOf, isMap, textOf, type Tree } from './value-tree.ts';

/** Where livekit-server listens unless its configuration says otherwise. */
export const LOCAL_URL = 'ws://localhost:7880';
/** The key and secret of livekit-server's `--dev` mode. */
export const DEV_KEYS = { apiKey: 'devkey', apiSecret: 'secret' } as const;

export interface ServerUrl {
  value: string;
  /** How it is known; a note says so where it is a guess. */
  note?: string;
}

/** The keys of a LiveKit server, `key: secret`, each as a project named after its key. */
export function takeKeyMap(keys: Tree, url: ServerUrl, context: TextContext): Candidate[] {
  const found: Candidate[] = [];
  for (const [index, { name, value, line }] of keys.entries.entries()) {
    if (value.text === undefined) continue;
    const from = { source: context.source, line };
    // A key that is as long as a secret may be one, in the wrong place.
    const isShowable = name.length < 30 || name.startsWith('API');
    found.push({
      kind: context.kind,
      source: context.source,
      name: isShowable ? name : '',
      fallbackName: `key ${index + 1}`,
      line,
      url: { value: url.value, source: context.source },
      apiKey: { ...from, value: name, name: 'keys' },
      apiSecret: { ...from, value: value.text, name: 'keys' },
      isDefault: false,
    });
  }
  if (found.length > 0 && url.note !== undefined) context.say('info', url.note, keys.line);
  return found;
}

/** `LIVEKIT_KEYS` and `--keys`: YAML, "key: secret" lines. The server itself insists on the blank after the colon. */
export function takeKeyText(
  name: string,
  text: string,
  line: number,
  url: ServerUrl,
  context: TextContext,
): Candidate[] {
  const tidy = text
    .trim()
    .replace(/^["']{1,3}|["']{1,3}$/g, '')
    .replaceAll('\\n', '\n');
  const yaml = readYaml(tidy);
  const [map] = yaml.ok ? yaml.roots : [];
  if (isMap(map) && map.entries.length > 0) {
    for (const entry of map.entries) entry.line = line;
    map.line = line;
    return takeKeyMap(map, url, context).map((item) => renamed(item, name));
  }
  const pairs = tidy
    .split(/[\n,]+/)
    .map((part) => /^\s*["']?([\w-]{3,80}):([^\s:]{3,200}?)["']?\s*$/.exec(part));
  if (pairs.every((pair) => pair !== null)) {
    context.say(
      'repaired',
      `${name} has no space after the colon. livekit-server needs one there.`,
      line,
    );
    const entries = pairs.map((pair) => ({
      name: pair?.[1] ?? '',
      value: { text: pair?.[2] ?? '', entries: [], items: [], line },
      line,
    }));
    return takeKeyMap({ entries, items: [], line }, url, context).map((item) =>
      renamed(item, name),
    );
  }
  context.say(
    'left_out',
    `${name} cannot be read. Write it as "key: secret", with a space after the colon.`,
    line,
  );
  return [];
}

function renamed(candidate: Candidate, name: string): Candidate {
  const { apiKey, apiSecret } = candidate;
  return {
    ...candidate,
    ...(apiKey === undefined ? {} : { apiKey: { ...apiKey, name } }),
    ...(apiSecret === undefined ? {} : { apiSecret: { ...apiSecret, name } }),
  };
}

/** A server's `livekit.yaml`: `keys:`, or `key_file:` with the same map in another file. */
export function takeServerConfig(
  config: Tree,
  context: TextContext,
  url: ServerUrl = configUrl(config),
): boolean {
  const keys = entryOf(config, 'keys');
  const file = textOf(config, 'key_file');
  if (context.kind === 'yaml') context.kind = 'livekit-yaml';
  if (isMap(keys) && keys.entries.some(({ value }) => value.text !== undefined)) {
    context.candidates.push(...takeKeyMap(keys, url, context));
  } else if (file === '') return false;
  if (file !== '') takeKeyFile(file, entryOf(config, 'key_file')?.line ?? 1, url, context);
  return true;
}

/** The keys in the file at `path`, where it was given along with the text that names it. */
export function takeKeyFile(
  path: string,
  line: number,
  url: ServerUrl,
  context: TextContext,
): void {
  const file = context.open(path);
  if (file === undefined) {
    context.say(
      'left_out',
      `Its keys are in ${path}, which was not read. Import that file, or its folder.`,
      line,
    );
    return;
  }
  const yaml = readYaml(file.text);
  const [map] = yaml.ok ? yaml.roots : [];
  if (map === undefined || !isMap(map)) {
    context.say('left_out', `The key file ${path} cannot be read.`, line);
    return;
  }
  context.candidates.push(...takeKeyMap(map, url, { ...context, source: file.name }));
}

/** `port:` of a server's configuration is the one its clients connect to. */
function configUrl(config: Tree): ServerUrl {
  const port = textOf(config, 'port');
  const value = /^\d{1,5}$/.test(port) ? `ws://localhost:${port}` : LOCAL_URL;
  return {
    value,
    note: `The file does not name the server's URL, so ${value} is assumed. Change it where the server is elsewhere.`,
  };
}
