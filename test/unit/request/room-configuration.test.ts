import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../main/contract/json.ts';
import { readRoomConfiguration } from '../../../main/core/request/room-configuration.ts';

describe('readRoomConfiguration', () => {
  it('W16 keeps only what was set, in camelCase', () => {
    expect(
      readRoomConfiguration({
        agents: [{ agent_name: 'a', metadata: 'm', deployment: 'staging' }],
      }),
    ).toEqual({ agents: [{ agentName: 'a', metadata: 'm', deployment: 'staging' }] });
  });

  it('W15 round-trips every field a token may carry, in either casing', () => {
    const camel = {
      name: 'r',
      emptyTimeout: 30,
      departureTimeout: 20,
      maxParticipants: 4,
      metadata: 'm',
      minPlayoutDelay: 100,
      maxPlayoutDelay: 200,
      syncStreams: true,
      tags: { team: 'x' },
      agents: [{ agentName: 'a', attributes: { k: 'v' }, restartPolicy: 'JRP_NEVER' }],
    };
    const snake = {
      name: 'r',
      empty_timeout: 30,
      departure_timeout: 20,
      max_participants: 4,
      metadata: 'm',
      min_playout_delay: 100,
      max_playout_delay: 200,
      sync_streams: true,
      tags: { team: 'x' },
      agents: [{ agent_name: 'a', attributes: { k: 'v' }, restart_policy: 'JRP_NEVER' }],
    };
    expect(readRoomConfiguration(camel)).toEqual(camel);
    expect(readRoomConfiguration(snake)).toEqual(camel);
  });

  it('W15 ignores keys that LiveKit does not have', () => {
    expect(readRoomConfiguration({ foo: 1, agents: [{ name: 'x' }] })).toEqual({});
  });

  it('W5 takes an agent without a name for no agent', () => {
    expect(readRoomConfiguration({ agents: [{}] })).toEqual({});
    expect(readRoomConfiguration({ agents: [{ agent_name: '' }] })).toEqual({});
  });

  it('takes the number that Android may send for sync_streams', () => {
    expect(readRoomConfiguration({ sync_streams: 1 })).toEqual({ syncStreams: true });
  });

  it.each<[JsonObject, string]>([
    [{ agents: {} }, 'room_config.agents'],
    [{ agents: [null] }, 'room_config.agents'],
    [{ empty_timeout: -1 }, 'room_config.empty_timeout'],
    [{ max_participants: 1.5 }, 'room_config.max_participants'],
    [{ metadata: {} }, 'room_config.metadata'],
    [{ tags: 'x' }, 'room_config.tags'],
  ])('W15 refuses %j and names %s', (config, field) => {
    expect(() => readRoomConfiguration(config)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'invalid_field', field }),
      }),
    );
  });

  it('A24 refuses egress, which can hold storage credentials', () => {
    const egress = { room: { fileOutputs: [{ s3: { secret: 'SENTINEL' } }] } };
    expect(isJsonObject(egress)).toBe(true);
    expect(() => readRoomConfiguration({ egress })).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'room_config_not_allowed' }),
        message: expect.not.stringContaining('SENTINEL'),
      }),
    );
  });
});
