import { resolve } from 'node:path';
import { problemInWords, readTextFile } from '../adapters/files/read-regular-file.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { CommandIo } from './context.ts';
import { UsageError } from './exit.ts';

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

/** Longer than any secret; a wrong file is not read whole. */
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

/** The path is never repeated: where a file is asked for, people paste the secret itself. */
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
