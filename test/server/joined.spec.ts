import { expect, test } from '@playwright/test';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { JoinState } from '../../main/contract/activity.ts';
import { request, startCoreFor, type Core } from '../fixtures/core-at-server.ts';
import {
  occupy,
  startLiveKitServer,
  type RealLiveKitServer,
} from '../fixtures/real-livekit-server.ts';

const closers: (() => unknown)[] = [];

test.afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function start(more = ''): Promise<{ server: RealLiveKitServer; core: Core }> {
  const server = await startLiveKitServer({ more });
  const core = await startCoreFor(server.url, createLiveKitServer());
  closers.push(
    () => core.tokenTray.close(),
    () => server.close(),
  );
  return { server, core };
}

/** What an app does: asks for a token. Answers the token and its line's id. */
function issue(core: Core, identity: string): { token: string; id: string } {
  const asked = request({
    fields: { unknown: [], roomName: 'demo', participantIdentity: identity },
  });
  const issued = core.ports.endpointCore().issue(asked);
  if (!issued.ok) throw new Error(issued.failure.message);
  return { token: issued.answer.token, id: asked.raw.id };
}

async function join(server: RealLiveKitServer, token: string): Promise<void> {
  const held = await occupy(server.url, token);
  closers.push(() => {
    held.close();
  });
}

async function stateOf(core: Core, id: string): Promise<JoinState | undefined> {
  const entry = await core.call('activity.get', { id });
  return entry.join;
}

test('a participant that joins is shown as joined, with the time it took', async () => {
  const { server, core } = await start();
  const { token, id } = issue(core, 'alice');
  expect(await stateOf(core, id)).toEqual({ state: 'watching' });
  const lines: string[] = [];
  core.tokenTray.listen('activity.added', (entries) => {
    lines.push(...entries.map(({ join: joined }) => joined?.state ?? 'none'));
  });
  await join(server, token);
  await expect.poll(() => stateOf(core, id), { timeout: 3_000 }).toMatchObject({ state: 'joined' });
  await expect.poll(() => lines).toContain('joined');
});

test('D30: a full room is named for the token that finds no place', async () => {
  const { server, core } = await start('room:\n  max_participants: 1');
  await join(server, issue(core, 'bob').token);
  const { id } = issue(core, 'alice');
  await expect
    .poll(() => stateOf(core, id), { timeout: 4_000 })
    .toMatchObject({ state: 'failed', cause: { code: 'room_full' } });
});

test('D44: of two with one identity the first is shown as replaced', async () => {
  const { server, core } = await start();
  const first = issue(core, 'alice');
  await join(server, first.token);
  await expect
    .poll(() => stateOf(core, first.id), { timeout: 4_000 })
    .toMatchObject({ state: 'joined' });
  const second = issue(core, 'alice');
  await join(server, second.token);
  await expect
    .poll(() => stateOf(core, first.id), { timeout: 6_000 })
    .toMatchObject({ state: 'replaced', cause: { code: 'duplicate_identity' } });
});

test('D53: a server that is gone is named', async () => {
  const { server, core } = await start();
  await server.close();
  const { id } = issue(core, 'alice');
  await expect
    .poll(() => stateOf(core, id), { timeout: 4_000 })
    .toMatchObject({ state: 'failed', cause: { code: 'connection_refused' } });
});
