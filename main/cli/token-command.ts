import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { UsageError } from './exit.ts';
import { runToken } from './token.ts';
import type { TokenOptions } from './token-options.ts';

const NOTES = `
Permission flags (--create to --inference) and --grant say everything the token may do, as in lk. With
--preset they are added to the preset; with none of them the token gets the project's preset.

Room, identity and name take lk's templates, in UTC: %t and %T (timestamps), %Y %m %d %H %M %S,
%x (random), %U (user), %h (host), %p (process).

The key comes from the first of: --project or --subdomain; --url, --api-key and the secret's options
together with LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE); --dev; the
active project. Nothing is saved, and no host needs to run.

Examples:
  $ token-tray token --room kitchen --identity amy
  $ token-tray token --token-only --join --room kitchen --valid-for 1h
  $ token-tray token --room test-%x --open meet`;

/** `token`, with the flags of `lk token create`, plus --preset. `token create` is the same. */
export function addTokenCommand(program: Command, context: CommandContext): void {
  program
    .command('token')
    .usage('[options]')
    .argument('[words...]')
    .description('mint a token and print it')
    .option('--project <slug>', 'project to sign for (default: the active one)')
    .option('--subdomain <name>', 'project whose URL has this first label')
    .option('--preset <slug>', "preset to start from (default: the project's)")
    .option('--url <url>', 'LiveKit URL (or LIVEKIT_URL)')
    .option('--api-key <key>', 'API key (or LIVEKIT_API_KEY)')
    .option('--api-secret-stdin', 'read the API secret from standard input')
    .option('--api-secret-file <file>', 'read the API secret from a file; - is standard input')
    .option('--dev', 'sign with devkey and secret, as livekit-server --dev expects')
    .option('-r, --room <name>', "room to join (default: as in the project's defaults)")
    .option('-i, --identity <text>', 'unique identity of the participant (default: generated)')
    .option('-n, --name <text>', 'name that others see (default: the identity)')
    .option('--metadata <text>', 'metadata of the participant')
    .option('--attribute <key=value>', 'attributes, with commas between; may be repeated', list)
    .option('--attribute-file <file>', 'attributes from a JSON file; they win; - is standard input')
    .option('--valid-for <duration>', "lifetime, such as 15m or 1h30m (default: the preset's)")
    .option('--create', 'may create rooms (roomCreate)')
    .option('--list', 'may list rooms (roomList)')
    .option('--join', 'may join the room (roomJoin)')
    .option('--admin', 'may administer the room (roomAdmin)')
    .option('--egress', 'may record (roomRecord)')
    .option('--ingress', 'may manage ingress (ingressAdmin)')
    .option('--inference', 'may use inference')
    .option('--allow-update-metadata', 'may change its own metadata')
    .option(
      '--allow-source <source>',
      'may publish this source: camera, microphone, screen_share, screen_share_audio; may be repeated',
      list,
    )
    .option('--grant <json>', 'fields of the video grant, as LiveKit names them; they win')
    .option('--agent <name>', 'dispatch this agent when the room is created')
    .option('-d, --deployment <name>', 'deployment of the agent')
    .option('--job-metadata <text>', 'metadata for the job of the agent')
    .option('--open <client>', 'open a client in the browser: meet, or console (the agent console)')
    .option('-j, --json', 'print access_token, project_url, identity, name, room and grants')
    .option('--token-only', 'print the token alone')
    .option('-q, --quiet', 'no notes on standard error; warnings are still shown')
    .addHelpText('after', () => NOTES.replaceAll('$ token-tray', `$ ${context.io.startedAs}`))
    .action((words: string[], options: TokenOptions) => {
      if (words.length > 1 || (words[0] ?? 'create') !== 'create') {
        throw new UsageError('invalid_input', {
          detail: '"token" takes options only, such as --room kitchen.',
        });
      }
      return runToken(context, options);
    });
}

function list(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}
