import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../main/contract/json.ts';
import { examineRoom } from '../../../main/core/doctor/examine-room.ts';

const AMY = { identity: 'amy', joinedAt: 0, state: 'active' } as const;

function causesFor(agents: JsonValue, dispatches: { agentName: string; jobs: number }[]): string[] {
  const claims = { sub: 'bob', roomConfig: { agents } };
  const reading = { participants: [AMY], dispatches };
  return examineRoom(reading, { claims, room: 'demo' }).causes.map(({ code }) => code);
}

describe('the agents that a token asks for in an open room', () => {
  it('are not dispatched, or not running, in either spelling', () => {
    const dispatches = [{ agentName: 'two', jobs: 0 }];
    expect(causesFor([{ agentName: 'one' }], dispatches)).toEqual(['dispatch_not_created']);
    expect(causesFor([{ agent_name: 'two' }], dispatches)).toEqual(['agent_not_running']);
    expect(causesFor([{ agentName: 'two' }], [{ agentName: 'two', jobs: 1 }])).toEqual([]);
  });

  it('count only where they have a name', () => {
    expect(causesFor([{ agentName: '' }, { agentName: 7 }, {}, 'one'], [])).toEqual([]);
  });
});
