import { expect, test } from '@playwright/test';
import { AgentDispatchClient } from 'livekit-server-sdk';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { AgentView } from '../../main/contract/rooms.ts';
import { startAgentWorker, type AgentWorker } from '../fixtures/agent-worker.ts';
import { request, startCoreFor, type Core } from '../fixtures/core-at-server.ts';
import {
  occupy,
  SERVER_KEY,
  SERVER_SECRET,
  startLiveKitServer,
  type RealLiveKitServer,
} from '../fixtures/real-livekit-server.ts';

let server: RealLiveKitServer;
let core: Core;
const closers: (() => unknown)[] = [];

test.beforeAll(async () => {
  server = await startLiveKitServer();
  core = await startCoreFor(server.url, createLiveKitServer());
});
test.afterAll(async () => {
  await core.tokenTray.close();
  await server.close();
});
test.afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** Asks for a token that dispatches `agentName`, as an app does, and joins with it. */
async function joinWith(room: string, agentName?: string): Promise<string> {
  // Servers before 1.12 refuse a token whose agents have attributes.
  const agents = [{ agent_name: agentName ?? '', metadata: 'm' }];
  const asked = request({
    fields: {
      unknown: [],
      roomName: room,
      ...(agentName === undefined ? {} : { roomConfig: { agents } }),
    },
  });
  const issued = core.ports.endpointCore().issue(asked);
  if (!issued.ok) throw new Error(issued.failure.message);
  const held = await occupy(server.url, issued.answer.token);
  closers.push(() => {
    held.close();
  });
  return asked.raw.id;
}

async function worker(agentName: string): Promise<AgentWorker> {
  const started = await startAgentWorker(server.url, agentName);
  closers.push(() => {
    started.close();
  });
  return started;
}

async function agentOf(requestId: string): Promise<AgentView | undefined> {
  const { agents, failure } = await core.call('agent.read', { requestId });
  expect(failure).toBeUndefined();
  return agents[0];
}

const stateOf = async (requestId: string): Promise<string | undefined> =>
  (await agentOf(requestId))?.state;

/** The named agents; a room without any lists its automatic dispatch. */
const dispatchedTo = async (room: string): Promise<string[]> =>
  (await new AgentDispatchClient(server.httpUrl, SERVER_KEY, SERVER_SECRET).listDispatch(room))
    .map(({ agentName }) => agentName)
    .filter((name) => name !== '');

test('a token that makes the room dispatches its agent; without a worker none takes the job', async () => {
  const id = await joinWith('fresh', 'no-such-worker');
  await expect.poll(() => stateOf(id)).toBe('no_worker');
  expect(await dispatchedTo('fresh')).toEqual(['no-such-worker']);
});

test('an agent whose worker is registered joins, and is named with its worker', async () => {
  const { jobs } = await worker('greeter');
  const id = await joinWith('greeted', 'greeter');
  await expect.poll(() => stateOf(id), { timeout: 15_000 }).toBe('joined');
  const seen = await agentOf(id);
  expect(seen?.identity).toMatch(/^agent-/);
  expect(seen?.workerId).toMatch(/^AW_/);
  expect(jobs).toEqual(['m']);
});

test('in a room that is open the token dispatches none, and Dispatch now does', async () => {
  const { jobs } = await worker('helper');
  await joinWith('reused');
  const id = await joinWith('reused', 'helper');
  const { warnings } = await core.call('activity.get', { id });
  expect(warnings.map(({ code }) => code)).toContain('room_reused_with_agents');
  await expect.poll(() => stateOf(id)).toBe('not_dispatched');
  expect(await dispatchedTo('reused')).toEqual([]);

  expect(await core.call('agent.dispatch', { requestId: id, agentName: 'helper' })).toEqual({});
  expect(await dispatchedTo('reused')).toEqual(['helper']);
  await expect.poll(() => stateOf(id), { timeout: 15_000 }).toBe('joined');
  expect(jobs).toEqual(['m']);
});

test('a room that is not open yet: the view says so, and Dispatch now says why nothing was dispatched', async () => {
  const asked = request({
    fields: { unknown: [], roomName: 'later', roomConfig: { agents: [{ agentName: 'helper' }] } },
  });
  core.ports.endpointCore().issue(asked);
  const requestId = asked.raw.id;
  expect(await agentOf(requestId)).toEqual({
    agentName: 'helper',
    dispatches: 0,
    state: 'room_closed',
  });
  const reply = await core.tokenTray.dispatch('agent.dispatch', { requestId, agentName: 'other' });
  expect(reply).toMatchObject({ ok: false, error: { code: 'unknown_item' } });
});
