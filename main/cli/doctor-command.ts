import { defined } from '../contract/json.ts';
import type { Command } from 'commander';
import type { DoctorReport } from '../contract/doctor-report.ts';
import { type CommandIo, EXIT, ExitWith, printable, toJson } from './command-io.ts';
import { type CommandContext, type CoreConnection, valueOf, withCore } from './core-access.ts';
import { readStdin } from './credential-sources.ts';
import { environmentOf, findProject } from './projects.ts';

interface DoctorOptions {
  project?: string;
  request?: string;
  json?: boolean;
}

/** A token is at most about 1 MiB; anything larger than this is not one. */
const MAX_TOKEN_BYTES = 2 * 1024 * 1024;

const MARKS = { ok: 'ok', warning: 'note', failed: 'FAIL', unknown: '?' } as const;

/** Why does it not join? Exit code 0: nothing is wrong, 1: the cause is named, 2: not everything could be checked. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('find out why a participant does not join')
    .argument(
      '[token]',
      'a token to check; - reads it from standard input (default: check the project)',
    )
    .option(
      '--project <slug>',
      'the project to check, or whose server to ask (default: the active one)',
    )
    .option('--request <id>', 'a request of the running host, by its X-Request-Id')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `\nExit code: 0 nothing is wrong, 1 a cause was found, 2 not everything could be checked.\n\nExample:\n  $ ${context.io.startedAs} doctor --project kitchen --json`,
    )
    .action((token: string | undefined, options: DoctorOptions) =>
      runDoctor(context, token, options),
    );
}

async function runDoctor(
  context: CommandContext,
  named: string | undefined,
  { project, request, json = false }: DoctorOptions,
): Promise<void> {
  const { io } = context;
  const token = named === '-' ? await readToken(io) : named;
  const report = await withCore(
    context,
    'read',
    async ({ call }) =>
      valueOf(
        await call(
          'doctor.run',
          defined({
            token,
            requestId: request,
            projectId: project === undefined ? undefined : await projectId(call, project),
          }),
        ),
      ),
    project === undefined && request === undefined ? environmentOf(context) : undefined,
  );
  if (json) io.out(toJson(forPrograms(report)));
  else io.out(inWords(report));
  if (report.verdict === 'cause') throw new ExitWith(EXIT.failed);
  if (report.verdict === 'unknown') throw new ExitWith(EXIT.usage);
}

async function projectId(call: CoreConnection['call'], named: string): Promise<string> {
  return findProject(valueOf(await call('state.get')).projects, named).id;
}

async function readToken(io: CommandIo): Promise<string> {
  const bytes = await readStdin(io, MAX_TOKEN_BYTES);
  // A pipe adds one line end. Any other whitespace is for the doctor to find.
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}

function forPrograms(report: DoctorReport): object {
  const { cause, verdict, ...rest } = report;
  return {
    verdict,
    cause: cause?.code ?? null,
    sentence: cause?.sentence ?? null,
    fix: cause?.fix ?? null,
    ...rest,
  };
}

function inWords({ checks, cause, causes, verdict, serverVersion }: DoctorReport): string {
  const lines = checks.map(
    ({ step, state, line, command }) =>
      `${MARKS[state].padEnd(4)}  ${step.padEnd(10)}  ${printable([line, command ?? ''].join(' ').trim())}`,
  );
  const also = causes.filter((item) => item !== cause);
  const conclusion =
    cause === undefined
      ? [
          verdict === 'healthy'
            ? `Nothing is wrong${serverVersion === undefined ? '' : ` (LiveKit ${printable(serverVersion)})`}.`
            : 'No problem found, but not everything could be checked.',
        ]
      : [printable(cause.sentence), printable(cause.fix), `Cause: ${cause.code}`];
  const notes = also.map(({ sentence, fix }) => `Also: ${printable(sentence)} ${printable(fix)}`);
  return `${[...lines, '', ...conclusion, ...notes].join('\n')}\n`;
}
