import { describe, expect, it } from 'vitest';
import { agentView } from '../../../main/core/handlers/agent-handlers.ts';
import type { AgentJob, AgentsOnServer } from '../../../main/core/livekit-ports.ts';

function aJob(changes: Partial<AgentJob> = {}): AgentJob {
  return { status: 'pending', identity: '', workerId: '', error: '', ...changes };
}

function withJobs(jobs: AgentJob[], identities: string[] = []): AgentsOnServer {
  return { isOpen: true, dispatches: [{ agentName: 'helper', jobs }], identities };
}

describe('what became of an agent', () => {
  it.each<[string, AgentsOnServer, object]>([
    ['room_closed', { isOpen: false, dispatches: [], identities: [] }, { dispatches: 0 }],
    ['not_dispatched', { isOpen: true, dispatches: [], identities: [] }, { dispatches: 0 }],
    ['no_worker', withJobs([]), { dispatches: 1 }],
    ['no_worker', withJobs([aJob()]), {}],
    [
      'starting',
      withJobs([aJob({ status: 'running', workerId: 'AW_1', identity: 'agent-1' })]),
      {},
    ],
    [
      'joined',
      withJobs([aJob({ status: 'running', workerId: 'AW_1', identity: 'agent-1' })], ['agent-1']),
      { identity: 'agent-1', workerId: 'AW_1' },
    ],
    [
      'joined',
      withJobs([aJob({ status: 'running', identity: 'agent-1' }), aJob()], ['agent-1']),
      { identity: 'agent-1' },
    ],
    [
      'failed',
      withJobs([aJob({ status: 'failed', workerId: 'AW_1', error: 'no model' })]),
      { error: 'no model', workerId: 'AW_1' },
    ],
    ['ended', withJobs([aJob({ status: 'success', identity: 'agent-1' })]), {}],
  ])('%s', (state, reading, rest) => {
    expect(agentView('helper', reading)).toMatchObject({ agentName: 'helper', state, ...rest });
  });

  it('takes no dispatch of another agent for its own', () => {
    expect(agentView('other', withJobs([aJob()])).state).toBe('not_dispatched');
  });
});
