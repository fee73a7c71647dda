import { resolve } from 'node:path';
import { TokenTrayError } from '../contract/errors.ts';
import { namesOfSecrets, readVariables } from '../core/credentials/read-variables.ts';
import type { TokenTrayPorts } from '../core/ports.ts';
import { readSecretFile } from './secret-source.ts';

export interface EnvironmentProject {
  /** The variables that hold a secret. */
  secretNames: string[];
  project?: NonNullable<TokenTrayPorts['environmentProject']>;
  /** What a person should know: variables that are missing, values that were repaired or are doubtful. */
  warnings: string[];
}

const VARIABLES = {
  url: 'LIVEKIT_URL',
  apiKey: 'LIVEKIT_API_KEY',
  apiSecret: 'LIVEKIT_API_SECRET',
};

/**
 * The project that LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE, or the other names
 * that frameworks use) make. One or two of them make none, and a warning says so. All of them, but
 * unusable, would sign for the wrong project: that throws `environment_project_unusable`.
 */
export function readEnvironmentProject(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): EnvironmentProject {
  const { project, names, notes } = readVariables(env, (path) =>
    readSecretFile(resolve(cwd, path), 'LIVEKIT_API_SECRET_FILE'),
  );
  const secretNames = namesOfSecrets(env);
  if (names.length === 0) return { secretNames, warnings: [] };
  const messages = notes.map(({ message }) => message);
  if (names.length === 3 && (project === undefined || project.missing.length > 0)) {
    const problem = notes.find(({ kind }) => kind === 'left_out');
    throw new TokenTrayError('environment_project_unusable', {
      names: names.join(', '),
      reason: problem?.message ?? '',
    });
  }
  const { url, apiKey, apiSecret, missing = [] } = project ?? {};
  if (url === undefined || apiKey === undefined || apiSecret === undefined) {
    const unset = missing.map((field) => VARIABLES[field]);
    return {
      secretNames,
      warnings: [
        `${unset.join(' and ')} ${unset.length === 1 ? 'is' : 'are'} not set, so the environment makes no project.`,
      ],
    };
  }
  return {
    secretNames,
    project: { url: url.value, apiKey: apiKey.value, apiSecret: apiSecret.value },
    warnings: messages,
  };
}
