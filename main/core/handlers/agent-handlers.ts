import { agentView, askedAgents } from '../agents/agent-view.ts';
import type { ActivityDetail } from '../../contract/activity.ts';
import type { AgentsReading } from '../../contract/agents.ts';
import { causeOfFailure } from '../../contract/causes/causes.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Project } from '../../contract/project.ts';
import type { Handlers } from '../dispatch.ts';
import { requireSecret } from '../state/vault.ts';
import { changingToken, readingToken, type OwnToken } from '../token/own-token.ts';
import type { HandlerContext } from './handler-context.ts';

type AgentHandlers = Pick<Handlers, Extract<keyof Handlers, `agent.${string}`>>;

/** Looks after the agents that a request's token asked for, and dispatches one as a person asks. */
export function agentHandlers({ state, vault, activity, ports }: HandlerContext): AgentHandlers {
  const { liveKitServer, clock } = ports;

  const entryOf = (id: string): ActivityDetail & { projectId: string; room: string } => {
    const entry = activity.get(id);
    const { projectId, room } = entry ?? {};
    if (entry === undefined || projectId === undefined || room === undefined) {
      throw new TokenTrayError('unknown_item', { kind: 'request' });
    }
    return { ...entry, projectId, room };
  };

  const own = (project: Project, room: string): OwnToken => ({
    project,
    secret: requireSecret(vault, project),
    room,
    nowSeconds: Math.floor(clock() / 1000),
  });

  return {
    async 'agent.read'({ requestId }): Promise<AgentsReading> {
      const { projectId, room, claims = {} } = entryOf(requestId);
      const asked = askedAgents(claims);
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
      const agent = askedAgents(claims).find((one) => one.agentName === agentName);
      if (agent === undefined) throw new TokenTrayError('unknown_item', { kind: 'agent' });
      const project = state.projectById(projectId);
      const token = changingToken(own(project, room), false);
      return liveKitServer.dispatchAgent({ url: project.url, token, room, agent });
    },
  };
}
