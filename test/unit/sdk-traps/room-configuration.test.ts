import { AccessToken, RoomAgentDispatch, RoomConfiguration } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import type { JsonObject } from '../../../main/contract/json.ts';
import {
  defaultRoomConfiguration,
  mergeRoomConfiguration,
  readRoomConfiguration,
} from '../../../main/core/request/room-configuration.ts';
import { seedDefaults } from '../../../main/core/state/new-project.ts';
import { decodeOldJavaScriptClaims } from '../../fixtures/clients/javascript.ts';
import { jwtParts } from '../../fixtures/clients/jwt-text.ts';
import {
  LIVEKIT_SERVER_VERSIONS,
  roomConfigurationFault,
} from '../../fixtures/clients/livekit-room-configuration.ts';
import { madeToken } from '../../fixtures/clients/made-answer.ts';

const SNAKE_AGENT = { agents: [{ agent_name: 'ag', metadata: 'm' }] };

/** The claim as the SDK signs it when it is handed `roomConfig`. */
async function signedBySdk(roomConfig: RoomConfiguration): Promise<JsonObject[string]> {
  const token = new AccessToken('key', 'secret', { identity: 'alice' });
  token.roomConfig = roomConfig;
  return jwtParts(await token.toJwt())?.claims['roomConfig'] ?? null;
}

function refusalOf(asked: JsonObject): unknown {
  try {
    return readRoomConfiguration(asked);
  } catch (error) {
    return error instanceof TokenTrayError ? [error.failure.code, error.failure.field] : error;
  }
}

