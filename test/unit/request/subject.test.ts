import { describe, expect, it } from 'vitest';
import type { Defaults } from '../../../main/contract/project.ts';
import { applyPolicy, permitAll, type AskedFields } from '../../../main/core/request/policy.ts';
import { grantSubject } from '../../../main/core/request/subject.ts';
import { localProject } from '../../../main/core/state/new-project.ts';

const VALUES = {
  now: 0,
  counter: 7,
  user: 'amy',
  platform: 'ios',
  project: 'local',
  preset: 'participant',
};

function grant(asked: AskedFields, defaults: Partial<Defaults> = {}, nameIsIdentity = false) {
  const project = localProject('preset');
  return grantSubject({
    asked,
    permitted: permitAll(asked),
    project: { ...project, defaults: { ...project.defaults, ...defaults } },
    values: VALUES,
    nameIsIdentity,
  });
}

describe('grantSubject', () => {
  it('W6 makes a fresh room and identity for each request that names none', () => {
    const all = Array.from({ length: 1000 }, () => grant({}).subject);
    expect(new Set(all.map(({ room }) => room)).size).toBe(1000);
    expect(new Set(all.map(({ identity }) => identity)).size).toBe(1000);
  });

  it('R17 never gives the same identity twice in 1,000 requests for one room', () => {
    const identities = Array.from(
      { length: 1000 },
      () => grant({ roomName: 'r' }).subject.identity,
    );
    expect(new Set(identities).size).toBe(1000);
  });

  it('W7 makes a unique identity although a name was given', () => {
    const { subject } = grant({ participantName: 'Sam' });
    expect(subject.name).toBe('Sam');
    expect(subject.identity).not.toBe('Sam');
  });

  it('W9 takes the participant name for the identity on the older routes', () => {
    const { subject, reports } = grant({ participantName: 'bob' }, {}, true);
    expect(subject).toMatchObject({ identity: 'bob', name: 'bob' });
    expect(reports).toContainEqual({
      field: 'participant_identity',
      granted: 'bob',
      reason: 'participant_name',
    });
  });

  it('fills what was left out from the defaults, and gives what was asked', () => {
    const { subject } = grant(
      { participantAttributes: { role: 'cook' } },
      {
        room: { mode: 'template', template: '{project}-{counter}' },
        identityTemplate: '{user}-{platform}',
        nameTemplate: '{user}',
        metadata: 'm',
        attributes: { role: 'guest', team: 'x' },
        roomConfiguration: { maxParticipants: 4 },
        agents: [{ agentName: 'helper' }],
      },
    );
    expect(subject).toEqual({
      room: 'local-7',
      identity: 'amy-ios',
      name: 'amy',
      metadata: 'm',
      attributes: { role: 'cook', team: 'x' },
      roomConfig: { maxParticipants: 4, agents: [{ agentName: 'helper' }] },
    });
  });

  it('lets the room configuration of a request win field by field', () => {
    const { subject } = grant(
      { roomConfig: { max_participants: 2, agents: [{ agent_name: 'mine' }] } },
      {
        roomConfiguration: { maxParticipants: 4, emptyTimeout: 9 },
        agents: [{ agentName: 'helper' }],
      },
    );
    expect(subject.roomConfig).toEqual({
      maxParticipants: 2,
      emptyTimeout: 9,
      agents: [{ agentName: 'mine' }],
    });
  });

  it('W3 puts no room configuration into the token where none was asked for', () => {
    expect(grant({}).subject.roomConfig).toBeUndefined();
    expect(grant({ roomConfig: {} }).subject.roomConfig).toBeUndefined();
  });

  it('reports what was asked, what was granted, and why they differ', () => {
    const project = localProject('preset');
    const asked = { roomName: 'kitchen', participantMetadata: 'mine' };
    const { reports } = grantSubject({
      asked,
      permitted: applyPolicy(asked, {
        ...project,
        policy: { ...project.policy, participantMetadata: 'ignore' },
      }),
      project: { ...project, defaults: { ...project.defaults, metadata: 'ours' } },
      values: VALUES,
      nameIsIdentity: false,
    });
    expect(reports).toEqual([
      { field: 'room_name', asked: 'kitchen', granted: 'kitchen' },
      { field: 'participant_identity', granted: expect.any(String), reason: 'generated' },
      { field: 'participant_metadata', asked: 'mine', granted: 'ours', reason: 'policy' },
    ]);
  });
});
