import { defined } from '../contract/json.ts';
import type { Command } from 'commander';
import {
  DRILL_CODES,
  drillOf,
  isDrillCode,
  MAX_DRILL_REQUESTS,
  type ArmedDrill,
  type DrillCode,
} from '../contract/drills.ts';
import { nearestName } from '../contract/text.ts';
import { UsageError, printable, table, toJson } from './command-io.ts';
import { type CommandContext, requireHost, valueOf } from './core-access.ts';

interface DrillOptions {
  next?: string;
  for?: string;
  lan?: boolean;
  list?: boolean;
  off?: boolean;
  json?: boolean;
}

/** `drill NAME`, `drill --off`, `drill --list`; without any of them it shows what is armed. */
export function addDrillCommand(program: Command, context: CommandContext): void {
  program
    .command('drill')
    .description('make the next token requests fail on purpose, to see what your app does')
    .argument('[name]', 'the fault; --list shows them all')
    .option('--next <number>', 'how many requests it affects (default: 1)')
    .option('--for <caller>', 'only this caller: an address, origin, host name, client or platform')
    .option('--lan', 'callers on the LAN too')
    .option('--off', 'turn the armed drill off')
    .option('--list', 'list the drills, with what a good app does')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The drill is armed in the running host and ends by itself, after ten minutes at the latest. A request on this
machine can also ask for one in its URL: http://localhost:7885/token?drill=expired

Examples:
  $ ${context.io.startedAs} drill expired --next 3
  $ ${context.io.startedAs} drill 429 --for curl
  $ ${context.io.startedAs} drill --off`,
    )
    .action((name: string | undefined, options: DrillOptions) => runDrill(context, name, options));
}

async function runDrill(
  context: CommandContext,
  name: string | undefined,
  options: DrillOptions,
): Promise<void> {
  const { io, folder } = context;
  const { json = false } = options;
  if (options.list === true) {
    io.out(json ? toJson(listForPrograms()) : listInWords());
    return;
  }
  const drill = name === undefined ? undefined : drillNamed(name);
  const next = options.next === undefined ? undefined : requestCount(options.next);
  if (drill !== undefined && options.off === true) {
    throw new UsageError('invalid_input', { detail: 'Give a drill or --off, not both.' });
  }
  const call = await requireHost(folder());
  if (drill !== undefined) {
    valueOf(
      await call('drill.arm', defined({ drill, next, caller: options.for, lan: options.lan })),
    );
  } else if (options.off === true) valueOf(await call('drill.off'));
  const armed = valueOf(await call('state.get')).drill;
  io.out(json ? toJson(armed ?? null) : inWords(armed));
}

function drillNamed(name: string): DrillCode {
  if (isDrillCode(name)) return name;
  const near = nearestName(name, DRILL_CODES);
  const hint =
    near === undefined
      ? 'Run "token-tray drill --list" to see them all.'
      : `Did you mean "token-tray drill ${near}"?`;
  throw new UsageError('invalid_input', { detail: `There is no such drill. ${hint}` });
}

function requestCount(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_DRILL_REQUESTS) return count;
  throw new UsageError('option_invalid', {
    option: '--next',
    problem: `takes a whole number from 1 to ${MAX_DRILL_REQUESTS}.`,
  });
}

function inWords(armed: ArmedDrill | undefined): string {
  if (armed === undefined) return 'No drill is armed.\n';
  const { drill, title, left, caller, lan, endsAt } = armed;
  const { sentence, goodApp } = drillOf(drill);
  const requests = left === 1 ? 'The next request' : `The next ${left} requests`;
  const from = caller === undefined ? '' : ` from ${printable(caller)}`;
  const where = lan ? ', on the LAN too' : '';
  return `Armed: ${title}. ${sentence}
${requests}${from}${where}; it ends at ${new Date(endsAt).toLocaleTimeString('en-GB')} at the latest.
A good app ${goodApp}
`;
}

function listInWords(): string {
  const rows = DRILL_CODES.map((code) => [code, drillOf(code).sentence, drillOf(code).goodApp]);
  return table(['DRILL', 'THE APP GETS', 'A GOOD APP'], rows);
}

function listForPrograms(): object[] {
  return DRILL_CODES.map((code) => {
    const { kind, title, sentence, goodApp } = drillOf(code);
    return { drill: code, kind, title, sentence, good_app: goodApp };
  });
}
