import type { Command } from 'commander';
import type { ActivityEntry } from '../contract/activity.ts';
import { printable, table, toJson } from './command-io.ts';
import { type CommandContext, requireHost, valueOf } from './core-access.ts';

interface ActivityOptions {
  har?: boolean;
  json?: boolean;
}

/** The requests that the running host keeps: as a table, as JSON, or as an HTTP archive. */
export function addActivityCommand(program: Command, context: CommandContext): void {
  program
    .command('activity')
    .description('list the latest token requests of the running host')
    .argument('[id...]', 'only these, by their X-Request-Id')
    .option('--har', 'print an HTTP archive (HAR 1.2) with the answers, without secrets and tokens')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ ${context.io.startedAs} activity --har > requests.har`)
    .action((ids: string[], options: ActivityOptions) => runActivity(context, ids, options));
}

async function runActivity(
  { io, folder }: CommandContext,
  ids: readonly string[],
  { har = false, json = false }: ActivityOptions,
): Promise<void> {
  const call = await requireHost(folder());
  const kept = valueOf(await call('activity.list'));
  const entries = ids.length === 0 ? kept : kept.filter(({ id }) => ids.includes(id));
  if (har) {
    // What is asked for and gone is named by the host's own error.
    const wanted = ids.length === 0 ? entries.map(({ id }) => id) : [...ids];
    io.out(
      wanted.length === 0 ? '' : valueOf(await call('activity.export', { ids: wanted })).content,
    );
  } else if (json) io.out(toJson(entries));
  else io.out(entries.length === 0 ? 'No requests yet.\n' : inWords(entries));
}

function inWords(entries: readonly ActivityEntry[]): string {
  const rows = entries.map(({ at, outcome, join, status, caller, room = '', identity = '', id }) =>
    [
      new Date(at).toISOString(),
      join?.state === 'joined' ? 'joined' : outcome,
      String(status),
      caller.client,
      room,
      identity,
      id,
    ].map(printable),
  );
  return table(['TIME', 'OUTCOME', 'STATUS', 'CLIENT', 'ROOM', 'IDENTITY', 'REQUEST ID'], rows);
}
