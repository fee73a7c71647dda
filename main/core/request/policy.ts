import { TokenTrayError } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { PolicyField, Project } from '../../contract/project.ts';
import type { RequestFields } from '../ports.ts';

export type AskedFields = Omit<RequestFields, 'unknown'>;

/** The wire names of the fields that a policy rules on. */
export const WIRE_NAMES: Readonly<Record<PolicyField, string>> = {
  roomName: 'room_name',
  participantIdentity: 'participant_identity',
  participantName: 'participant_name',
  participantMetadata: 'participant_metadata',
  participantAttributes: 'participant_attributes',
  roomConfig: 'room_config',
  agents: 'room_config.agents',
};

/** Fields that a policy can rule on as they stand; `agents` sits inside the room configuration. */
const PLAIN_FIELDS = [
  'roomName',
  'participantIdentity',
  'participantName',
  'participantMetadata',
  'participantAttributes',
  'roomConfig',
] as const;

/** What a policy leaves of the asked fields, and which it left out. */
export interface Permitted {
  fields: AskedFields;
  ignored: ReadonlySet<PolicyField>;
}

const NONE: ReadonlySet<PolicyField> = new Set();

/** No policy: what the person at the window asks for is what they get. */
export function permitAll(asked: AskedFields): Permitted {
  return { fields: asked, ignored: NONE };
}

/** Throws `field_not_allowed` or `room_config_not_allowed` for a field that the project's policy refuses. */
export function applyPolicy(asked: AskedFields, project: Project): Permitted {
  let fields = asked;
  let ignored: Set<PolicyField> | undefined;
  const ignore = (field: PolicyField): void => {
    ignored = (ignored ?? new Set<PolicyField>()).add(field);
  };
  for (const field of PLAIN_FIELDS) {
    const rule = project.policy[field];
    if (rule === 'allow' || !isAsked(fields, field)) continue;
    if (rule === 'refuse') refuse(project, field);
    const { [field]: _left, ...rest } = fields;
    fields = rest;
    ignore(field);
  }
  const agents = fields.roomConfig?.['agents'];
  if (project.policy.agents !== 'allow' && agents !== undefined) {
    if (project.policy.agents === 'refuse') refuse(project, 'agents');
    fields = { ...fields, roomConfig: withoutAgents(fields.roomConfig ?? {}) };
    ignore('agents');
  }
  return { fields, ignored: ignored ?? NONE };
}

/** Swift, Android and Flutter always send `room_config: {}`; that asks for nothing. */
function isAsked(fields: AskedFields, field: (typeof PLAIN_FIELDS)[number]): boolean {
  return field === 'roomConfig'
    ? Object.keys(fields.roomConfig ?? {}).length > 0
    : fields[field] !== undefined;
}

function withoutAgents(config: JsonObject): JsonObject {
  const { agents: _agents, ...rest } = config;
  return rest;
}

function refuse(project: Project, field: PolicyField): never {
  const name = WIRE_NAMES[field];
  if (field === 'roomConfig' || field === 'agents') {
    const reason = `The policy of project "${project.name}" refuses it. Leave it out, or change the policy in Defaults.`;
    throw new TokenTrayError('room_config_not_allowed', { field: name, reason }, name);
  }
  throw new TokenTrayError('field_not_allowed', { field: name, project: project.name }, name);
}
