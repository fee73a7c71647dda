import type { ActivityDetail } from '../../contract/activity.ts';
import type { AgentsReading, AgentView } from '../../contract/rooms.ts';
import { causeOfFailure } from '../../contract/causes/causes.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Project } from '../../contract/project.ts';
import { agentsOfClaims } from '../../contract/token-claims.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';
import type { AgentJob, AgentsOnServer } from '../livekit-ports.ts';
import { changingToken, readingToken, ownTokenFor, type OwnToken } from '../access-token.ts';

/** Looks for the agents that a request's token asked for, and dispatches one when a person asks. */
export function agentHandlers({
  state,
  vault,
  activity,
  ports,
}: HandlerContext): HandlersOf<'agent'> {
  const { liveKitServer, clock } = ports;

  const entryOf = (id: string): ActivityDetail & { projectId: string; room: string } => {
    const entry = activity.get(id);
    const { projectId, room } = entry ?? {};
    if (entry === undefined || projectId === undefined || room === undefined) {
      throw new TokenTrayError('unknown_item', { kind: 'request' });
    }
    return { ...entry, projectId, room };
  };

  const own = (project: Project, room: string): OwnToken =>
    ownTokenFor(project, room, { vault, clock });

  return {
    async 'agent.read'({ requestId }): Promise<AgentsReading> {
      const { projectId, room, claims = {} } = entryOf(requestId);
      const asked = agentsOfClaims(claims);
      const { url, ...project } = state.projectById(projectId);
      let token: string;
      try {
        token = readingToken(own({ url, ...project }, room));
      } catch (error) {
        if (!(error instanceof TokenTrayError)) throw error;
        return { room, agents: [], failure: causeOfFailure(error.failure) };
      }
      const reading = await liveKitServer.readAgents({ url, token, room });
      if ('failure' in reading) return { room, agents: [], failure: reading.failure };
      return { room, agents: asked.map(({ agentName }) => agentView(agentName, reading)) };
    },

    async 'agent.dispatch'({ requestId, agentName }) {
      const { projectId, room, claims = {} } = entryOf(requestId);
      const agent = agentsOfClaims(claims).find((one) => one.agentName === agentName);
      if (agent === undefined) throw new TokenTrayError('unknown_item', { kind: 'agent' });
      const project = state.projectById(projectId);
      const token = changingToken(own(project, room), false);
      return liveKitServer.dispatchAgent({ url: project.url, token, room, agent });
    },
  };
}

/** How far the agent got: a job that joined counts before one that waits or failed. */
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
