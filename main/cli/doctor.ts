import type { Command } from 'commander';
import type { DoctorReport } from '../contract/doctor.ts';
import type { CommandContext, CommandIo } from './context.ts';
import { type Connection, valueOf, withCore } from './core-access.ts';
import { FailedResult } from './exit.ts';
import { printable } from './output.ts';
import { findProject } from './projects.ts';

interface DoctorOptions {
  project?: string;
  request?: string;
  json?: boolean;
}

/** A pasted token is at most about 1 MiB; more than twice that is another file. */
const MAX_TOKEN_CHARACTERS = 2 * 1024 * 1024;

const MARKS = { ok: 'ok', warning: 'note', failed: 'FAIL', unknown: '?' } as const;

/** Why does it not join? Exit code 0: nothing is wrong, 1: the cause is named, 2: it cannot be told from here. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description('find out why a participant does not join')
    .argument(
      '[token]',
      'a token to look at; - reads it from stdin; left out: the project is checked',
    )
    .option(
      '--project <slug>',
      'the project to check, or whose server to ask (default: the active one)',
    )
    .option('--request <id>', 'a request of the running host, by its X-Request-Id')
    .option('--json', 'for a program')
    .addHelpText(
      'after',
      '\nExit code: 0 nothing is wrong, 1 a cause was found, 2 it cannot be told.',
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
  const report = await withCore(context, 'reading', async ({ call }) =>
    valueOf(
      await call('doctor.run', {
        ...(token === undefined ? {} : { token }),
        ...(request === undefined ? {} : { requestId: request }),
        ...(project === undefined ? {} : { projectId: await projectId(call, project) }),
      }),
    ),
  );
  if (json) io.out(`${JSON.stringify(forPrograms(report), null, 2)}\n`);
  else io.out(inWords(report));
  if (report.verdict === 'cause') throw new FailedResult();
  if (report.verdict === 'unknown') throw new FailedResult(2);
}

async function projectId(call: Connection['call'], named: string): Promise<string> {
  return findProject(valueOf(await call('state.get')).projects, named).id;
}

async function readToken({ stdin }: CommandIo): Promise<string> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const piece of stdin) {
    text += String(piece);
    if (text.length > MAX_TOKEN_CHARACTERS) break;
  }
  // A pipe ends with a line end of its own; one that is part of the token is a finding.
  return text.slice(0, MAX_TOKEN_CHARACTERS).replace(/\r?\n$/, '');
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
    ({ step, state, line }) => `${MARKS[state].padEnd(4)}  ${step.padEnd(7)}  ${printable(line)}`,
  );
  const also = causes.filter((item) => item !== cause);
  const conclusion =
    cause === undefined
      ? [
          verdict === 'healthy'
            ? `Nothing is wrong${serverVersion === undefined ? '' : ` (LiveKit ${printable(serverVersion)})`}.`
            : 'Nothing wrong was found, but not everything could be looked at.',
        ]
      : [printable(cause.sentence), printable(cause.fix), `Cause: ${cause.code}`];
  const notes = also.map(({ sentence, fix }) => `Also: ${printable(sentence)} ${printable(fix)}`);
  return `${[...lines, '', ...conclusion, ...notes].join('\n')}\n`;
}
