import * as v from 'valibot';
import type { Cause } from './causes/causes.ts';
import { NameSchema, SlugSchema } from './preset.ts';

/** Names with texts, such as participant attributes. A list is refused: valibot takes one for a record. */
export const TextRecordSchema = v.pipe(
  v.custom<Record<string, string>>(
    (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
    'invalid_input',
  ),
  v.record(v.string(), v.string()),
);

const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
const text = v.string();

const AgentDispatchSchema = v.strictObject({
  agentName: v.pipe(v.string(), v.trim(), v.maxLength(256)),
  metadata: v.exactOptional(text),
  deployment: v.exactOptional(text),
  attributes: v.exactOptional(TextRecordSchema),
});

/** LiveKit's RoomConfiguration as far as a token may carry it: no egress, since it can hold storage credentials. */
const RoomConfigurationSchema = v.strictObject({
  emptyTimeout: v.exactOptional(uint32),
  departureTimeout: v.exactOptional(uint32),
  maxParticipants: v.exactOptional(uint32),
  metadata: v.exactOptional(text),
  minPlayoutDelay: v.exactOptional(uint32),
  maxPlayoutDelay: v.exactOptional(uint32),
  syncStreams: v.exactOptional(v.boolean()),
  tags: v.exactOptional(TextRecordSchema),
});

/** How a room is named when the request leaves it out. */
const RoomDefaultSchema = v.variant('mode', [
  v.strictObject({ mode: v.literal('fresh') }),
  v.strictObject({
    mode: v.literal('fixed'),
    name: v.pipe(v.string(), v.trim(), v.minLength(1, 'room_missing')),
  }),
  v.strictObject({
    mode: v.literal('template'),
    template: v.pipe(v.string(), v.trim(), v.minLength(1, 'template_missing')),
  }),
]);

/** What a request gets for the fields it leaves out. Templates are empty where the value is generated. */
export const DefaultsSchema = v.strictObject({
  room: RoomDefaultSchema,
  identityTemplate: text,
  nameTemplate: text,
  metadata: text,
  attributes: TextRecordSchema,
  roomConfiguration: RoomConfigurationSchema,
  agents: v.array(AgentDispatchSchema),
});

/** `allow`: the request decides. `ignore`: the default is used, and the activity says so. `refuse`: 400 that names the field. */
export const POLICY_RULES = ['allow', 'ignore', 'refuse'] as const;
export type PolicyRule = (typeof POLICY_RULES)[number];
const rule = v.picklist(POLICY_RULES);

/** The request fields a policy can rule on, by the names they have in LiveKit's TokenSourceRequest, camelCase. */
const PolicySchema = v.strictObject({
  roomName: rule,
  participantIdentity: rule,
  participantName: rule,
  participantMetadata: rule,
  participantAttributes: rule,
  roomConfig: rule,
  agents: rule,
});

/**
 * What a caller gets for an identity that another caller holds a live token for: the same identity, one with a number
 * added, or a refusal.
 */
export const IDENTITY_GUARDS = ['keep', 'suffix', 'refuse'] as const;
export type IdentityGuard = (typeof IDENTITY_GUARDS)[number];

export const ProjectSchema = v.strictObject({
  id: v.string(),
  revision: v.pipe(v.number(), v.integer()),
  /** `local`: the "Local LiveKit" of the first start. `environment`: from LIVEKIT_*, never saved. */
  source: v.picklist(['local', 'user', 'environment']),
  slug: SlugSchema,
  name: NameSchema,
  /** Always ws or wss. */
  url: v.string(),
  /** The same server's URL for callers on other machines and in containers; empty where `url` works for them. */
  remoteUrl: v.string(),
  apiKey: v.string(),
  /**
   * What its secret is kept under; its own id where absent. A replaced secret gets a new id, so the settings always
   * decide which key and secret belong together, even after a crash.
   */
  secretId: v.exactOptional(v.string()),
  /** What a client sends as `X-Sandbox-ID`. */
  tokenServerId: v.string(),
  presetId: v.string(),
  /** Whether callers on this machine need the key that LAN callers need. */
  requireKey: v.boolean(),
  /** Whether the server is asked if participants joined; `true` where absent. */
  watchJoins: v.exactOptional(v.boolean()),
  /** Whether tokens leave out what older LiveKit servers refuse (`LEFT_OUT_OF_LEAN_TOKENS`). */
  leanTokens: v.exactOptional(v.boolean()),
  /** `keep` where absent. */
  identityGuard: v.exactOptional(v.picklist(IDENTITY_GUARDS)),
  defaults: DefaultsSchema,
  policy: PolicySchema,
});

export type AgentDispatch = v.InferOutput<typeof AgentDispatchSchema>;
export type RoomConfigurationDefaults = v.InferOutput<typeof RoomConfigurationSchema>;
export type RoomDefault = v.InferOutput<typeof RoomDefaultSchema>;
export type Defaults = v.InferOutput<typeof DefaultsSchema>;
export type Policy = v.InferOutput<typeof PolicySchema>;
export type PolicyField = keyof Policy;

/** A LiveKit project as it is stored: everything but its secret. */
export type Project = v.InferOutput<typeof ProjectSchema>;
export type ProjectSource = Project['source'];

/**
 * What is known of a project's secret without showing it. `waiting`: the key store has not answered yet.
 * `locked`: it says try again. `unreadable`: the ciphertext is kept, but this host cannot read it.
 */
export type SecretState = 'set' | 'missing' | 'waiting' | 'locked' | 'unreadable';

export interface SecretView {
  state: SecretState;
  /** The last four characters, where the secret is long enough that they give nothing away. */
  hint?: string;
}

/** What the LiveKit server said about a project's URL, key and secret. */
export interface ServerCheck {
  ok: boolean;
  /** `accepted`, or the code of the cause that keeps apps from joining. */
  finding: 'accepted' | Cause['code'];
  /** What was found and what to do, as text. */
  message: string;
  /** The cause, or a warning where the server accepts. */
  cause?: Cause;
  /** This machine's clock minus the server's, in seconds, where the server sent a date. */
  clockSkewSeconds?: number;
  durationMs: number;
}

export interface ProjectCheck extends ServerCheck {
  /** Milliseconds since the epoch. */
  at: number;
}

/** What the secret of `project` is kept under. */
export function secretIdOf({ id, secretId }: Pick<Project, 'id' | 'secretId'>): string {
  return secretId ?? id;
}

/** A project as the window sees it. */
export interface ProjectView extends Project {
  secret: SecretView;
  /** What its LiveKit server said to this URL, key and secret; absent where it has not been asked. */
  check?: ProjectCheck;
}

/** What a person types to make a project. The secret goes in and never comes out. */
export const ProjectFieldsSchema = v.strictObject({
  name: NameSchema,
  slug: v.optional(SlugSchema),
  url: v.string(),
  apiKey: v.string(),
  apiSecret: v.string(),
});

export const ProjectChangesSchema = v.partial(
  v.strictObject({
    name: NameSchema,
    slug: SlugSchema,
    url: v.string(),
    remoteUrl: v.string(),
    apiKey: v.string(),
    apiSecret: v.string(),
    tokenServerId: v.pipe(v.string(), v.trim()),
    presetId: v.string(),
    requireKey: v.boolean(),
    watchJoins: v.boolean(),
    leanTokens: v.boolean(),
    identityGuard: v.picklist(IDENTITY_GUARDS),
    defaults: DefaultsSchema,
    policy: PolicySchema,
  }),
);

export type ProjectChanges = v.InferOutput<typeof ProjectChangesSchema>;

/** The words a template may hold in braces, with what each becomes. The window shows this list beside the field. */
export const TEMPLATE_WORDS = {
  words: 'two random words, such as brave-otter',
  random: 'six random letters and digits',
  counter: 'how many tokens this project has had since the start',
  date: 'the date, such as 2026-11-24',
  time: 'the time, such as 104207',
  user: 'your login name on this machine',
  platform: 'the platform of the caller, such as ios, android or web',
  project: 'the slug of the project',
  preset: 'the slug of the preset',
} as const;

export type TemplateWord = keyof typeof TEMPLATE_WORDS;
