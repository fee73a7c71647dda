import { RoomAgentDispatch, RoomConfiguration } from 'livekit-server-sdk';
import { TokenTrayError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../contract/json.ts';
import type { Defaults } from '../../contract/project.ts';

/**
 * The room configuration of a request, in minimal camelCase proto3 JSON. Unknown keys are left out;
 * wrong types are refused by name; `egress` is refused, since it may hold storage credentials and a
 * token can be read by anyone who holds it. Throws `invalid_field` and `room_config_not_allowed`.
 */
export function readRoomConfiguration(asked: JsonObject): JsonObject {
  if (asked['egress'] !== undefined && asked['egress'] !== null) {
    throw new TokenTrayError(
      'room_config_not_allowed',
      {
        field: 'room_config.egress',
        reason:
          'It can hold storage credentials, and a token can be read by anyone who has it. Start egress from your backend.',
      },
      'room_config.egress',
    );
  }
  try {
    const message = RoomConfiguration.fromJson(withBooleanSync(asked), {
      ignoreUnknownFields: true,
    });
    const json: unknown = message.toJson();
    return isJsonObject(json) ? withoutEmptyAgents(json) : {};
  } catch (error) {
    const field = fieldOf(error);
    throw new TokenTrayError(
      'invalid_field',
      { field, expected: "as in LiveKit's RoomConfiguration" },
      field,
    );
  }
}

/** As many names as the unknown fields of a request, each as short. */
const MAX_UNKNOWN = 20;
const MAX_NAME_SHOWN = 64;

/** The keys of a room configuration and of its agents that LiveKit's schema does not have, as `room_config.agents.name`. */
export function unknownRoomConfigurationKeys(asked: JsonObject | undefined): string[] {
  if (asked === undefined) return [];
  const unknown = new Set<string>();
  const look = (
    of: JsonObject,
    { fields }: Pick<typeof RoomConfiguration, 'fields'>,
    path: string,
  ): void => {
    for (const key of Object.keys(of)) {
      if (unknown.size >= MAX_UNKNOWN) return;
      if (fields.findJsonName(key) === undefined) {
        unknown.add(`${path}.${key.slice(0, MAX_NAME_SHOWN)}`);
      }
    }
  };
  look(asked, RoomConfiguration, 'room_config');
  const { agents } = asked;
  for (const agent of Array.isArray(agents) ? agents : []) {
    if (isJsonObject(agent)) look(agent, RoomAgentDispatch, 'room_config.agents');
  }
  return [...unknown];
}

/** Measured: LiveKit 1.9.12 refuses a token with any of these, which newer servers take. */
const LEFT_OUT_OF_LEAN_TOKENS = {
  room: new Set(['tags']),
  agent: new Set(['deployment', 'attributes']),
};

/** `config` without the fields that older servers refuse; itself where it has none of them. */
export function leanRoomConfiguration(config: JsonObject): JsonObject {
  const { room, agent } = LEFT_OUT_OF_LEAN_TOKENS;
  const { agents, ...rest } = without(config, room);
  const lean = Array.isArray(agents)
    ? { ...rest, agents: agents.map((item) => (isJsonObject(item) ? without(item, agent) : item)) }
    : rest;
  return JSON.stringify(lean) === JSON.stringify(config) ? config : lean;
}

function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}

/** Android's Kotlin type declares `sync_streams` as a number, which proto3 JSON refuses. */
function withBooleanSync(asked: JsonObject): JsonObject {
  let fixed = asked;
  for (const key of ['sync_streams', 'syncStreams']) {
    const value = asked[key];
    if (value === 0 || value === 1) fixed = { ...fixed, [key]: value === 1 };
  }
  return fixed;
}

/** An agent without a name, metadata or deployment is what a blank form field sends: no agent was meant. */
function withoutEmptyAgents(config: JsonObject): JsonObject {
  const { agents, ...rest } = config;
  if (!Array.isArray(agents)) return config;
  const meant = agents.filter((agent) => isJsonObject(agent) && Object.keys(agent).length > 0);
  return meant.length === 0 ? rest : { ...rest, agents: meant };
}

/** protobuf names the field as `livekit.RoomConfiguration.empty_timeout`; the wire calls it `room_config.empty_timeout`. */
function fieldOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const match = /livekit\.(RoomConfiguration|RoomAgentDispatch)\.(\w+)/.exec(message);
  if (match === null) return 'room_config';
  return match[1] === 'RoomConfiguration'
    ? `room_config.${match[2] ?? ''}`
    : `room_config.agents.${match[2] ?? ''}`;
}

/** The defaults of a project as room configuration; `undefined` where there are none. */
function defaultConfiguration(defaults: Defaults): JsonObject | undefined {
  const { roomConfiguration, agents } = defaults;
  if (agents.length === 0 && Object.keys(roomConfiguration).length === 0) return undefined;
  const json: unknown = RoomConfiguration.fromJson(
    { ...roomConfiguration, ...(agents.length === 0 ? {} : { agents }) },
    { ignoreUnknownFields: true },
  ).toJson();
  return isJsonObject(json) ? json : undefined;
}

const defaultsByProject = new WeakMap<Defaults, JsonObject>();
const NONE: JsonObject = {};

/** As `defaultConfiguration`, worked out once per version of the defaults. */
export function defaultRoomConfiguration(defaults: Defaults): JsonObject {
  const known = defaultsByProject.get(defaults);
  if (known !== undefined) return known;
  const config = defaultConfiguration(defaults) ?? NONE;
  defaultsByProject.set(defaults, config);
  return config;
}

/** Field by field: what the request says wins over the default. `undefined` where nothing is left. */
export function mergeRoomConfiguration(
  defaults: JsonObject,
  asked: JsonObject,
): Record<string, JsonValue> | undefined {
  const merged = { ...defaults, ...asked };
  return Object.keys(merged).length === 0 ? undefined : merged;
}
