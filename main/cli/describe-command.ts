import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { failureReason } from '../adapters/files/failure-reason.ts';
import { writeAtomically } from '../adapters/files/write-atomically.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { activeProject, endpointPort } from '../contract/selectors.ts';
import { openApi } from '../endpoint/openapi/openapi.ts';
import { brunoFiles, postmanCollection, type CollectionValues } from './collections.ts';
import type { CommandContext } from './context.ts';
import { valueOf, withCore } from './core-access.ts';
import { UsageError } from './exit.ts';
import { toJson } from './output.ts';

const FORMATS = ['openapi', 'postman', 'bruno'];

/** `describe`: the endpoint for other tools. */
export function addDescribeCommand(program: Command, context: CommandContext): void {
  program
    .command('describe')
    .description('describe the endpoint for other tools, as OpenAPI or as a collection of requests')
    .argument('<format>', FORMATS.join(', '))
    .option('--write <path>', 'write it there; for bruno a folder (default: print it)')
    .addHelpText(
      'after',
      `\nExamples:\n  $ ${context.io.startedAs} describe postman --write token-tray.json\n  $ ${context.io.startedAs} describe bruno --write token-tray`,
    )
    .action((format: string, { write }: { write?: string }) => describe(context, format, write));
}

async function describe(
  context: CommandContext,
  format: string,
  write: string | undefined,
): Promise<void> {
  if (!FORMATS.includes(format)) {
    throw new UsageError('invalid_input', { detail: `"describe" takes ${FORMATS.join(', ')}.` });
  }
  const { io, host } = context;
  const values = await collectionValues(context);
  const files = new Map<string, string>();
  if (format === 'bruno') {
    if (write === undefined) {
      throw new UsageError('option_missing', {
        option: '--write',
        remedy: 'A Bruno collection is a folder.',
      });
    }
    for (const [name, text] of brunoFiles(values)) files.set(join(write, name), text);
  } else {
    const value =
      format === 'postman'
        ? postmanCollection(values)
        : openApi({ url: values.baseUrl, version: host.version });
    if (write === undefined) {
      io.out(toJson(value));
      return;
    }
    files.set(write, `${JSON.stringify(value, undefined, 2)}\n`);
  }
  for (const [name, text] of files) {
    const path = resolve(io.cwd, name);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeAtomically(path, text);
    } catch (error) {
      throw new TokenTrayError('file_not_written', { file: name, reason: failureReason(error) });
    }
  }
  io.out(`Wrote ${write}.\n`);
}

/** The port is the one that is served, else the one of the settings. No key is written: the person enters it. */
async function collectionValues(context: CommandContext): Promise<CollectionValues> {
  return withCore(context, 'read', async ({ call, isSaved }) => {
    const snapshot = valueOf(await call('state.get'));
    const tokenServerId = isSaved ? (activeProject(snapshot)?.tokenServerId ?? '') : '';
    return { baseUrl: `http://localhost:${endpointPort(snapshot)}`, key: '', tokenServerId };
  });
}
