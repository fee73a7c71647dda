import { parseHostName, parseOrigin, portProblem } from '../../contract/addresses.ts';
import { failure, TokenTrayError, type Failure } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import type { ServerSettings, SettingsChanges } from '../../contract/settings.ts';
import {
  findBrokenCharacter,
  findUnfitCharacter,
  slugify,
  type UnfitCharacter,
} from '../../contract/text.ts';

/** Runs `action`. A failure about a field gets the field's path in the call's input, such as `changes.apiKey`. */
export function underField<Value>(prefix: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TokenTrayError) || error.failure.field === undefined) throw error;
    const { code, details, field } = error.failure;
    throw new TokenTrayError(code, details, `${prefix}.${field}`);
  }
}

/** Refuses (`conflict`) a change to an older version than the saved one. */
export function requireRevision(kind: string, kept: number, seen: number): void {
  if (kept !== seen) throw new TokenTrayError('conflict', { kind });
}

type Changes<Base> = { readonly [Key in keyof Base]?: Base[Key] | undefined };

/** `base` with the fields of `changes` that are not `undefined`: a field left out stays as it was. */
export function withDefined<Base extends object>(base: Base, changes: Changes<Base>): Base {
  return { ...base, ...defined(changes) };
}

interface Named {
  id: string;
  name: string;
  slug: string;
}

/**
 * Throws `text_unfit` for a name with invisible or misleading characters, `name_taken` or `slug_taken` if another of
 * `items` has it. Case alone does not make a name different.
 */
export function requireUnique(
  kind: string,
  items: readonly Named[],
  wanted: { id?: string; name: string; slug: string },
): void {
  requireOneLineTexts(wanted.name, 'name');
  for (const item of items) {
    if (item.id === wanted.id) continue;
    if (item.name.toLowerCase() === wanted.name.toLowerCase()) {
      throw new TokenTrayError('name_taken', { kind, name: wanted.name }, 'name');
    }
    if (item.slug === wanted.slug) {
      throw new TokenTrayError('slug_taken', { kind, slug: wanted.slug }, 'slug');
    }
  }
}

/** `base`, or the first of `base-2`, `base-3`, ... that none of `items` has. */
export function freeSlug(items: readonly Named[], base: string): string {
  const taken = new Set(items.map(({ slug }) => slug));
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base.slice(0, 44)}-${number}`;
  return slug;
}

/** A free slug made from a project's name. */
export function slugFor(items: readonly Named[], name: string): string {
  return freeSlug(items, slugify(name, 'project'));
}

/** `name`, or the first of `name 2`, `name 3`, ... that none of `items` has. */
export function freeName(items: readonly Named[], name: string): string {
  const taken = new Set(items.map((item) => item.name.toLowerCase()));
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name} ${number}`;
  return free;
}

/** `items` with the one of the same id replaced by `item`. */
export function replaced<Item extends { id: string }>(items: readonly Item[], item: Item): Item[] {
  return items.map((other) => (other.id === item.id ? item : other));
}

/** Throws `text_unfit` for the first text in `value` that holds a control, bidi or invisible character. */
export function requireOneLineTexts(value: unknown, field: string): void {
  checkTexts(value, field, findUnfitCharacter);
}

/** Throws `text_unfit` for the first text in `value` that holds half of a character. */
export function requireWholeCharacters(value: unknown, field: string): void {
  checkTexts(value, field, findBrokenCharacter);
}

function checkTexts(
  value: unknown,
  field: string,
  find: (text: string) => UnfitCharacter | undefined,
): void {
  if (typeof value === 'string') {
    const found = find(value);
    if (found !== undefined) throw new TokenTrayError('text_unfit', { ...found }, field);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      checkTexts(key, field, find);
      checkTexts(item, field === '' ? key : `${field}.${key}`, find);
    }
  }
}

type ServerChanges = NonNullable<SettingsChanges['server']>;

/** `server` with `changes` applied; throws the first problem with its field, such as `server.port`. */
export function withServerChanges(server: ServerSettings, changes: ServerChanges): ServerSettings {
  const changed = withDefined(server, changes);
  // 0 (any free port) is for one run from the command line; a saved port must stay the same.
  const problem = changes.port === 0 ? failure('port_invalid') : checkPort(changes.port);
  if (problem !== undefined) throw new TokenTrayError(problem.code, problem.details, 'server.port');
  const { lanUntil = 0, ...rest } = changed;
  const keepsUntil =
    rest.lan && lanUntil > 0 && (changes.lan === undefined || changes.lanUntil !== undefined);
  return {
    ...rest,
    ...(keepsUntil ? { lanUntil } : {}),
    allowedOrigins: distinct(rest.allowedOrigins.map(requireOrigin)),
    allowedHosts: distinct(rest.allowedHosts.map(requireHost)),
  };
}

function checkPort(port: number | undefined): Failure | undefined {
  return port === undefined ? undefined : portProblem(port);
}

function requireOrigin(origin: string): string {
  const parsed = parseOrigin(origin);
  if (parsed === undefined) {
    throw new TokenTrayError('origin_invalid', { origin }, 'server.allowedOrigins');
  }
  return parsed;
}

function requireHost(host: string): string {
  const parsed = parseHostName(host);
  if (parsed === undefined)
    throw new TokenTrayError('host_invalid', { host }, 'server.allowedHosts');
  return parsed;
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}
