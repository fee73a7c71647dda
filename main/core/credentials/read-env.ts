import { readAssignments, type Assignment } from './assignments.ts';
import { assemble, joinPartials } from './assemble.ts';
import { expandVariables, type Variable } from './expand-variables.ts';
import type { Fact, TextContext } from './found.ts';
import { readYaml } from './read-yaml.ts';
import { LOCAL_URL, takeKeyFile, takeKeyText, takeServerConfig } from './server-keys.ts';
import { mayHaveRole, meaningOf } from './variable-names.ts';

/** Enough for as many projects as are read from one text. */
const MAX_VARIABLES = 600;
/** How many names that may be ours get a closer look; no program has as many. */
const MAX_LOOKED = 2000;

export interface EnvLayer {
  name: string;
  text: string;
}

/** The assignments of a layer, which are asked for more than once. */
const read = new WeakMap<EnvLayer, Assignment[]>();

function assignmentsOf(layer: EnvLayer): Assignment[] {
  const before = read.get(layer);
  if (before !== undefined) return before;
  const assignments = readAssignments(layer.text);
  read.set(layer, assignments);
  return assignments;
}

/** The variables of `.env` texts, later ones over earlier ones, for filling in `${NAME}`. */
export function variablesOf(layers: readonly EnvLayer[]): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const layer of layers) {
    for (const { name, value, literal } of assignmentsOf(layer))
      variables.set(name, { text: value, literal });
  }
  return variables;
}

/**
 * The projects of `.env` texts that override one another name by name (`.env.local` over `.env`).
 *
 * @param lookup variables from elsewhere, such as the process environment
 */
export function takeEnv(
  layers: readonly EnvLayer[],
  context: TextContext,
  lookup: (name: string) => Variable | undefined,
): void {
  const variables = variablesOf(layers);
  const find = (name: string): Variable | undefined => variables.get(name) ?? lookup(name);
  const byName = new Map<string, Fact>();
  const repeated: Fact[] = [];
  let looked = 0;
  let seen = 0;
  for (const layer of layers) {
    const { name: source } = layer;
    const say = layers.length > 1 ? { ...context, source } : context;
    for (const { name, value, line, literal, hash, unclosed } of assignmentsOf(layer)) {
      // Names beyond the limit are skipped, so that a flood of them costs no time.
      if (seen > MAX_VARIABLES || looked > MAX_LOOKED) break;
      if (!mayHaveRole(name)) continue;
      looked += 1;
      const role = meaningOf(name)?.role;
      if (role === undefined || value === '') continue;
      seen += 1;
      const filled = fill(name, value, literal, find, (kind, message) =>
        say.say(kind, message, line),
      );
      if (filled === undefined) continue;
      if (hash && role !== 'url') {
        say.say(
          'doubtful',
          `${name} holds a # without quotes. Node's dotenv would cut it there; quote it in the file.`,
          line,
        );
      }
      if (unclosed)
        say.say('repaired', `The quote around ${name} is never closed. It is left out.`, line);
      const fact = { name, value: filled, line, source };
      const before = byName.get(name);
      if (before !== undefined && before.value !== filled) {
        if (before.source === source) repeated.push(before);
        else if (source.endsWith('.local'))
          context.say(
            'info',
            `${name} of ${source} is used instead of the one in ${before.source ?? ''}.`,
            line,
          );
      }
      byName.set(name, fact);
    }
  }
  const facts = [...repeated, ...byName.values()];
  if (seen > MAX_VARIABLES) {
    context.say(
      'left_out',
      `There are more than ${MAX_VARIABLES} variables about LiveKit. The first ${MAX_VARIABLES} were read.`,
    );
  }
  if (looked > MAX_LOOKED) {
    context.say(
      'left_out',
      `There are more than ${MAX_LOOKED} variables for keys and addresses. The first ${MAX_LOOKED} were read.`,
    );
  }
  take(facts.slice(0, MAX_VARIABLES), context);
}

/** The value with its variables filled in; `undefined` where one is defined nowhere. */
function fill(
  name: string,
  value: string,
  literal: boolean,
  lookup: (name: string) => Variable | undefined,
  say: (kind: 'left_out' | 'doubtful', message: string) => void,
): string | undefined {
  // A URL in single quotes cannot mean its ${…} literally; a secret can.
  if (literal && !(meaningOf(name)?.role === 'url' && value.includes('${'))) return value;
  const self = (wanted: string): Variable | undefined =>
    wanted === name ? undefined : lookup(wanted);
  // `wss:/$()/host` is how an .xcconfig file keeps // from starting a comment.
  const { text, missing } = expandVariables(value.replaceAll('$()', ''), self);
  const [first] = missing;
  if (first === undefined) return text;
  if (!value.includes('${') && !/^\$\w+$/.test(value) && meaningOf(name)?.role !== 'url') {
    say(
      'doubtful',
      `${name} holds a $, which a shell would take for a variable. Put it in single quotes in the file.`,
    );
    return value;
  }
  // What follows a $ in a secret may be part of the secret, so only a name in braces is repeated.
  const shown =
    value.includes(`{${first}`) || /^\$\w+$/.test(value) ? `\${${first}}` : 'a variable';
  say('left_out', `${name} is left out: ${shown} is defined nowhere.`);
  return undefined;
}

function take(facts: readonly Fact[], context: TextContext): void {
  const plain: Fact[] = [];
  for (const fact of facts) {
    const role = meaningOf(fact.name)?.role;
    if (role === 'secretFile') {
      const secret = secretFrom(fact, context);
      if (secret !== undefined) plain.push(secret);
    } else plain.push(fact);
  }
  const special = (role: string): Fact | undefined =>
    plain.findLast(({ name }) => meaningOf(name)?.role === role);
  const keys = special('keys');
  const keyFile = special('keyFile');
  const config = special('config');
  const partials = joinPartials(assemble(plain, context, { livekit: false, name: '' }));
  const hasServerKeys = keys !== undefined || keyFile !== undefined;
  for (const partial of partials) {
    const isUrlOfKeys =
      hasServerKeys && partial.apiKey === undefined && partial.apiSecret === undefined;
    if (partial.isLiveKit && !isUrlOfKeys) context.candidates.push(partial);
  }
  const url = {
    value: partials.find((partial) => partial.url !== undefined)?.url?.value ?? LOCAL_URL,
  };
  if (keys !== undefined)
    context.candidates.push(...takeKeyText(keys.name, keys.value, keys.line, url, context));
  if (keyFile !== undefined) takeKeyFile(keyFile.value, keyFile.line, url, context);
  if (config !== undefined) {
    const yaml = readYaml(config.value);
    const [tree] = yaml.ok ? yaml.roots : [];
    if (tree !== undefined) takeServerConfig(tree, context);
  }
  if (context.candidates.length === 0 && special('tokenServer') !== undefined) {
    context.say(
      'info',
      'The file names a development token server of LiveKit Cloud. Its key and secret stay in the Cloud: create a key there to use the project here.',
    );
  }
}

function secretFrom({ name, value, line }: Fact, context: TextContext): Fact | undefined {
  const file = context.open(value);
  if (file !== undefined) {
    return {
      name: name.replace(/_?FILE$/i, ''),
      value: file.text.trim(),
      line: 1,
      source: file.name,
    };
  }
  context.say(
    'left_out',
    `The secret is in ${value}, which was not read. Import the folder, or paste the secret.`,
    line,
  );
  return undefined;
}
