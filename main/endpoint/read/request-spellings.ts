import type { RequestFields } from '../../core/ports.ts';

/** `agentName` is no field of LiveKit's request: it stands for a room configuration with that one agent. */
export type FieldName = Exclude<keyof RequestFields, 'unknown'> | 'agentName';

export interface Spelling {
  field: FieldName;
  /** Where a request has one field under two names, the one of the lower rank counts. */
  rank: number;
  /** Whether LiveKit's standard endpoint spells it so. */
  isStandard: boolean;
}

/**
 * Every name under which a shipped client sends a field, the standard one first. `identity`, `name` and
 * `metadata` are useToken's, `participantId`, `attributes` and `agentName` the first agents playground's,
 * `room` is what people type into a URL.
 */
const NAMES: Readonly<Record<FieldName, readonly string[]>> = {
  roomName: ['room_name', 'roomName', 'room'],
  participantIdentity: ['participant_identity', 'participantIdentity', 'identity', 'participantId'],
  participantName: ['participant_name', 'participantName', 'name'],
  participantMetadata: ['participant_metadata', 'participantMetadata', 'metadata'],
  participantAttributes: ['participant_attributes', 'participantAttributes', 'attributes'],
  roomConfig: ['room_config', 'roomConfig'],
  agentName: ['agent_name', 'agentName'],
};

export const SPELLINGS: ReadonlyMap<string, Spelling> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.map((name, rank): [string, Spelling] => [
      name,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets that the keys are field names.
      { field: field as FieldName, rank, isStandard: rank === 0 },
    ]),
  ),
);
