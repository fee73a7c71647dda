import { assemble, joinPartials, type PartialProject } from './assemble.ts';
import { readAssignments, shellWords } from './assignments.ts';
import { expandVariables, type Variable } from './expand-variables.ts';
import type { Fact, TextContext } from './found.ts';
import { readYaml } from './read-yaml.ts';
import {
  DEV_KEYS,
  takeKeyFile,
  takeKeyText,
  takeServerConfig,
  type ServerUrl,
} from './server-keys.ts';
import { entryOf, isMap, textOf, type Tree } from './value-tree.ts';

interface Service {
  name: string;
  tree: Tree;
  facts: Fact[];
  ports: Port[];
  command: string[];
  isServer: boolean;
}

interface Port {
  published: string;
  target: string;
}

/**
 * A Docker Compose file: the environment of its services (as a list or a map), the LiveKit server among them with its
 * keys, and the port of this machine that leads to it. Variables come from `lookup`, the `.env` beside the file.
 */
export function takeCompose(
  services: Tree,
  root: Tree,
  context: TextContext,
  lookup: (name: string) => Variable | undefined,
): PartialProject[] {
  const missing = new Map<string, number>();
  const fill = (text: string, line: number): string => {
    const filled = expandVariables(text, lookup);
    for (const name of filled.missing) if (!missing.has(name)) missing.set(name, line);
    return filled.missing.length === 0 ? filled.text : '';
  };
  const read = services.entries
    .filter(({ value }) => isMap(value))
    .map(({ name, value }) => readService(name, value, context, fill));
  const servers = read.filter(({ isServer }) => isServer);
  for (const server of servers) takeServer(server, root, context, fill);

  const partials: PartialProject[] = [];
  for (const { facts } of read) {
    const scoped = assemble(facts, context, { livekit: false, name: '' });
    for (const partial of joinPartials(scoped)) {
      partials.push(reachable(partial, read, context));
    }
  }
  for (const [name, line] of missing) {
    if (!/LIVEKIT|LK_|API_KEY|API_SECRET|_URL|HOST|KEYS/i.test(name)) continue;
    context.say(
      'left_out',
      `\${${name}} is defined nowhere here. Import the folder with its .env, or fill it in.`,
      line,
    );
  }
  return partials;
}

function readService(
  name: string,
  tree: Tree,
  context: TextContext,
  fill: (text: string, line: number) => string,
): Service {
  const facts: Fact[] = [];
  for (const path of pathsOf(entryOf(tree, 'env_file'))) {
    const file = context.open(path);
    if (file === undefined) continue;
    for (const { name: variable, value, line } of readAssignments(file.text)) {
      facts.push({ name: variable, value: fill(value, line), line });
    }
  }
  for (const key of ['environment', 'env', 'args']) {
    for (const fact of environmentOf(entryOf(tree, key))) {
      facts.push({ ...fact, value: fill(fact.value, fact.line) });
    }
  }
  const build = entryOf(tree, 'build');
  for (const fact of environmentOf(entryOf(build, 'args'))) {
    facts.push({ ...fact, value: fill(fact.value, fact.line) });
  }
  const command = ['entrypoint', 'command'].flatMap((key) => {
    const value = entryOf(tree, key);
    if (value === undefined) return [];
    return value.text === undefined
      ? value.items.map((item) => fill(item.text ?? '', item.line))
      : shellWords(fill(value.text, value.line)).map(({ text }) => text);
  });
  const image = fill(textOf(tree, 'image'), tree.line);
  const isServer =
    /livekit\/livekit-server|(?:^|\/)livekit-server(?:[:@]|$)/.test(image) ||
    command.some((word) => /(?:^|\/)livekit-server$/.test(word)) ||
    facts.some(({ name: variable }) => /^LIVEKIT_(?:KEYS|CONFIG)$/.test(variable));
  return { name, tree, facts, ports: portsOf(tree, fill), command, isServer };
}

function pathsOf(tree: Tree | undefined): string[] {
  if (tree === undefined) return [];
  if (tree.text !== undefined) return tree.text === '' ? [] : [tree.text];
  return tree.items.map((item) => item.text ?? textOf(item, 'path')).filter((path) => path !== '');
}

/** `environment:` as a map, as a list of `NAME=value`, or as a list of `{name, value}` or `{key, value}`. */
export function environmentOf(tree: Tree | undefined): Fact[] {
  if (tree === undefined || tree.text !== undefined) return [];
  const facts = tree.entries
    .filter(({ value }) => value.text !== undefined)
    .map(({ name, value, line }) => ({ name, value: value.text ?? '', line }));
  for (const item of tree.items) {
    const pair = /^\s*([A-Za-z_][\w.-]{0,99})\s*=([\s\S]*)$/.exec(item.text ?? splitByYaml(item));
    if (pair !== null) facts.push({ name: pair[1] ?? '', value: pair[2] ?? '', line: item.line });
    else if (entryOf(item, 'value')?.text !== undefined) {
      const name = textOf(item, 'name') || textOf(item, 'key');
      facts.push({ name, value: textOf(item, 'value'), line: item.line });
    }
  }
  return facts;
}

/** `- LIVEKIT_KEYS=key: secret` without quotes is a map to YAML. */
function splitByYaml({ entries: [only, second] }: Tree): string {
  if (only?.value.text === undefined || second !== undefined || !only.name.includes('=')) return '';
  return `${only.name}: ${only.value.text}`;
}

