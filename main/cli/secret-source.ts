import { resolve } from 'node:path';
import { problemInWords, readTextFile } from '../adapters/files/read-regular-file.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { CommandIo } from './context.ts';
import { UsageError } from './exit.ts';
import { prompt } from './prompt.ts';

/** Flags of other tools that take a secret as their value, in any spelling commands use. */
const SECRET_FLAG = /^--?(?:api[-_]?secret|secret|livekit[-_]api[-_]secret)(?:=|$)/i;

/**
 * Throws where a secret was given as an argument, before anything else looks at the arguments and
 * without saying it again: `ps` shows arguments to every program, and shells write them down.
 */
export function refuseSecretArguments(args: readonly string[]): void {
  if (args.some((argument) => SECRET_FLAG.test(argument))) {
    throw new UsageError('secret_in_argument');
  }
}

export interface SecretSources {
  apiSecretStdin?: boolean;
  apiSecretFile?: string;
}

/** Longer than any secret; a wrong file is not read whole. */
const MAX_CHARACTERS = 4_096;

/**
 * The API secret from where a person put it, nearest first: stdin, a file, the environment, a file that
 * the environment names, and at last a prompt that does not show it.
 */
export async function readSecret(io: CommandIo, sources: SecretSources): Promise<string> {
  const { apiSecretStdin = false, apiSecretFile } = sources;
  if (apiSecretStdin && apiSecretFile !== undefined) {
    throw new UsageError('options_exclude', {
      option: '--api-secret-stdin',
      other: '--api-secret-file',
    });
  }
  if (apiSecretStdin) return readStdin(io);
  if (apiSecretFile !== undefined) return readSecretFile(resolve(io.cwd, apiSecretFile));
  const fromEnvironment = io.env['LIVEKIT_API_SECRET'] ?? '';
  if (fromEnvironment !== '') return fromEnvironment;
  const file = io.env['LIVEKIT_API_SECRET_FILE'] ?? '';
  if (file !== '') return readSecretFile(resolve(io.cwd, file));
  if (io.stdin.isTTY === true) return prompt(io, 'API secret (not shown): ', { hidden: true });
  throw new UsageError('option_missing', {
    option: 'The API secret',
    remedy: 'Use --api-secret-stdin, --api-secret-file or LIVEKIT_API_SECRET.',
  });
}

/** The text of a file that holds a secret and nothing else, without the blanks around it. */
export function readSecretFile(path: string): string {
  const reading = readTextFile(path, MAX_CHARACTERS, { followLinks: true });
  if (reading.state !== 'read') {
    const reason = problemInWords(reading);
    throw new TokenTrayError('secret_file_unreadable', { file: path, reason });
  }
  return reading.text.trim();
}

async function readStdin({ stdin }: CommandIo): Promise<string> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const piece of stdin) {
    text += String(piece);
    if (text.length > MAX_CHARACTERS) break;
  }
  return text.trim();
}
