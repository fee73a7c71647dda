import { resolve } from 'node:path';
import { problemInWords, readTextFile } from '../adapters/files/read-regular-file.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { namesOfSecrets, readVariables } from '../core/credentials/read-variables.ts';
import type { TokenTrayPorts } from '../core/ports.ts';
import { type CommandIo, UsageError } from './command-io.ts';

/** Flags of other tools that take a secret as their value, in any spelling commands use. */
const SECRET_FLAG = /^--?(?:api[-_]?secret|secret|livekit[-_]api[-_]secret)(?:=|$)/i;

/**
 * Throws where a secret was given as an argument, before anything else looks at the arguments and
 * without repeating it: `ps` shows arguments to every program, and shells write them down.
 */
export function refuseSecretArguments(args: readonly string[]): void {
  if (args.some((argument) => SECRET_FLAG.test(argument))) {
    throw new UsageError('secret_in_argument');
  }
}

export interface SecretOptions {
  apiSecretStdin?: boolean;
  apiSecretFile?: string;
}

/** Longer than any secret. More of a wrong file is not read. */
const MAX_SECRET_BYTES = 16 * 1024;

/**
 * The API secret from where a person put it, nearest first: stdin, a file, the environment, a file that
 * the environment names. `undefined` where it is in none of these.
 */
export async function readSecret(
  io: CommandIo,
  { apiSecretStdin = false, apiSecretFile }: SecretOptions,
): Promise<string | undefined> {
  if (apiSecretStdin && apiSecretFile !== undefined) {
    throw new UsageError('options_exclude', {
      option: '--api-secret-stdin',
      other: '--api-secret-file',
    });
  }
  if (apiSecretStdin || apiSecretFile === '-') {
    return (await readStdin(io, MAX_SECRET_BYTES)).toString('utf8').trim();
  }
  if (apiSecretFile !== undefined) {
    return readSecretFile(resolve(io.cwd, apiSecretFile), '--api-secret-file');
  }
  return secretOfEnvironment(io.env, io.cwd);
}

/** LIVEKIT_API_SECRET, or the text of the file that LIVEKIT_API_SECRET_FILE names. */
function secretOfEnvironment(env: CommandIo['env'], cwd: string): string | undefined {
  const secret = env['LIVEKIT_API_SECRET'] ?? '';
  if (secret !== '') return secret;
  const file = env['LIVEKIT_API_SECRET_FILE'] ?? '';
  return file === '' ? undefined : readSecretFile(resolve(cwd, file), 'LIVEKIT_API_SECRET_FILE');
}

/** Never repeats the path: people paste the secret itself where a file is asked for. */
export function readSecretFile(path: string, namedBy: string): string {
  const reading = readTextFile(path, MAX_SECRET_BYTES, { followLinks: true });
  if (reading.state === 'read') return reading.text.trim();
  throw new TokenTrayError('secret_file_unreadable', {
    file: `The file of ${namedBy}`,
    reason: problemInWords(reading),
  });
}

/** All of stdin, at most `maxBytes`; the rest is not read. */
export async function readStdin({ stdin }: CommandIo, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stdin) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    pieces.push(bytes);
    size += bytes.length;
    if (size > maxBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, maxBytes);
}

interface EnvironmentProject {
  /** Variables that hold a secret. */
  secretNames: string[];
  project?: NonNullable<TokenTrayPorts['environmentProject']>;
  /** Missing variables, and values that were repaired or are doubtful. */
  warnings: string[];
}

const VARIABLES = {
  url: 'LIVEKIT_URL',
  apiKey: 'LIVEKIT_API_KEY',
  apiSecret: 'LIVEKIT_API_SECRET',
};

/**
 * The project that LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE, or the other names
 * that frameworks use) make. With only one or two of them there is no project, and a warning. All three,
 * but unusable, throw `environment_project_unusable`: signing for another project would be wrong.
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
