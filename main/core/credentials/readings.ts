import { randomUUID } from 'node:crypto';
import type {
  CredentialsReading,
  ReadDefaults,
  ReadProject,
} from '../../contract/credential-import.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import type { TypedCredentials } from '../../contract/judge-credentials.ts';
import type { Project } from '../../contract/project.ts';
import type { Clock } from '../ports.ts';
import type { FoundCredentials, FoundProject } from './found.ts';
import type { CredentialSource } from './read-credentials.ts';

/** A reading holds secrets, so it is kept for as long as a person looks at it, and few at a time. */
const KEPT_FOR_MS = 10 * 60_000;
const MAX_KEPT = 8;
const MIN_LENGTH_FOR_HINT = 16;
/** A key as long as a secret is masked, since it may be one. */
const MAX_KEY_SHOWN = 30;

/** The readings of the last minutes, in memory only, with their secrets. */
export interface Readings {
  keep(found: FoundCredentials): { id: string; expiresAt: number };
  /** Throws `reading_gone`. */
  projectAt(at: { readingId: string; index: number }): FoundProject;
  /** Throws `reading_gone`. */
  get(id: string): FoundCredentials;
}

export function createReadings(clock: Clock): Readings {
  const kept = new Map<string, { found: FoundCredentials; expiresAt: number }>();

  const forget = (): void => {
    const now = clock();
    for (const [id, { expiresAt }] of kept) if (expiresAt <= now) kept.delete(id);
  };
  const get = (id: string): FoundCredentials => {
    forget();
    const reading = kept.get(id);
    if (reading === undefined) throw new TokenTrayError('reading_gone');
    return reading.found;
  };

  return {
    keep(found) {
      forget();
      const [oldest] = kept.keys();
      if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      const id = randomUUID();
      const expiresAt = Math.floor(clock()) + KEPT_FOR_MS;
      kept.set(id, { found, expiresAt });
      setTimeout(forget, KEPT_FOR_MS).unref();
      return { id, expiresAt };
    },
    get,
    projectAt({ readingId, index }) {
      const project = get(readingId).projects[index];
      if (project === undefined) throw new TokenTrayError('reading_gone');
      return project;
    },
  };
}

/** A reading as the window may see it: every secret masked. */
export function maskedReading(
  { id, expiresAt }: { id: string; expiresAt: number },
  { projects, notes }: FoundCredentials,
  known: (project: FoundProject) => ReadProject['known'],
): CredentialsReading {
  return {
    id,
    expiresAt,
    notes,
    projects: projects.map((project, index) => {
      const { url, apiKey, apiSecret, ...rest } = project;
      return {
        ...rest,
        index,
        ...defined({
          url,
          apiKey: apiKey && { ...apiKey, value: shownKey(apiKey.value) },
          apiSecret: apiSecret && maskedSecret(apiSecret),
          known: known(project),
        }),
      };
    }),
  };
}

/** The project here with this URL and key. */
export function knownProject(
  { url, apiKey, apiSecret }: FoundProject,
  projects: readonly Project[],
  secretOf: (project: Project) => string | undefined,
): ReadProject['known'] {
  const there = projects.find(
    (project) => project.url === url?.value && project.apiKey === apiKey?.value,
  );
  if (there === undefined) return undefined;
  const otherSecret = apiSecret !== undefined && secretOf(there) !== apiSecret.value;
  return { id: there.id, name: there.name, otherSecret };
}

function shownKey(key: string): string {
  return key.length < MAX_KEY_SHOWN ? key : `${key.slice(0, 4)}\u2026`;
}

function maskedSecret({
  value,
  ...origin
}: NonNullable<FoundProject['apiSecret']>): NonNullable<ReadProject['apiSecret']> {
  return { ...origin, ...(value.length < MIN_LENGTH_FOR_HINT ? {} : { hint: value.slice(-4) }) };
}

/** Reads the sources with parsers that are loaded only now: they would delay the first token. */
export async function readLazily(sources: readonly CredentialSource[]): Promise<FoundCredentials> {
  const { readCredentials } = await import('./read-credentials.ts');
  return readCredentials(sources);
}

/** The values of a reading's project that passed the judge. */
export function valuesOf({ url, apiKey, apiSecret }: FoundProject): TypedCredentials {
  return defined({ url: url?.value, apiKey: apiKey?.value, apiSecret: apiSecret?.value });
}

/** What was typed, with the reading's values for the rest; a field that neither has is empty. */
export function withReading(
  fields: { url?: string | undefined; apiKey?: string | undefined; apiSecret?: string | undefined },
  read: FoundProject | undefined,
): Required<TypedCredentials> {
  const values = read === undefined ? {} : valuesOf(read);
  return {
    url: fields.url ?? values.url ?? '',
    apiKey: fields.apiKey ?? values.apiKey ?? '',
    apiSecret: fields.apiSecret ?? values.apiSecret ?? '',
  };
}

/** `project` with the room and participant of a pasted token as its defaults. */
export function withReadDefaults(project: Project, read: ReadDefaults | undefined): Project {
  if (read === undefined) return project;
  const { room, name, metadata, attributes } = read;
  const isPlain = name !== undefined && !/[{}]/.test(name);
  return {
    ...project,
    defaults: {
      ...project.defaults,
      ...(room === undefined ? {} : { room: { mode: 'fixed', name: room } }),
      ...(isPlain ? { nameTemplate: name } : {}),
      ...defined({ metadata, attributes }),
    },
  };
}