function takeServer(
  { name, facts, ports, command, tree }: Service,
  root: Tree,
  context: TextContext,
  fill: (text: string, line: number) => string,
): void {
  const valueOf = (variable: string): Fact | undefined =>
    facts.findLast((fact) => fact.name === variable);
  const flag = (wanted: string): string | undefined => {
    const at = command.findIndex((word) => word === wanted || word.startsWith(`${wanted}=`));
    const word = command[at];
    return word === undefined
      ? undefined
      : word.includes('=')
        ? word.slice(wanted.length + 1)
        : (command[at + 1] ?? '');
  };
  const port = flag('--port') ?? valueOf('LIVEKIT_PORT')?.value ?? '7880';
  const url = serverUrl(name, ports, port, textOf(tree, 'network_mode') === 'host');
  const before = context.candidates.length;
  const takeText = (variable: string, text: string, line: number): void => {
    if (text === '') return;
    const { value } = url;
    context.candidates.push(...takeKeyText(variable, text, line, { value }, context));
  };
  const keys = valueOf('LIVEKIT_KEYS');
  const flagKeys = flag('--keys');
  if (keys !== undefined) takeText('LIVEKIT_KEYS', keys.value, keys.line);
  else if (flagKeys !== undefined) takeText('--keys', flagKeys, tree.line);
  const config = valueOf('LIVEKIT_CONFIG') ?? valueOf('LIVEKIT_CONFIG_BODY');
  const inline = config?.value ?? inlineConfig(tree, root, flag('--config-body'), fill);
  if (inline !== undefined) {
    const yaml = readYaml(inline);
    const [tree] = yaml.ok ? yaml.roots : [];
    if (tree !== undefined) takeServerConfig(tree, context, url);
  }
  const file = flag('--key-file') ?? valueOf('LIVEKIT_KEY_FILE')?.value;
  if (file !== undefined) takeKeyFile(file, tree.line, url, context);
  if (context.candidates.length === before && command.includes('--dev')) {
    const value = { source: context.source, line: tree.line, name: '--dev' };
    context.candidates.push({
      kind: 'compose',
      source: context.source,
      name: '',
      fallbackName: name,
      line: tree.line,
      url: { ...value, value: url.value },
      apiKey: { ...value, value: DEV_KEYS.apiKey },
      apiSecret: { ...value, value: DEV_KEYS.apiSecret },
      isDefault: false,
    });
  }
  if (context.candidates.length > before && url.note !== undefined)
    context.say('doubtful', url.note, tree.line);
}

/** `configs:` with `content:`, which holds a livekit.yaml. */
function inlineConfig(
  tree: Tree,
  root: Tree,
  body: string | undefined,
  fill: (text: string, line: number) => string,
): string | undefined {
  if (body !== undefined) return body;
  const configs = entryOf(root, 'configs');
  for (const item of entryOf(tree, 'configs')?.items ?? []) {
    const content = entryOf(entryOf(configs, item.text ?? textOf(item, 'source')), 'content');
    if (content?.text !== undefined && /^keys:/m.test(content.text))
      return fill(content.text, content.line);
  }
  return undefined;
}

function serverUrl(
  name: string,
  ports: readonly Port[],
  port: string,
  isHostNetwork: boolean,
): ServerUrl {
  const published = ports.find(({ target }) => target === port)?.published;
  if (published !== undefined && published !== '') return { value: `ws://localhost:${published}` };
  const value = `ws://localhost:${port}`;
  return isHostNetwork
    ? { value }
    : {
        value,
        note: `The service "${name}" publishes no port for ${port}, so ${value} may not reach it.`,
      };
}

function portsOf(tree: Tree, fill: (text: string, line: number) => string): Port[] {
  const ports: Port[] = [];
  for (const item of entryOf(tree, 'ports')?.items ?? []) {
    if (item.text === undefined) {
      ports.push({
        published: fill(textOf(item, 'published'), item.line),
        target: textOf(item, 'target'),
      });
      continue;
    }
    ports.push(...shortPort(fill(item.text, item.line)));
  }
  return ports;
}

/** `7990:7880`, `127.0.0.1:7990:7880/tcp`, `[::1]:7990:7880`, `7880` and ranges. */
export function shortPort(text: string): Port[] {
  const match =
    /^(?:(?:\[[^\]]*\]|[^:[\]]+):)??(?:(\d+)(?:-(\d+))?:)?(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(
      text.trim(),
    );
  if (match === null || match[5] === 'udp') return [];
  const [, from, , target = '', targetEnd] = match;
  if (targetEnd === undefined) return [{ published: from ?? '', target }];
  const span = Math.min(Number(targetEnd) - Number(target), 100);
  return Array.from({ length: span + 1 }, (_item, step) => ({
    published: from === undefined ? '' : String(Number(from) + step),
    target: String(Number(target) + step),
  }));
}

/** `ws://livekit:7880` means something between containers only; this machine has a published port for it. */
function reachable(
  partial: PartialProject,
  services: readonly Service[],
  context: TextContext,
): PartialProject {
  const host = /^(?:wss?|https?):\/\/([\w-]+)(?::(\d+))?(?:\/|$)/.exec(
    partial.url?.value.trim() ?? '',
  );
  if (host === null || partial.url === undefined) return partial;
  const [, name = '', port = '7880'] = host;
  const service = services.find(
    (item) =>
      item.name === name ||
      textOf(item.tree, 'container_name') === name ||
      textOf(item.tree, 'hostname') === name,
  );
  const published = service?.ports.find(({ target }) => target === port)?.published ?? '';
  if (published === '') return partial;
  const value = `ws://localhost:${published}`;
  context.say(
    'repaired',
    `${partial.url.name ?? 'The URL'} names the container "${name}"; from this machine it is ${value}.`,
    partial.url.line,
  );
  return { ...partial, url: { ...partial.url, value } };
}
