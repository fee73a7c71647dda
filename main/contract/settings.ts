import * as v from 'valibot';
import { isGlobalShortcut } from './accelerator.ts';
import { PresetSchema } from './preset.ts';
import { ProjectSchema } from './project.ts';

export const SCHEMA_VERSION = 2;

/** A TCP port that a person may choose. 0 is for tests and the command line only: any free port. */
const PortSchema = v.pipe(
  v.number(),
  v.integer('port_invalid'),
  v.minValue(0, 'port_invalid'),
  v.maxValue(65535, 'port_invalid'),
);

export const ServerSettingsSchema = v.strictObject({
  port: PortSchema,
  /** Whether the endpoint starts with the app: what the user wants, not what is. */
  serve: v.boolean(),
  /** Answer on all interfaces. Callers from elsewhere need the LAN key. */
  lan: v.boolean(),
  /** When LAN turns itself off, in milliseconds since the epoch. Absent: never. */
  lanUntil: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  dangerouslySkipLanKey: v.boolean(),
  allowedOrigins: v.array(v.string()),
  allowedHosts: v.array(v.string()),
  /** Pages opened from disk send `Origin: null`; so does any sandboxed frame of any site. */
  dangerouslyAllowNullOrigin: v.boolean(),
});

const AppSettingsSchema = v.strictObject({
  theme: v.picklist(['system', 'light', 'dark']),
  startAtLogin: v.boolean(),
  startHidden: v.boolean(),
  notifyOnCopy: v.boolean(),
  /** Whether joins are notified while the window is hidden; `true` where absent. */
  notifyOnJoin: v.exactOptional(v.boolean()),
  checkForUpdates: v.boolean(),
  /** The system-wide shortcut that copies a token, in Electron's words; empty or absent: none. */
  copyTokenShortcut: v.exactOptional(
    v.union([v.literal(''), v.pipe(v.string(), v.check(isGlobalShortcut, 'shortcut_invalid'))]),
  ),
  /** Ids of projects in lk's file that a person does not want here. */
  declinedOffers: v.exactOptional(v.array(v.string())),
});

/** The settings file, whole. No secret is in it, so it may be shown in a bug report. */
export const SettingsSchema = v.strictObject({
  schemaVersion: v.literal(SCHEMA_VERSION),
  activeProjectId: v.string(),
  projects: v.array(ProjectSchema),
  presets: v.pipe(v.array(PresetSchema), v.minLength(1)),
  revision: v.pipe(v.number(), v.integer()),
  server: ServerSettingsSchema,
  app: AppSettingsSchema,
});

export const SettingsChangesSchema = v.strictObject({
  /** `lanUntil` 0 removes it; it also goes whenever LAN is turned on or off without it. */
  server: v.optional(v.partial(ServerSettingsSchema)),
  app: v.optional(v.partial(AppSettingsSchema)),
});

export type ServerSettings = v.InferOutput<typeof ServerSettingsSchema>;
export type AppSettings = v.InferOutput<typeof AppSettingsSchema>;
export type Settings = v.InferOutput<typeof SettingsSchema>;
export type SettingsChanges = v.InferOutput<typeof SettingsChangesSchema>;
