import type { ReadDefaults } from '../../contract/credentials.ts';
import type { TypedCredentials } from '../../contract/judge-credentials.ts';
import type { Project } from '../../contract/project.ts';
import type { FoundProject } from './found.ts';

/** The values of a reading's project that passed the judge. */
export function valuesOf(read: FoundProject): TypedCredentials {
  const { url, apiKey, apiSecret } = read;
  return {
    ...(url === undefined ? {} : { url: url.value }),
    ...(apiKey === undefined ? {} : { apiKey: apiKey.value }),
    ...(apiSecret === undefined ? {} : { apiSecret: apiSecret.value }),
  };
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

/** A project whose empty requests get what a pasted token had. */
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
      ...(metadata === undefined ? {} : { metadata }),
      ...(attributes === undefined ? {} : { attributes }),
    },
  };
}
