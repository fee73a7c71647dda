import type { IssuedToken } from '../../contract/activity.ts';
import { createClient } from '../../contract/client.ts';
import type { ImportReport } from '../../contract/credential-import.ts';
import type { Failure } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import type { MintInput } from '../../contract/mint.ts';
import { tokenTrouble } from '../../contract/selectors.ts';
import type { TokenTray } from '../create-token-tray.ts';
import { menuText, type TrayCommand } from './tray-item.ts';

/** What a click may touch besides the core. */
export interface TrayShell {
  open(view?: string): void;
  quit(): void;
  /** Something invisible worked, such as a copy. */
  confirm(message: string): void;
  /** Something happened that the person must know. */
  tell(message: string): void;
  /** Something failed. */
  complain(failure: Failure): void;
}

/** Carries out a click. Never throws: failures are reported through the shell. */
export async function runTrayCommand(
  command: TrayCommand,
  core: Pick<TokenTray, 'dispatch' | 'tokens' | 'snapshot'>,
  shell: TrayShell,
  now: number,
): Promise<void> {
  const client = createClient({
    call: (name, input) => core.dispatch(name, input),
    listen: () => () => {},
  });

  const copy = async (text: string, confirmation: string, trouble?: string): Promise<void> => {
    const reply = await client.call('clipboard.copy', { text });
    if (!reply.ok) shell.complain(reply.error);
    else if (trouble === undefined) shell.confirm(confirmation);
    else shell.tell(menuText(`${confirmation} Apps can’t join with it: ${trouble}`, 300));
  };

  const copyToken = (token: IssuedToken, confirmation: string): Promise<void> =>
    copy(token.token, confirmation, tokenTrouble(token, core.snapshot().projects));

  const mint = async (input: MintInput): Promise<void> => {
    const reply = await client.call('token.mint', input);
    if (reply.ok) await copyToken(reply.value, `Copied a token for ${described(reply.value)}.`);
    else shell.complain(reply.error);
  };

  /** The wish to serve is saved even where the port is taken, so the call succeeds and the state says why not. */
  const startServing = async (): Promise<void> => {
    const reply = await client.call('server.start', {});
    const server = reply.ok ? reply.value.snapshot.server : undefined;
    if (!reply.ok) shell.complain(reply.error);
    else if (server?.status === 'failed') shell.complain(server.failure);
  };

  if ('call' in command) {
    if (command.call === 'server.start') {
      await startServing();
      return;
    }
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
        await copyToken(token, `Copied the token for ${described(token)}.`);
      } else {
        await mint(token === undefined ? { source: 'tray' } : likeToken(token));
      }
      return;
    }
    case 'copy':
      await copy(command.text, `Copied ${command.what}.`);
      return;
    case 'copyLanKey': {
      const reply = await client.call('lan.showKey');
      if (reply.ok) await copy(reply.value.key, 'Copied the LAN key.');
      else shell.complain(reply.error);
      return;
    }
    case 'addFromClipboard': {
      const reply = await client.call('project.addFromClipboard');
      if (reply.ok) shell.tell(menuText(addedInWords(reply.value.report), 200));
      else shell.complain(reply.error);
      return;
    }
    case 'open':
      shell.open(command.view);
      return;
    case 'quit':
      shell.quit();
  }
}

function addedInWords({ added, updated, skipped }: ImportReport): string {
  if (added.length > 0)
    return `Added ${added.length === 1 ? 'project' : 'projects'} ${quoted(added)}.`;
  if (updated.length > 0) return `${quoted(updated)} is already here, with these credentials.`;
  return skipped[0]?.reason ?? 'Nothing was added.';
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function likeToken(token: IssuedToken): MintInput {
  return {
    projectId: token.projectId,
    presetId: token.presetId,
    room: token.room,
    identity: token.identity,
    // It was issued within the second in which its lifetime began.
    ttlSeconds: Math.ceil((token.expiresAt - token.issuedAt) / 1000),
    ...defined({ name: token.name }),
    source: 'tray',
  };
}

function described({ room, identity }: IssuedToken): string {
  return `${menuText(identity)} in ${menuText(room)}`;
}
