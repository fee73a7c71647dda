import { failure, type Failure } from '../../../../main/contract/errors.ts';
import { LIVEKIT_LIMITS } from '../../../../main/contract/limits-and-defaults.ts';
import type {
  AgentDispatch,
  Defaults,
  Policy,
  ProjectView,
  RoomConfigurationDefaults,
  RoomDefault,
} from '../../../../main/contract/project.ts';
import { utf8Length } from '../../../../main/contract/text.ts';
import type { Pair } from '../../ui/pairs-editor.tsx';
import { words } from '../../words/defaults-words.ts';

export interface AgentForm {
  agentName: string;
  metadata: string;
  deployment: string;
  attributes: readonly Pair[];
}

export const NUMBER_FIELDS = [
  'emptyTimeout',
  'departureTimeout',
  'maxParticipants',
  'minPlayoutDelay',
  'maxPlayoutDelay',
] as const;

export type NumberField = (typeof NUMBER_FIELDS)[number];

/** The defaults being edited: numbers are text, records are lists of pairs. */
export interface DefaultsForm {
  roomMode: RoomDefault['mode'];
  roomName: string;
  roomTemplate: string;
  identityTemplate: string;
  nameTemplate: string;
  metadata: string;
  attributes: readonly Pair[];
  agents: readonly AgentForm[];
  numbers: Readonly<Record<NumberField, string>>;
  syncStreams: boolean;
  roomMetadata: string;
  tags: readonly Pair[];
  policy: Policy;
}

/** The props of each section of the form. */
export interface SectionProps {
  form: DefaultsForm;
  set: (change: Partial<DefaultsForm>) => void;
  problems: readonly Failure[];
}

export function defaultsForm({ defaults, policy }: ProjectView): DefaultsForm {
  const { room, roomConfiguration: config } = defaults;
  return {
    roomMode: room.mode,
    roomName: room.mode === 'fixed' ? room.name : '',
    roomTemplate: room.mode === 'template' ? room.template : '',
    identityTemplate: defaults.identityTemplate,
    nameTemplate: defaults.nameTemplate,
    metadata: defaults.metadata,
    attributes: Object.entries(defaults.attributes),
    agents: defaults.agents.map(agentForm),
    numbers: {
      emptyTimeout: numberText(config.emptyTimeout),
      departureTimeout: numberText(config.departureTimeout),
      maxParticipants: numberText(config.maxParticipants),
      minPlayoutDelay: numberText(config.minPlayoutDelay),
      maxPlayoutDelay: numberText(config.maxPlayoutDelay),
    },
    syncStreams: config.syncStreams === true,
    roomMetadata: config.metadata ?? '',
    tags: Object.entries(config.tags ?? {}),
    policy,
  };
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function agentForm({
  agentName,
  metadata = '',
  deployment = '',
  attributes = {},
}: AgentDispatch): AgentForm {
  return { agentName, metadata, deployment, attributes: Object.entries(attributes) };
}

/** The form's values as saved. Empty fields are left out. */
export function formDefaults(form: DefaultsForm): Defaults {
  return {
    room: roomDefault(form),
    identityTemplate: form.identityTemplate.trim(),
    nameTemplate: form.nameTemplate.trim(),
    metadata: form.metadata,
    attributes: pairsRecord(form.attributes),
    roomConfiguration: roomConfiguration(form),
    agents: form.agents.map(agentDispatch),
  };
}

function roomDefault({ roomMode, roomName, roomTemplate }: DefaultsForm): RoomDefault {
  switch (roomMode) {
    case 'fresh':
      return { mode: 'fresh' };
    case 'fixed':
      return { mode: 'fixed', name: roomName };
    case 'template':
      return { mode: 'template', template: roomTemplate };
  }
}

function roomConfiguration({
  numbers,
  syncStreams,
  roomMetadata,
  tags,
}: DefaultsForm): RoomConfigurationDefaults {
  const config: RoomConfigurationDefaults = {};
  for (const field of NUMBER_FIELDS) {
    const text = numbers[field].trim();
    if (text !== '') config[field] = Number(text);
  }
  if (syncStreams) config.syncStreams = true;
  if (roomMetadata !== '') config.metadata = roomMetadata;
  const record = pairsRecord(tags);
  if (Object.keys(record).length > 0) config.tags = record;
  return config;
}

function agentDispatch({ agentName, metadata, deployment, attributes }: AgentForm): AgentDispatch {
  const record = pairsRecord(attributes);
  return {
    agentName,
    ...(metadata === '' ? {} : { metadata }),
    ...(deployment === '' ? {} : { deployment }),
    ...(Object.keys(record).length === 0 ? {} : { attributes: record }),
  };
}

/** Everything in the form that cannot be saved, shown before the host is asked: it judges again. */
export function formProblems(form: DefaultsForm): Failure[] {
  const { templateExample: example } = words.room;
  const problems: Failure[] = [];
  if (form.roomMode === 'fixed' && form.roomName.trim() === '') {
    problems.push(failure('room_missing', {}, 'defaults.room.name'));
  }
  if (form.roomMode === 'template' && form.roomTemplate.trim() === '') {
    problems.push(failure('template_missing', { example }, 'defaults.room.template'));
  }
  for (const [index, { agentName }] of form.agents.entries()) {
    if (agentName.trim() !== '') continue;
    problems.push(failure('agent_name_missing', {}, `defaults.agents.${index}.agentName`));
  }
  for (const field of NUMBER_FIELDS) {
    const text = form.numbers[field].trim();
    if (text !== '' && !(/^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff)) {
      const { number: detail } = words.config;
      problems.push(failure('invalid_input', { detail }, `defaults.roomConfiguration.${field}`));
    }
  }
  const { metadataBytes, roomBytes, identityBytes, nameBytes } = LIVEKIT_LIMITS;
  return [
    ...problems,
    ...tooLong('Metadata', form.metadata, metadataBytes, 'defaults.metadata'),
    ...tooLong('The room', form.roomName, roomBytes, 'defaults.room.name'),
    ...tooLong('The identity', form.identityTemplate, identityBytes, 'defaults.identityTemplate'),
    ...tooLong('The name', form.nameTemplate, nameBytes, 'defaults.nameTemplate'),
  ];
}

function tooLong(label: string, text: string, limit: number, field: string): Failure[] {
  const bytes = utf8Length(text);
  return bytes > limit ? [failure('field_too_long', { field: label, bytes, limit }, field)] : [];
}

/** Pairs as the record that is saved. Later lines win, lines without a name are left out. */
function pairsRecord(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}

/** What is wrong with text that starts like JSON. `undefined` for valid JSON and any other text. */
export function jsonNotice(text: string): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return words.jsonLike(error instanceof Error ? error.message : String(error));
  }
}
