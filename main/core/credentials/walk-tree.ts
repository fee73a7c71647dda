import { defined } from '../../contract/json.ts';
import { assemble, joinPartials, type PartialProject } from './assemble.ts';
import { readWords } from './assignments.ts';
import { environmentOf, takeCompose } from './compose.ts';
import type { Variable } from './expand-variables.ts';
import type { Fact, TextContext } from './found.ts';
import { readYaml } from './read-yaml.ts';
import { takeKeyText, takeServerConfig, LOCAL_URL } from './server-keys.ts';
import { entryOf, isMap, textOf, type Tree } from './value-tree.ts';
import { meaningOf, upperSnake } from './variable-names.ts';

/** Words of scopes that do not name a project. */
const PLAIN_SCOPE =
  /^(?:(?:LIVEKIT|CONFIGS?|CONFIGURATION|SETTINGS|OPTIONS|ENV|ENVIRONMENTS?|VARS|VARIABLES|CREDENTIALS?|CREDS|AUTH|API|SERVER|CLIENT|DEFAULTS?|DATA|STRING|SECRETS?|VALUES?|SPEC|PROJECTS?|SCRIPTS|KEYS?|CONNECTION|THE|MY|APP|WEB|BUILD|ARGS|X|LK|COMMON|BASE|CONST|EXPORTS?|MODULE|\d+)(?:_|$))+$/;

interface TreeOptions {
  lookup(name: string): Variable | undefined;
}

/**
 * Finds projects in a tree by its shape: the LiveKit CLI's file, a server's configuration, a compose file, a
 * Kubernetes manifest, or any object with a URL, a key and a secret under names we know.
 */
export function takeTree(root: Tree, context: TextContext, options: TreeOptions): void {
  if (isCliConfig(root)) {
    takeCliConfig(root, context);
    return;
  }
  const rest = joinPartials(walk(root, { name: '', livekit: false }, context, options, root));
  for (const partial of rest) if (partial.isLiveKit) context.candidates.push(partial);
}

interface Scope {
  name: string;
  livekit: boolean;
}

function walk(
  tree: Tree,
  scope: Scope,
  context: TextContext,
  options: TreeOptions,
  root: Tree,
): PartialProject[] {
  const services = entryOf(tree, 'services');
  if (tree === root && isMap(services) && services.entries.some(({ value }) => isService(value))) {
    context.kind = 'compose';
    return takeCompose(services, tree, context, options.lookup);
  }
  if (tree.callee !== undefined) return takeCall(tree, context);
  if (isServerConfig(tree, scope) && takeServerConfig(tree, context)) {
    return [];
  }
  const facts: Fact[] = environmentOf(tree).flatMap((fact) => [fact, ...commandFacts(fact)]);
  const parts: PartialProject[] = [];
  const isSecretData = textOf(root, 'kind') === 'Secret' && scope.name === 'data';
  for (const fact of facts) {
    if (isSecretData) fact.value = fromBase64(fact.value) ?? fact.value;
    parts.push(...takeSpecial(fact, context, options, root));
  }
  const own = assemble(facts, context, {
    livekit: scope.livekit,
    name: PLAIN_SCOPE.test(upperSnake(scope.name)) ? ownName(tree) : ownName(tree) || scope.name,
  });
  const children: PartialProject[] = [];
  for (const { name, value } of tree.entries) {
    if (value.text !== undefined) continue;
    // In code, what is at the top is the name of a variable.
    const isVariable = tree === root && context.kind === 'json';
    const below = {
      name: isVariable ? '' : name,
      livekit: scope.livekit || /livekit|live_?kit/i.test(name),
    };
    children.push(...walk(value, below, context, options, root));
  }
  for (const item of tree.items) {
    if (item.text === undefined)
      children.push(...walk(item, { ...scope, name: '' }, context, options, root));
  }
  const found = [...own, ...parts, ...children];
  if (scope.livekit) for (const partial of found) partial.isLiveKit = true;
  return settle(joinPartials(found), context);
}

/** Whole projects are done; what lacks something may find it further up. */
function settle(partials: readonly PartialProject[], context: TextContext): PartialProject[] {
  return partials.filter((partial) => {
    const isWhole =
      partial.url !== undefined && partial.apiKey !== undefined && partial.apiSecret !== undefined;
    if (isWhole && partial.isLiveKit) context.candidates.push(partial);
    return !isWhole;
  });
}

/** `"dev": "LIVEKIT_URL=… next dev"`, as package.json has it. */
function commandFacts({ value, line }: Fact): Fact[] {
  return /LIVEKIT\w{0,40}=/.test(value) && /\s/.test(value.trim()) ? readWords(value, line) : [];
}

function ownName(tree: Tree): string {
  const name = textOf(tree, 'name');
  return name.length <= 80 && meaningOf(name) === undefined ? name : '';
}

function isService(tree: Tree): boolean {
  return ['image', 'build', 'environment', 'env_file', 'ports', 'command'].some(
    (name) => entryOf(tree, name) !== undefined,
  );
}