describe('the room configuration in a token, against the traps of livekit-server-sdk', () => {
  it('W16 T4 is minimal, where a message writes every default and older servers and clients refuse it', async () => {
    const message = new RoomConfiguration({ agents: [new RoomAgentDispatch({ agentName: 'ag' })] });
    const theirs = await signedBySdk(message);
    const ours = readRoomConfiguration({ agents: [{ agent_name: 'ag' }] });
    expect(ours).toEqual({ agents: [{ agentName: 'ag' }] });
    expect(roomConfigurationFault(theirs, '1.11')).toContain('unknown field');
    expect(decodeOldJavaScriptClaims(madeToken({ roomConfig: theirs })).accepted).toBe(false);
    for (const version of LIVEKIT_SERVER_VERSIONS) {
      expect(roomConfigurationFault(ours, version)).toBeUndefined();
    }
    expect(decodeOldJavaScriptClaims(madeToken({ roomConfig: ours })).accepted).toBe(true);
  });

  it('W14 T21 is camelCase whatever was asked in, where a plain object is signed as it came', () => {
    expect(readRoomConfiguration(SNAKE_AGENT)).toEqual({
      agents: [{ agentName: 'ag', metadata: 'm' }],
    });
    expect(readRoomConfiguration({ agents: [{ agentName: 'ag', metadata: 'm' }] })).toEqual({
      agents: [{ agentName: 'ag', metadata: 'm' }],
    });
  });

  it('W15 keeps every field that LiveKit knows, with its type', () => {
    const asked: JsonObject = {
      name: 'n',
      empty_timeout: 10,
      departure_timeout: 20,
      max_participants: 5,
      metadata: 'room metadata',
      min_playout_delay: 1,
      max_playout_delay: 2,
      sync_streams: true,
      tags: { a: 'b' },
      agents: [
        {
          agent_name: 'ag',
          metadata: 'm',
          deployment: 'staging',
          attributes: { k: 'v' },
          restart_policy: 'JRP_NEVER',
        },
      ],
    };
    expect(readRoomConfiguration(asked)).toEqual({
      name: 'n',
      emptyTimeout: 10,
      departureTimeout: 20,
      maxParticipants: 5,
      metadata: 'room metadata',
      minPlayoutDelay: 1,
      maxPlayoutDelay: 2,
      syncStreams: true,
      tags: { a: 'b' },
      agents: [
        {
          agentName: 'ag',
          metadata: 'm',
          deployment: 'staging',
          attributes: { k: 'v' },
          restartPolicy: 'JRP_NEVER',
        },
      ],
    });
  });

  it('T20 keeps the deployment of an agent, which @livekit/protocol 2.0.0 drops', () => {
    expect(readRoomConfiguration({ agents: [{ deployment: 'staging' }] })).toEqual({
      agents: [{ deployment: 'staging' }],
    });
  });

  it('W15 passes over keys that LiveKit does not know, where a strict fromJson throws', () => {
    const asked = { agents: [{ name: 'x', agent_name: 'ag' }], foo: 1 };
    expect(() => RoomConfiguration.fromJson(asked)).toThrow();
    expect(readRoomConfiguration(asked)).toEqual({ agents: [{ agentName: 'ag' }] });
  });

  it.each<[string, JsonObject, string]>([
    ['agents that are an object', { agents: {} }, 'room_config.agents'],
    ['an agent that is null', { agents: [null] }, 'room_config.agents'],
    ['a negative timeout', { empty_timeout: -1 }, 'room_config.empty_timeout'],
    ['a timeout with a fraction', { empty_timeout: 1.5 }, 'room_config.empty_timeout'],
    ['a word for a flag', { sync_streams: 'true' }, 'room_config.sync_streams'],
    ['metadata that is an object', { metadata: { a: 1 } }, 'room_config.metadata'],
    [
      'an agent name that is a number',
      { agents: [{ agent_name: 1 }] },
      'room_config.agents.agent_name',
    ],
    ['tags that are a list', { tags: ['a'] }, 'room_config.tags'],
  ])('W15 refuses %s and names the field', (_title, asked, field) => {
    expect(refusalOf(asked)).toEqual(['invalid_field', field]);
  });

  it('W15 takes a number that came as a text, and null for nothing', () => {
    expect(readRoomConfiguration({ empty_timeout: '5', agents: null, metadata: null })).toEqual({
      emptyTimeout: 5,
    });
  });

  it('takes sync_streams as the number that the Kotlin type declares', () => {
    expect(() => RoomConfiguration.fromJson({ sync_streams: 1 })).toThrow();
    expect(readRoomConfiguration({ sync_streams: 1 })).toEqual({ syncStreams: true });
    expect(readRoomConfiguration({ syncStreams: 0 })).toEqual({});
  });

  it('an unknown restart policy is left out by name, so that no server has to parse it', () => {
    expect(
      readRoomConfiguration({ agents: [{ agent_name: 'ag', restart_policy: 'NEW' }] }),
    ).toEqual({
      agents: [{ agentName: 'ag' }],
    });
  });

  it.each([{}, { agents: [] }, { agents: [{}] }, { agents: [{ agent_name: '' }] }])(
    'W3 W5 %j asks for nothing, and nothing goes into the token',
    (asked) => {
      const read = readRoomConfiguration(asked);
      expect(
        mergeRoomConfiguration(defaultRoomConfiguration(seedDefaults()), read),
      ).toBeUndefined();
    },
  );

  it('A24 refuses egress, which can hold storage credentials that any holder of the token can read', () => {
    const egress = { room: { file_outputs: [{ s3: { secret: 'shh' } }] } };
    expect(refusalOf({ egress })).toEqual(['room_config_not_allowed', 'room_config.egress']);
    expect(JSON.stringify(refusalOf({ egress }))).not.toContain('shh');
  });

  it('W16 the defaults of a project are minimal as well', () => {
    const defaults = {
      ...seedDefaults(),
      roomConfiguration: { emptyTimeout: 30, syncStreams: false },
      agents: [{ agentName: 'ag', metadata: '' }],
    };
    expect(defaultRoomConfiguration(defaults)).toEqual({
      emptyTimeout: 30,
      agents: [{ agentName: 'ag' }],
    });
  });
});
