import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../main/contract/json.ts';
import type { RoomParticipant, RoomReading } from '../../../main/core/livekit-ports.ts';
import { examineRoom } from '../../../main/core/doctor/examine-room.ts';

const AMY = { identity: 'amy', joinedAt: 0, state: 'active' } as const;
const BOB = { ...AMY, identity: 'bob' } as const;
const GONE = { ...BOB, state: 'disconnected' } as const;

function look(
  reading: Partial<RoomReading>,
  { claims = {}, hasJoined }: { claims?: JsonObject; hasJoined?: boolean } = {},
): { codes: string[]; line: string } {
  const { causes, line } = examineRoom(
    { participants: [], dispatches: [], ...reading },
    {
      claims: { sub: 'bob', ...claims },
      room: 'demo',
      ...(hasJoined === undefined ? {} : { hasJoined }),
    },
  );
  return { codes: causes.map(({ code }) => code), line };
}

describe('the room of a token', () => {
  it.each<[string, RoomParticipant[], Partial<RoomReading>, string[]]>([
    ['has no limit', [AMY], { maxParticipants: 0 }, []],
    ['has no limit', [AMY], {}, []],
    ['has a place left', [AMY], { maxParticipants: 2 }, []],
    ['is full', [AMY], { maxParticipants: 1 }, ['room_full']],
    [
      'is more than full',
      [AMY, { ...AMY, identity: 'eve' }],
      { maxParticipants: 1 },
      ['room_full'],
    ],
    ['is full of those who left', [GONE], { maxParticipants: 1 }, []],
    ['is full with this one', [BOB], { maxParticipants: 1 }, ['duplicate_identity']],
    ['has one of this identity', [AMY, BOB], {}, ['duplicate_identity']],
  ])('%s', (_what, participants, rest, codes) => {
    expect(look({ participants, ...rest }).codes).toEqual(codes);
  });

  it.each<[string, Partial<RoomReading>, string]>([
    ['is not open yet', {}, 'Room "demo" is not open yet.'],
    ['is open and empty', { maxParticipants: 0 }, '0 participants are in room "demo".'],
    ['has one', { participants: [AMY] }, 'One participant is in room "demo".'],
    ['has two', { participants: [AMY, BOB, GONE] }, '2 participants are in room "demo".'],
  ])('%s, in words', (_what, reading, line) => {
    expect(look(reading).line).toBe(line);
  });

  it('that the participant was in before tells whether it was removed or the room closed', () => {
    const hasJoined = true;
    expect(look({ participants: [BOB] }, { hasJoined }).codes).toEqual([]);
    expect(look({ participants: [AMY] }, { hasJoined }).codes).toEqual(['removed']);
    expect(look({ maxParticipants: 0 }, { hasJoined }).codes).toEqual(['removed']);
    expect(look({}, { hasJoined }).codes).toEqual(['room_deleted']);
    expect(look({}, { hasJoined: false }).codes).toEqual([]);
  });

  it('has no one of a token without an identity', () => {
    const nameless = { ...AMY, identity: '' };
    expect(look({ participants: [AMY] }, { claims: { sub: 7 } }).codes).toEqual([]);
    expect(look({ participants: [nameless] }, { claims: { sub: 7 } }).codes).toEqual([
      'duplicate_identity',
    ]);
  });
});

function causesFor(agents: JsonValue, dispatches: RoomReading['dispatches']): string[] {
  return look({ participants: [AMY], dispatches }, { claims: { roomConfig: { agents } } }).codes;
}

describe('the agents that a token asks for in an open room', () => {
  it('are not dispatched, or not running, in either spelling', () => {
    const dispatches = [{ agentName: 'two', jobs: 0 }];
    expect(causesFor([{ agentName: 'one' }], dispatches)).toEqual(['dispatch_not_created']);
    expect(causesFor([{ agent_name: 'two' }], dispatches)).toEqual(['agent_not_running']);
    expect(causesFor([{ agentName: 'two' }], [{ agentName: 'two', jobs: 1 }])).toEqual([]);
    const twice = [...dispatches, { agentName: 'two', jobs: 1 }];
    expect(causesFor([{ agentName: 'two' }], twice)).toEqual([]);
  });

  it('are told once, however often the token names them', () => {
    const agents = [{ agentName: 'one' }, { agent_name: 'one' }];
    expect(causesFor(agents, [])).toEqual(['dispatch_not_created']);
  });

  it('count only where they have a name', () => {
    expect(causesFor([{ agentName: '' }, { agentName: 7 }, {}, 'one', null], [])).toEqual([]);
    expect(causesFor('one', [])).toEqual([]);
    expect(look({ participants: [AMY] }, { claims: { roomConfig: 'x' } }).codes).toEqual([]);
  });

  it('do not count before the room is open, nor once the participant was in it', () => {
    const claims = { roomConfig: { agents: [{ agentName: 'one' }] } };
    expect(look({}, { claims }).codes).toEqual([]);
    expect(look({ participants: [BOB] }, { claims, hasJoined: true }).codes).toEqual([]);
  });
});
