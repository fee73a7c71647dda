import { describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { leanRoomConfiguration } from '../../../main/core/request/room-configuration.ts';
import { idleLiveKitServer } from '../../fixtures/memory-ports.ts';
import { KITCHEN, startCore } from '../handlers/harness.ts';

const AGENT = { agentName: 'helper', metadata: 'm' };

describe('tokens for an older server', () => {
  it('leave out what it refuses, and keep the rest', () => {
    const config = {
      emptyTimeout: 5,
      tags: { a: 'b' },
      agents: [{ ...AGENT, deployment: 'x', attributes: {} }],
    };
    expect(leanRoomConfiguration(config)).toEqual({ emptyTimeout: 5, agents: [AGENT] });
    const fitting = { emptyTimeout: 5, agents: [AGENT] };
    expect(leanRoomConfiguration(fitting)).toBe(fitting);
  });

  it('are made for a project where a person chose that, and the activity says what was left out', async () => {
    const { ports, request, call } = await startCore();
    const { item } = await call('project.create', { fields: KITCHEN, activate: true });
    const roomConfig = { agents: [{ ...AGENT, deployment: 'blue' }] };
    const ask = (): unknown => {
      const result = ports.endpointCore().issue(request({ fields: { roomConfig, unknown: [] } }));
      return result.ok ? decodeClaims(result.answer.token)?.['roomConfig'] : result.failure;
    };
    expect(ask()).toEqual(roomConfig);
    const { id, revision } = item;
    await call('project.update', { id, revision, changes: { leanTokens: true } });
    expect(ask()).toEqual({ agents: [AGENT] });
    const [entry] = await call('activity.list');
    const { fields } = await call('activity.get', { id: entry?.id ?? '' });
    expect(fields).toContainEqual({
      field: 'room_config',
      asked: roomConfig,
      granted: { agents: [AGENT] },
      reason: 'lean_token',
    });
  });

  it.each([
    ['1.7.2', true],
    ['1.9.12', false],
    ['2.0.0', false],
  ])('LiveKit %s ignores a room configuration: %s', async (serverVersion, ignores) => {
    const { call } = await startCore({
      liveKitServer: {
        ...idleLiveKitServer,
        probeJoin: async () => ({
          serverVersion,
          signalMs: 1,
          media: [{ protocol: 'udp', address: '127.0.0.1', port: 1, reachable: true }],
        }),
      },
    });
    const { item } = await call('project.create', { fields: KITCHEN, activate: true });
    const { id, revision, defaults } = item;
    const changes = { defaults: { ...defaults, agents: [AGENT] } };
    await call('project.update', { id, revision, changes });
    const { causes, verdict } = await call('doctor.run', {});
    expect(verdict).toBe('healthy');
    expect(causes.some(({ code }) => code === 'room_config_ignored')).toBe(ignores);
  });
});
