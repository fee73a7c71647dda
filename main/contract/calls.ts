import * as v from 'valibot';
import type { ActivityDetail, ActivityEntry, IssuedToken } from './activity.ts';
import type { Cause } from './causes/causes.ts';
import type {
  CredentialsReading,
  FoundSource,
  ImportPreview,
  ImportReport,
} from './credential-import.ts';
import type { DoctorReport } from './doctor-report.ts';
import { DrillOrderSchema } from './drills.ts';
import {
  DEVICE_TOOLS,
  LINK_IDS,
  type HostDescription,
  type LocalDevices,
} from './host-description.ts';
import { MintInputSchema, type TokenPreview } from './mint.ts';
import type { PhoneLink } from './phone-check.ts';
import { PresetFieldsSchema, type Preset } from './preset.ts';
import {
  ProjectChangesSchema,
  ProjectFieldsSchema,
  type ProjectView,
  type ServerCheck,
} from './project.ts';
import {
  ROOM_ROLES,
  RoomChangeSchema,
  type AgentsReading,
  type RoomPage,
  type RoomsReading,
} from './rooms.ts';
import { SettingsChangesSchema } from './settings.ts';
import type { Changed, ChangedItem, Snapshot } from './snapshot.ts';

declare const output: unique symbol;

/** One call: the schema its input is parsed with, and the type of its value. */
interface Call<Schema extends v.GenericSchema, Output> {
  readonly input: Schema;
  readonly [output]?: Output;
}

function call<Output>() {
  return <Schema extends v.GenericSchema>(input: Schema): Call<Schema, Output> => ({ input });
}

const nothing = v.optional(v.strictObject({}), {});
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const deviceTool = v.picklist(DEVICE_TOOLS);
const revision = v.pipe(v.number(), v.integer());
const shortText = v.pipe(v.string(), v.maxLength(4096));
const fileText = v.pipe(v.string(), v.maxLength(8 * 1024 * 1024));

/** Ids of the import's questions that were answered with yes. */
const acceptedQuestions = v.optional(v.array(shortText), []);

