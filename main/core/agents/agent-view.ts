import type { AgentView } from '../../contract/agents.ts';
import { isJsonObject, type JsonObject } from '../../contract/json.ts';
import type { AgentDispatch } from '../../contract/project.ts';
import type { AgentJob, AgentsOnServer } from '../livekit-ports.ts';

/** The named agents of a token's room configuration, each once, with what their jobs are given. */
export function askedAgents({ roomConfig }: JsonObject): AgentDispatch[] {
  if (!isJsonObject(roomConfig) || !Array.isArray(roomConfig['agents'])) return [];
  const byName = new Map<string, AgentDispatch>();
  for (const agent of roomConfig['agents']) {
    if (!isJsonObject(agent)) continue;
    const { agentName, metadata, deployment, attributes } = agent;
    if (typeof agentName !== 'string' || agentName === '') continue;
    byName.set(agentName, {
      agentName,
      ...(typeof metadata === 'string' ? { metadata } : {}),
      ...(typeof deployment === 'string' ? { deployment } : {}),
      ...(isJsonObject(attributes) ? { attributes: textsOf(attributes) } : {}),
    });
  }
  return [...byName.values()];
}

function textsOf(record: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

/** The furthest that any job of the agent got: one that joined counts before one that waits or failed. */
export function agentView(
  agentName: string,
  { isOpen, dispatches, identities }: AgentsOnServer,
): AgentView {
  const own = dispatches.filter((dispatch) => dispatch.agentName === agentName);
  const view = { agentName, dispatches: own.length };
  if (!isOpen) return { ...view, state: 'room_closed' };
  if (own.length === 0) return { ...view, state: 'not_dispatched' };
  const jobs = own.flatMap((dispatch) => dispatch.jobs);
  const joined = jobs.find(({ identity }) => identity !== '' && identities.includes(identity));
  if (joined !== undefined) {
    return { ...view, ...workerOf(joined), state: 'joined', identity: joined.identity };
  }
  const active = jobs.find(({ status }) => status === 'running' || status === 'pending');
  if (active !== undefined) {
    return active.workerId === ''
      ? { ...view, state: 'no_worker' }
      : { ...view, ...workerOf(active), state: 'starting' };
  }
  const [last] = jobs.toReversed();
  if (last === undefined) return { ...view, state: 'no_worker' };
  if (last.status === 'success') return { ...view, ...workerOf(last), state: 'ended' };
  return {
    ...view,
    ...workerOf(last),
    state: 'failed',
    ...(last.error === '' ? {} : { error: last.error }),
  };
}

function workerOf({ workerId }: AgentJob): Pick<AgentView, 'workerId'> {
  return workerId === '' ? {} : { workerId };
}
