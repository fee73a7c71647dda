import { spawn } from 'node:child_process';
import { environmentForLk, SIGN_IN_ARGUMENTS } from '../adapters/lk/lk-command.ts';
import { createLk } from '../adapters/lk/lk.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { FoundProject } from '../core/credentials/found.ts';
import { readCredentials } from '../core/credentials/read-credentials.ts';
import type { Lk } from '../core/ports.ts';
import type { CommandIo } from './context.ts';

/**
 * Runs `lk cloud auth` in this very terminal, where it asks its questions, and answers the project that it adds to its
 * file. Throws `lk_missing`, `lk_failed` or `lk_added_nothing`.
 */
export async function signInWithLk(io: CommandIo): Promise<FoundProject> {
  const home = io.env['HOME'] ?? io.env['USERPROFILE'];
  const lk = createLk({ home, env: io.env });
  const path = lk.find();
  if (path === undefined) throw new TokenTrayError('lk_missing');
  const before = new Set((await projectsOf(lk)).map(fingerprint));
  const code = await run(path, io);
  const added = (await projectsOf(lk)).find((project) => !before.has(fingerprint(project)));
  if (added !== undefined) return added;
  if (code === 0) throw new TokenTrayError('lk_added_nothing');
  throw new TokenTrayError('lk_failed', { reason: `it ended with ${code ?? 'a signal'}.` });
}

/** What lk prints goes to stderr: stdout is for what this command answers. */
function run(path: string, { env }: CommandIo): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, SIGN_IN_ARGUMENTS, {
      stdio: ['inherit', 2, 2],
      env: environmentForLk(env),
    });
    child.once('error', (error) => {
      reject(new TokenTrayError('lk_failed', { reason: error.message }));
    });
    child.once('exit', resolve);
  });
}

async function projectsOf(lk: Lk): Promise<FoundProject[]> {
  const place = await lk.read();
  const { projects } = readCredentials(place?.files ?? []);
  return projects.filter(({ missing }) => missing.length === 0);
}

function fingerprint({ url, apiKey, apiSecret }: FoundProject): string {
  return JSON.stringify([url?.value, apiKey?.value, apiSecret?.value]);
}
