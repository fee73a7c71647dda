import { createClient } from '../../contract/client.ts';
import type { IssuedToken } from '../../contract/activity.ts';
import type { MintInput } from '../../contract/calls.ts';
import type { Failure } from '../../contract/errors.ts';
import { menuText, type TrayCommand } from './tray-item.ts';
import type { TokenTray } from '../create-token-tray.ts';

/** What a click may touch besides the core. */
export interface TrayShell {
  open(view?: string): void;
  quit(): void;
  /** Something worked that cannot be seen, such as a copy. */
  confirm(message: string): void;
  /** Something did not work. Always said. */
  complain(failure: Failure): void;
}

/** Carries out a click. Never throws: what goes wrong is said through the shell. */
export async function runTrayCommand(
  command: TrayCommand,
  core: Pick<TokenTray, 'dispatch' | 'tokens'>,
  shell: TrayShell,
  now: number,
): Promise<void> {
  const client = createClient({
    call: (name, input) => core.dispatch(name, input),
    listen: () => () => {},
  });

  const copy = async (text: string, confirmation: string): Promise<void> => {
    const reply = await client.call('clipboard.copy', { text });
    if (reply.ok) shell.confirm(confirmation);
    else shell.complain(reply.error);
  };

  const mint = async (input: MintInput): Promise<void> => {
    const reply = await client.call('token.mint', input);
    if (reply.ok) await copy(reply.value.token, `Copied a token for ${described(reply.value)}.`);
    else shell.complain(reply.error);
  };

  if ('call' in command) {
    const reply = await core.dispatch(command.call, command.input);
    if (!reply.ok) shell.complain(reply.error);
    return;
  }

  switch (command.action) {
    case 'mint':
      await mint(command.input);
      return;
    case 'copyRecent': {
      const token = core.tokens().find(({ id }) => id === command.tokenId);
      if (token !== undefined && token.expiresAt > now) {
        await copy(token.token, `Copied the token for ${described(token)}.`);
      } else {
        await mint(token === undefined ? { source: 'tray' } : likeToken(token));
      }
      return;
    }
    case 'copy':
      await copy(command.text, `Copied ${command.what}.`);
      return;
    case 'copyDiagnostics': {
      const reply = await client.call('diagnostics.read');
      if (reply.ok) {
        await copy(reply.value.text, 'Copied the diagnostics. Paste them into your report.');
      } else shell.complain(reply.error);
      return;
    }
    case 'open':
      shell.open(command.view);
      return;
    case 'quit':
      shell.quit();
  }
}

function likeToken(token: IssuedToken): MintInput {
  return {
    projectId: token.projectId,
    presetId: token.presetId,
    room: token.room,
    identity: token.identity,
    ...(token.name === undefined ? {} : { name: token.name }),
    source: 'tray',
  };
}

function described({ room, identity }: IssuedToken): string {
  return `${menuText(identity)} in ${menuText(room)}`;
}
