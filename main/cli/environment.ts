import { resolve } from 'node:path';
import { TokenTrayError } from '../contract/errors.ts';
import { judgeCredentials } from '../contract/judge-credentials.ts';
import type { TokenTrayPorts } from '../core/ports.ts';
import { readSecretFile } from './secret-source.ts';

export interface EnvironmentProject {
  project?: NonNullable<TokenTrayPorts['environmentProject']>;
  /** Set where some of the variables are there and others are missing. */
  warning?: string;
}

/**
 * The project that LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE) make.
 * One or two of them are somebody else's: that is a warning. All of them, but unusable, are a mistake that
 * would serve the wrong project's tokens: that throws.
 */
export function readEnvironmentProject(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): EnvironmentProject {
  const url = env['LIVEKIT_URL'] ?? '';
  const apiKey = env['LIVEKIT_API_KEY'] ?? '';
  const file = env['LIVEKIT_API_SECRET_FILE'] ?? '';
  const isSecretGiven = (env['LIVEKIT_API_SECRET'] ?? '') !== '' || file !== '';
  const given = [url !== '', apiKey !== '', isSecretGiven];
  if (!given.includes(true)) return {};
  if (given.includes(false)) {
    const names = ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'];
    const missing = names.filter((_name, index) => given[index] === false);
    return {
      warning: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set, so the environment makes no project.`,
    };
  }
  const apiSecret = env['LIVEKIT_API_SECRET'] || readSecretFile(resolve(cwd, file));
  const { values, problem } = judgeCredentials({ url, apiKey, apiSecret });
  if (problem !== undefined) {
    throw new TokenTrayError('environment_project_unusable', {
      names: 'LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET',
      reason: problem.message,
    });
  }
  return {
    project: {
      url: values.url ?? url,
      apiKey: values.apiKey ?? apiKey,
      apiSecret: values.apiSecret ?? apiSecret,
    },
  };
}
