import { CreateAgentDispatchRequest, JobStatus, ParticipantInfo_State } from '@livekit/protocol';
import { cause } from '../../contract/causes/causes.ts';
import type { AgentJob, DispatchAgent, ReadAgents } from '../../core/livekit-ports.ts';
import {
  connectionCause,
  createRoomReader,
  createTwirp,
  keyCause,
  readingCause,
  refusalWords,
  TwirpRefusal,
} from './twirp.ts';

const STATUSES: Readonly<Record<JobStatus, AgentJob['status']>> = {
  [JobStatus.JS_PENDING]: 'pending',
  [JobStatus.JS_RUNNING]: 'running',
  [JobStatus.JS_SUCCESS]: 'success',
  [JobStatus.JS_FAILED]: 'failed',
};

/** The dispatches of a room with their jobs, and who is there. */
export const readAgents: ReadAgents = async ({ url, token, room }) => {
  const reader = createRoomReader({ url, token });
  try {
    const rooms = await reader.rooms([room]);
    // Of a room that is not there, some servers answer only after seconds.
    if (!rooms.some(({ name }) => name === room)) {
      return { isOpen: false, dispatches: [], identities: [] };
    }
    const [dispatches, people] = await Promise.all([
      reader.dispatches(room),
      reader.participants(room),
    ]);
    return {
      isOpen: true,
      dispatches: dispatches.map(({ agentName, state }) => ({
        agentName,
        jobs: (state?.jobs ?? []).map((job) => ({
          status: STATUSES[job.state?.status ?? JobStatus.JS_PENDING],
          identity: job.state?.participantIdentity ?? '',
          workerId: job.state?.workerId ?? '',
          error: job.state?.error ?? '',
        })),
      })),
      identities: people
        .filter(({ state }) => state !== ParticipantInfo_State.DISCONNECTED)
        .map(({ identity }) => identity),
    };
  } catch (error) {
    return { failure: readingCause(error, url) };
  }
};

/** Dispatches an agent to an open room. */
export const dispatchAgent: DispatchAgent = async ({ url, token, room, agent }) => {
  const call = createTwirp({ url, token });
  try {
    const request = new CreateAgentDispatchRequest({ ...agent, room });
    await call('AgentDispatchService/CreateDispatch', request.toJson());
    return {};
  } catch (error) {
    const refused = keyCause(error, url);
    if (refused !== undefined) return { failure: refused };
    if (!(error instanceof TwirpRefusal)) return { failure: connectionCause(error, url) };
    const { status } = error;
    return { failure: cause('change_refused', { status, reason: refusalWords(error) }) };
  }
};
