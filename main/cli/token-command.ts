import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { runToken } from './token.ts';

/** The flags of `token` as the parser gives them. Names are those of `lk token create` where it has them. */
export interface TokenOptions {
  room?: string;
  identity?: string;
  name?: string;
  create?: boolean;
  list?: boolean;
  join?: boolean;
  admin?: boolean;
  egress?: boolean;
  ingress?: boolean;
  inference?: boolean;
  allowUpdateMetadata?: boolean;
  allowSource?: string[];
  metadata?: string;
  attribute?: string[];
  attributeFile?: string;
  validFor?: string;
  grant?: string;
  agent?: string;
  deployment?: string;
  jobMetadata?: string;
  project?: string;
  preset?: string;
  open?: string;
  json?: boolean;
  tokenOnly?: boolean;
}

const NOTES = `
Without a permission flag the preset's grants stand. Permission flags (--create to --inference) without
--preset say everything the token may do, as in lk; with --preset they are added to it.

LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET, where all are set and --project is not, name the
project. Nothing is saved and no host needs to run.`;

/** `token`, with the flags of `lk token create`, plus --project and --preset. */
export function addTokenCommand(program: Command, context: CommandContext): void {
  program
    .command('token')
    .description('mint a token and print it')
    .option('--project <slug>', 'project to sign for (default: the active one)')
    .option('--preset <slug>', "preset to start from (default: the project's)")
    .option('-r, --room <name>', "room to join (default: as in the project's defaults)")
    .option('-i, --identity <text>', 'unique identity of the participant')
    .option('-n, --name <text>', 'name that others see')
    .option('--metadata <text>', 'metadata of the participant')
    .option('--attribute <key=value>', 'attribute of the participant; may be repeated', list)
    .option('--attribute-file <file>', 'attributes from a JSON file; they win')
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
    .option('--grant <json>', 'more of the video grant, as LiveKit names it; it wins')
    .option('--agent <name>', 'dispatch this agent when the room is created')
    .option('-d, --deployment <name>', 'deployment of the agent')
    .option('--job-metadata <text>', 'metadata for the job of the agent')
    .option('--open <client>', 'open a client with the token: meet')
    .option('--json', 'print access_token, project_url, identity, name, room and grants')
    .option('--token-only', 'print the token alone')
    .addHelpText('after', NOTES)
    .action((options: TokenOptions) => runToken(context, options));
}

function list(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}
