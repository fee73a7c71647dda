import { describe, expect, it } from 'vitest';
import type { PolicyField, PolicyRule } from '../../../main/contract/project.ts';
import { applyPolicy, permitAll } from '../../../main/core/request/policy.ts';
import { localProject } from '../../../main/core/state/new-project.ts';

const ASKED = {
  roomName: 'kitchen',
  participantIdentity: 'amy',
  participantName: 'Amy',
  participantMetadata: '{}',
  participantAttributes: { role: 'cook' },
  roomConfig: { agents: [{ agent_name: 'helper' }], metadata: 'm' },
};

function projectWith(field: PolicyField, rule: PolicyRule) {
  const project = localProject('preset');
  return { ...project, policy: { ...project.policy, [field]: rule } };
}

describe('applyPolicy', () => {
  it('lets everything through where the policy allows it', () => {
    expect(applyPolicy(ASKED, localProject('preset'))).toEqual(permitAll(ASKED));
  });

  it.each([
    ['roomName', 'room_name'],
    ['participantIdentity', 'participant_identity'],
    ['participantName', 'participant_name'],
    ['participantMetadata', 'participant_metadata'],
    ['participantAttributes', 'participant_attributes'],
  ] as const)('W24 refuses %s and names it as %s', (field, wireName) => {
    expect(() => applyPolicy(ASKED, projectWith(field, 'refuse'))).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'field_not_allowed', field: wireName }),
      }),
    );
  });

  it('A24 refuses agents where the policy forbids dispatch, and lets the rest of room_config be', () => {
    const project = projectWith('agents', 'refuse');
    expect(() => applyPolicy(ASKED, project)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({
          code: 'room_config_not_allowed',
          field: 'room_config.agents',
        }),
      }),
    );
    const without = { ...ASKED, roomConfig: { metadata: 'm' } };
    expect(applyPolicy(without, project).fields.roomConfig).toEqual({ metadata: 'm' });
  });

  it('does not refuse the empty room_config that native clients always send', () => {
    const asked = { roomConfig: {} };
    expect(applyPolicy(asked, projectWith('roomConfig', 'refuse')).fields).toEqual(asked);
  });

  it('leaves out what is to be ignored, and says which', () => {
    const { fields, ignored } = applyPolicy(ASKED, projectWith('agents', 'ignore'));
    expect(fields.roomConfig).toEqual({ metadata: 'm' });
    expect([...ignored]).toEqual(['agents']);
    const room = applyPolicy(ASKED, projectWith('roomName', 'ignore'));
    expect(room.fields).not.toHaveProperty('roomName');
    expect([...room.ignored]).toEqual(['roomName']);
  });
});