/** Values that hold more than one field: keys of a server, and configuration files inside a manifest. */
function takeSpecial(
  fact: Fact,
  context: TextContext,
  options: TreeOptions,
  root: Tree,
): PartialProject[] {
  const role = meaningOf(fact.name)?.role;
  if (role === 'keys' && fact.name !== 'keys') {
    context.candidates.push(
      ...takeKeyText(fact.name, fact.value, fact.line, { value: LOCAL_URL }, context),
    );
    return [];
  }
  if (!/\n/.test(fact.value) || !/^[ \t]*(?:keys|api_key|key_file):/m.test(fact.value)) return [];
  const yaml = readYaml(fact.value);
  const [inner] = yaml.ok ? yaml.roots : [];
  if (inner === undefined || textOf(inner, 'kind') !== '') return [];
  if (takeServerConfig(inner, context)) return [];
  return walk(inner, { name: '', livekit: true }, context, options, root);
}

/** `keys:` with a map of texts beside what only a LiveKit server's configuration has, or on its own. */
function isServerConfig(tree: Tree, { livekit }: Scope): boolean {
  const keys = entryOf(tree, 'keys');
  const isFile = textOf(tree, 'key_file') !== '';
  if (!isFile && (!isMap(keys) || keys.entries.length === 0)) return false;
  if (isMap(keys) && keys.entries.some(({ value }) => value.text === undefined)) return false;
  return (
    livekit ||
    isFile ||
    tree.entries.length === 1 ||
    [
      'port',
      'rtc',
      'redis',
      'turn',
      'room',
      'logging',
      'webhook',
      'bind_addresses',
      'development',
      'log_level',
      'region',
    ].some((name) => entryOf(tree, name) !== undefined)
  );
}

function isCliConfig(root: Tree): boolean {
  if (entryOf(root, 'default_project') !== undefined) return true;
  const projects = entryOf(root, 'projects');
  return (
    projects !== undefined &&
    projects.items.some(
      (item) => entryOf(item, 'api_key') !== undefined || entryOf(item, 'url') !== undefined,
    )
  );
}

/** The LiveKit CLI's `cli-config.yaml`. */
function takeCliConfig(root: Tree, context: TextContext): void {
  context.kind = 'lk';
  const defaultName = textOf(root, 'default_project');
  const before = context.candidates.length;
  for (const [index, item] of (entryOf(root, 'projects')?.items ?? []).entries()) {
    const fallbackName = `Project ${index + 1}`;
    if (item.text !== undefined) {
      context.say(
        'left_out',
        `${fallbackName} is not a project: a list of fields is expected.`,
        item.line,
      );
      continue;
    }
    const name = textOf(item, 'name');
    const field = (key: string) => {
      const value = entryOf(item, key);
      return value?.text === undefined || value.text.trim() === ''
        ? undefined
        : { value: value.text, source: context.source, line: value.line, name: key };
    };
    const [url, apiKey, apiSecret] = [field('url'), field('api_key'), field('api_secret')];
    context.candidates.push({
      kind: 'lk',
      source: context.source,
      name,
      fallbackName,
      line: item.line,
      isDefault:
        name !== '' && name === defaultName && !context.candidates.some((other) => other.isDefault),
      ...defined({ url, apiKey, apiSecret }),
    });
  }
  const projects = context.candidates.slice(before);
  if (defaultName !== '' && !projects.some((project) => project.isDefault)) {
    const shown = /^[\w .-]{1,40}$/.test(defaultName) ? `"${defaultName}"` : 'of the file';
    context.say('info', `The default project ${shown} is not among its projects.`);
  }
}

/** `new AccessToken('key', 'secret')` and clients that take the URL first, in any language. */
function takeCall(tree: Tree, context: TextContext): PartialProject[] {
  const name = (tree.callee ?? '').replace(/^.*\./, '');
  const words = tree.items.filter((item) => item.text !== undefined);
  const [first, second, third] = words;
  const roles = /^(?:New)?AccessToken$/i.test(name)
    ? { apiKey: first, apiSecret: second }
    : /^(?:New)?(?:RoomService|Egress|Ingress|Sip|AgentDispatch|Connector)(?:Service)?Client$/i.test(
          name,
        )
      ? { url: first, apiKey: second, apiSecret: third }
      : name === 'connect' && /^(?:wss?|https?):/.test(first?.text ?? '')
        ? { url: first }
        : undefined;
  const facts: Fact[] = [];
  for (const [role, item] of Object.entries(roles ?? {})) {
    if (item?.text !== undefined && item.text !== '')
      facts.push({ name: role, value: item.text, line: item.line });
  }
  for (const { name: key, value, line } of tree.entries) {
    if (value.text !== undefined) facts.push({ name: key, value: value.text, line });
  }
  const children = [...tree.items, ...tree.entries.map(({ value }) => value)].filter(
    (child) => child.text === undefined,
  );
  const nested = children.flatMap((child) =>
    walk(
      child,
      { name: '', livekit: roles !== undefined },
      context,
      { lookup: () => undefined },
      child,
    ),
  );
  return joinPartials([
    ...assemble(facts, context, { livekit: roles !== undefined, name: '' }),
    ...nested,
  ]);
}

function fromBase64(text: string): string | undefined {
  const tidy = text.trim();
  if (tidy === '' || !/^[A-Za-z0-9+/\s]+={0,2}$/.test(tidy)) return undefined;
  const decoded = Buffer.from(tidy, 'base64').toString('utf8');
  return decoded.includes('\uFFFD') ? undefined : decoded;
}