/** A project of a reading, by the reading's id and the project's index. Fields given beside it win. */
const fromReading = v.optional(
  v.strictObject({ readingId: id, index: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
);

/** Text, or bytes in base64. Above 1 MiB the reader refuses it with a sentence. */
const credentialSource = v.union([
  v.strictObject({ name: shortText, text: fileText }),
  v.strictObject({
    name: shortText,
    bytes: fileText,
    /** Given only because another of the sources points to it. */
    followed: v.exactOptional(v.boolean()),
  }),
]);

const importFrom = {
  sourceId: v.optional(id),
  readingId: v.optional(id),
  file: v.optional(v.strictObject({ name: shortText, content: fileText })),
  /** Indexes of the reading's projects to take; all where absent. */
  indexes: v.optional(v.array(v.pipe(v.number(), v.integer()))),
  /** Names of the projects to take; all where absent. */
  names: v.optional(v.array(shortText)),
  /** Ids of an offer's projects to take. */
  offered: v.optional(v.array(id)),
};

/** Every call there is, on every transport. */
export const CALLS = {
  'host.describe': call<HostDescription>()(nothing),
  'state.get': call<Snapshot>()(nothing),
  /** Cheap enough to ask twice a second: is the host there, and how new is its state? */
  'host.pulse': call<{ sequence: number }>()(nothing),
  'notice.dismiss': call<Changed>()(v.strictObject({ id })),

  'server.start': call<Changed>()(nothing),
  'server.stop': call<Changed>()(nothing),

  'project.create': call<ChangedItem<ProjectView>>()(
    v.strictObject({
      /** Fields left out come from the reading; a missing name, from the URL. */
      fields: v.optional(v.partial(ProjectFieldsSchema), {}),
      fromReading,
      /** Left out: the first real project takes over from the local one, later ones wait to be chosen. */
      activate: v.optional(v.boolean()),
    }),
  ),
  'project.update': call<ChangedItem<ProjectView>>()(
    v.strictObject({ id, revision, changes: ProjectChangesSchema, fromReading }),
  ),
  'project.duplicate': call<ChangedItem<ProjectView>>()(v.strictObject({ id })),
  /** The project can be brought back with `project.restore` until the host stops. */
  'project.remove': call<Changed>()(v.strictObject({ id })),
  'project.restore': call<ChangedItem<ProjectView>>()(v.strictObject({ id })),
  'project.activate': call<Changed>()(v.strictObject({ id })),
  'project.regenerateTokenServerId': call<ChangedItem<ProjectView>>()(v.strictObject({ id })),
  /** Asks the LiveKit server, with the stored secret or with fields not saved yet. */
  'project.test': call<ServerCheck>()(
    v.strictObject({
      id: v.optional(id),
      fields: v.optional(v.partial(ProjectFieldsSchema)),
      fromReading,
    }),
  ),
  /** Puts the secret on the clipboard, concealed from clipboard managers and cleared after 30 s. */
  'project.copySecret': call<null>()(v.strictObject({ id })),
  /** Adds the projects whose credentials are on the system's clipboard. The text is read by the host and not kept. */
  'project.addFromClipboard': call<Changed & { report: ImportReport }>()(nothing),
  /** Adds the "Local LiveKit" project (devkey/secret on port 7880), or finds it, and makes it active. */
  'project.useLocal': call<ChangedItem<ProjectView>>()(nothing),

  /** Reads pasted text and files together. The secrets stay in the host. */
  'credentials.read': call<CredentialsReading>()(
    v.strictObject({
      sources: v.pipe(v.array(credentialSource), v.minLength(1), v.maxLength(50)),
    }),
  ),

  /** Replaces the armed drill. It ends by itself. */
  'drill.arm': call<Changed>()(DrillOrderSchema),
  'drill.off': call<Changed>()(nothing),

  'preset.create': call<ChangedItem<Preset>>()(v.strictObject({ fields: PresetFieldsSchema })),
  'preset.update': call<ChangedItem<Preset>>()(
    v.strictObject({ id, revision, fields: PresetFieldsSchema }),
  ),
  'preset.remove': call<Changed>()(v.strictObject({ id })),
  'preset.restore': call<ChangedItem<Preset>>()(v.strictObject({ id })),

  'token.mint': call<IssuedToken>()(MintInputSchema),
  'token.preview': call<TokenPreview>()(
    v.strictObject({
      projectId: id,
      presetId: v.optional(id),
      changes: v.optional(ProjectChangesSchema),
    }),
  ),
  'token.list': call<IssuedToken[]>()(nothing),
  'token.clear': call<null>()(nothing),

  /** Newest first. */
  'activity.list': call<ActivityEntry[]>()(nothing),
  'activity.get': call<ActivityDetail>()(v.strictObject({ id })),
  'activity.clear': call<null>()(nothing),
  /** Sends the recorded request to our own endpoint again, with changes where given. */
  'activity.replay': call<ActivityEntry>()(
    v.strictObject({
      id,
      edits: v.optional(
        v.strictObject({
          target: v.optional(shortText),
          body: v.optional(v.string()),
        }),
      ),
    }),
  ),
  /** These requests with their answers as an HTTP archive (HAR 1.2), oldest first. No secret and no token is in it. */
  'activity.export': call<{ fileName: string; content: string }>()(
    v.strictObject({ ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(500)) }),
  ),
  /** Adds the Origin or Host of a blocked request to the allowed ones. */
  'activity.allow': call<Changed>()(v.strictObject({ id })),

  /**
   * Why doesn't it join? Examines one thing: a pasted token, a recent token, a request, or a project (the active one
   * where nothing is named). Steps arrive as `doctor.check` events while it runs.
   */
  'doctor.run': call<DoctorReport>()(
    v.strictObject({
      token: v.optional(v.pipe(v.string(), v.maxLength(2 * 1024 * 1024))),
      tokenId: v.optional(id),
      requestId: v.optional(id),
      projectId: v.optional(id),
      runId: v.optional(id),
    }),
  ),

  /** What became of the agents that a request's token asked for. Polled while a window is open. */
  'agent.read': call<AgentsReading>()(v.strictObject({ requestId: id })),
  /** Dispatches one of them to its open room. Answers why it could not. */
  'agent.dispatch': call<{ failure?: Cause }>()(
    v.strictObject({ requestId: id, agentName: shortText }),
  ),

  /** The active project's rooms, and who is in one of them. Polled while a window is open. */
  'room.read': call<RoomsReading>()(
    v.optional(v.strictObject({ room: v.optional(shortText) }), {}),
  ),
  /** Changes something on the active project's server. Answers why it could not. */
  'room.change': call<{ failure?: Cause }>()(v.strictObject({ change: RoomChangeSchema })),
  /** Makes a one-time address of the room page, which joins with its own token, and opens it if the host can. */
  'room.join': call<RoomPage>()(
    v.strictObject({
      room: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
      role: v.picklist(ROOM_ROLES),
    }),
  ),

  'settings.update': call<Changed>()(v.strictObject({ revision, changes: SettingsChangesSchema })),
  'settings.export': call<{ fileName: string; content: string }>()(nothing),
  /** Writes a file with the secrets (0600) into the data folder, and answers its path. */
  'settings.exportWithSecrets': call<{ path: string }>()(nothing),
  'settings.previewImport': call<ImportPreview>()(v.strictObject({ content: fileText })),
  'settings.deleteBackups': call<null>()(nothing),
  'settings.import': call<Changed & { report: ImportReport }>()(
    v.strictObject({ content: fileText, accept: acceptedQuestions }),
  ),

  /** Makes the key where there is none yet. */
  'lan.showKey': call<Changed & { key: string }>()(nothing),
  'lan.regenerateKey': call<Changed & { key: string }>()(nothing),

  /**
   * Opens the phone check: turns LAN on for that many minutes (0: until it is turned off), and makes links with a
   * code that lets one phone in. An earlier check ends.
   */
  'phone.open': call<Changed & { links: PhoneLink[] }>()(
    v.strictObject({
      minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60)), 60),
    }),
  ),
  'phone.close': call<Changed>()(nothing),

  /**
   * Sets the endpoint's URL in the .env file that an app's framework reads, and leaves the rest of the file alone.
   * Without a folder the host asks for one; null if the person chose none.
   */
  'app.writeUrl': call<{ file: string; name: string; use: string; changed: boolean } | null>()(
    v.strictObject({
      folder: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))),
      url: v.pipe(v.string(), v.maxLength(512), v.regex(/^http:\/\/[\w.:[\]-]+\/[\w/?=&%.-]*$/)),
    }),
  ),

  /** The Android devices or iOS simulators at this machine, and which of them reach it at localhost. */
  'device.list': call<LocalDevices>()(v.strictObject({ tool: deviceTool })),
  /** Forwards ports from an Android device until the host stops, or opens the endpoint in a simulator's Safari. */
  'device.run': call<LocalDevices>()(v.strictObject({ tool: deviceTool, id })),

  /** Projects in lk's configuration, without their secrets. The file is watched from then on. */
  'import.scan': call<FoundSource[]>()(nothing),
  'import.preview': call<ImportPreview>()(v.strictObject(importFrom)),
  /** Imports from a found source or a reading by its id, or from the text of a file that a person chose. */
  'import.run': call<Changed & { report: ImportReport }>()(
    v.strictObject({ ...importFrom, accept: acceptedQuestions }),
  ),

  /** Projects with these ids are not offered again. */
  'import.decline': call<Changed>()(v.strictObject({ offered: v.array(id) })),

  /** Runs `lk cloud auth`; the state shows how far it is. The project it adds becomes active. */
  'cloud.signIn': call<Changed>()(nothing),
  /** Ends a sign-in, or clears the result of one that ended. */
  'cloud.cancel': call<Changed>()(nothing),

  'diagnostics.read': call<{ text: string }>()(nothing),

  'clipboard.copy': call<null>()(v.strictObject({ text: v.string() })),
  'link.open': call<null>()(
    v.strictObject({
      link: v.picklist(LINK_IDS),
      /** For `meet`: the token to join with. */
      tokenId: v.optional(id),
    }),
  ),
  'path.reveal': call<null>()(v.strictObject({ path: v.picklist(['data', 'logs']) })),
} as const satisfies Record<string, Call<v.GenericSchema, unknown>>;

type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type CallInput<Name extends CallName> = v.InferInput<Calls[Name]['input']>;
export type CallParsed<Name extends CallName> = v.InferOutput<Calls[Name]['input']>;
export type CallValue<Name extends CallName> =
  Calls[Name] extends Call<v.GenericSchema, infer Output> ? Output : never;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(CALLS, name);
}
