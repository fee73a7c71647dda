import { describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../../main/contract/activity.ts';
import { failure, type Failure } from '../../../main/contract/errors.ts';
import type { ProjectCheck } from '../../../main/contract/project.ts';
import type { ServerState } from '../../../main/contract/server-state.ts';
import type { Reply } from '../../../main/contract/client.ts';
import { runTrayCommand } from '../../../main/core/tray/run-tray-command.ts';
import type { TrayCommand } from '../../../main/core/tray/tray-item.ts';
import { aProject, aSnapshot, aToken, SERVING } from '../../fixtures/snapshot.ts';

interface Outcome {
  calls: [name: string, input: unknown][];
  said: string[];
}

async function run(
  command: TrayCommand,
  {
    tokens = [],
    refuse,
    server = SERVING,
    added,
    check,
  }: {
    tokens?: IssuedToken[];
    refuse?: string;
    server?: ServerState;
    added?: unknown;
    check?: ProjectCheck;
  } = {},
): Promise<Outcome> {
  const outcome: Outcome = { calls: [], said: [] };
  const values: Record<string, unknown> = {
    'token.mint': aToken({ id: 'new', token: 'fresh.token.text' }),
    'lan.showKey': { key: 'the-lan-key', snapshot: aSnapshot() },
    'project.addFromClipboard': added,
    'server.start': { snapshot: aSnapshot({ server }) },
  };
  await runTrayCommand(
    command,
    {
      tokens: () => tokens,
      snapshot: () => aSnapshot({ projects: [aProject(check === undefined ? {} : { check })] }),
      dispatch: async (name, input): Promise<Reply<unknown>> => {
        outcome.calls.push([name, input]);
        return name === refuse
          ? { ok: false, error: failure('no_project') }
          : { ok: true, value: values[name] ?? null };
      },
    },
    {
      open: (view) => outcome.said.push(`open ${view ?? ''}`),
      quit: () => outcome.said.push('quit'),
      confirm: (message) => outcome.said.push(message),
      tell: (message) => outcome.said.push(`told: ${message}`),
      complain: ({ code }: Failure) => outcome.said.push(`complained: ${code}`),
    },
    1000,
  );
  return outcome;
}

describe('a click in the tray', () => {
  it('mints, copies and confirms', async () => {
    expect(await run({ action: 'mint', input: { source: 'tray' } })).toEqual({
      calls: [
        ['token.mint', { source: 'tray' }],
        ['clipboard.copy', { text: 'fresh.token.text' }],
      ],
      said: ['Copied a token for alice in lobby.'],
    });
  });

  it('copies the LAN key without saying it', async () => {
    expect(await run({ action: 'copyLanKey' })).toEqual({
      calls: [
        ['lan.showKey', undefined],
        ['clipboard.copy', { text: 'the-lan-key' }],
      ],
      said: ['Copied the LAN key.'],
    });
    expect((await run({ action: 'copyLanKey' }, { refuse: 'lan.showKey' })).said).toEqual([
      'complained: no_project',
    ]);
  });

  it.each([
    [{ added: ['garden'], updated: [], skipped: [] }, 'Added project "garden".'],
    [{ added: ['a', 'b'], updated: [], skipped: [] }, 'Added projects "a", "b".'],
    [{ added: [], updated: ['a'], skipped: [] }, '"a" is already here, with these credentials.'],
    [{ added: [], updated: [], skipped: [{ name: 'a', reason: 'Not taken.' }] }, 'Not taken.'],
  ])('adds from the clipboard and says what came of %j', async (report, said) => {
    const command: TrayCommand = { action: 'addFromClipboard' };
    const outcome = await run(command, { added: { report } });
    expect(outcome).toEqual({
      calls: [['project.addFromClipboard', undefined]],
      said: [`told: ${said}`],
    });
    const { said: complaint } = await run(command, { refuse: 'project.addFromClipboard' });
    expect(complaint).toEqual(['complained: no_project']);
  });

  it('says in any case why apps cannot join with a token that it copied', async () => {
    const check: ProjectCheck = {
      ok: false,
      finding: 'unknown_api_key',
      message: 'The LiveKit server does not know this API key. Check it.',
      durationMs: 3,
      at: 0,
    };
    const mark =
      'Apps can’t join with it: The LiveKit server does not know this API key. Check it.';
    const minted = await run({ action: 'mint', input: { source: 'tray' } }, { check });
    expect(minted.said).toEqual([`told: Copied a token for alice in lobby. ${mark}`]);
    const copied = await run(
      { action: 'copyRecent', tokenId: 'token-1' },
      { check, tokens: [aToken()] },
    );
    expect(copied.said).toEqual([`told: Copied the token for alice in lobby. ${mark}`]);
  });

  it('says why nothing is served after Start serving, and nothing where it is', async () => {
    const start: TrayCommand = { call: 'server.start', input: {} };
    expect((await run(start)).said).toEqual([]);
    const server: ServerState = {
      status: 'failed',
      port: 7885,
      failure: failure('port_in_use', { port: 7885 }),
    };
    expect((await run(start, { server })).said).toEqual(['complained: port_in_use']);
    expect((await run(start, { refuse: 'server.start' })).said).toEqual(['complained: no_project']);
  });

  it('copies a recent token as it is while it works', async () => {
    expect(await run({ action: 'copyRecent', tokenId: 'token-1' }, { tokens: [aToken()] })).toEqual(
      {
        calls: [['clipboard.copy', { text: 'head.payload.signature' }]],
        said: ['Copied the token for alice in lobby.'],
      },
    );
  });

  it('mints one like it, with its lifetime, where the recent token has expired since the menu was made', async () => {
    const tokens = [aToken({ issuedAt: -3_598_600, expiresAt: 1000, name: 'Alice' })];
    const { calls } = await run({ action: 'copyRecent', tokenId: 'token-1' }, { tokens });
    expect(calls).toEqual([
      [
        'token.mint',
        {
          projectId: 'local',
          presetId: 'preset-participant',
          room: 'lobby',
          identity: 'alice',
          name: 'Alice',
          ttlSeconds: 3600,
          source: 'tray',
        },
      ],
      ['clipboard.copy', { text: 'fresh.token.text' }],
    ]);
  });

  it('says what went wrong, and copies nothing then', async () => {
    expect(
      await run({ action: 'mint', input: { source: 'tray' } }, { refuse: 'token.mint' }),
    ).toEqual({
      calls: [['token.mint', { source: 'tray' }]],
      said: ['complained: no_project'],
    });
  });

  it('copies URLs', async () => {
    expect(await run({ action: 'copy', text: 'http://x/token', what: 'the URL' })).toEqual({
      calls: [['clipboard.copy', { text: 'http://x/token' }]],
      said: ['Copied the URL.'],
    });
  });

  it('passes calls of the contract on, and complains for them', async () => {
    expect(await run({ call: 'server.stop', input: {} }, { refuse: 'server.stop' })).toEqual({
      calls: [['server.stop', {}]],
      said: ['complained: no_project'],
    });
  });

  it('opens the window and quits', async () => {
    expect((await run({ action: 'open', view: 'settings' })).said).toEqual(['open settings']);
    expect((await run({ action: 'quit' })).said).toEqual(['quit']);
  });
});
