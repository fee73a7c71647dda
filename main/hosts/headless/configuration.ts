import { resolve } from 'node:path';
import * as v from 'valibot';
import { problemInWords, readTextFile } from '../../adapters/files/read-regular-file.ts';
import { createSecretFile } from '../../adapters/secrets/secret-file.ts';
import { interpretSettings } from '../../adapters/settings/load-settings.ts';
import { createReadingSettingsStore } from '../../adapters/settings/settings-store.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { isJsonObject } from '../../contract/json.ts';
import { parseHostName, parseOrigin } from '../../contract/addresses.ts';
import { secretIdOf } from '../../contract/project.ts';
import { SettingsSchema, type Settings } from '../../contract/settings.ts';
import { MIGRATIONS } from '../../core/migrate-settings.ts';
import type { SettingsStore } from '../../core/ports.ts';
import { seedSettings } from '../../core/state/first-settings.ts';
import { LAN_KEY_ID } from '../../core/state/vault.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Settings that a file and the environment decide for a whole run, and the secrets that came with them. */
export interface Configuration {
  settings: SettingsStore;
  /** By the id that they are kept under; none of them is ever written. */
  secrets: ReadonlyMap<string, string>;
  /** The variables that hold a secret. */
  secretNames: readonly string[];
}

const MAX_BYTES = 16 * 1024 * 1024;

/** With one of these, the settings of a run are fixed. */
const FIXING = [
  'TOKEN_TRAY_CONFIG',
  'TOKEN_TRAY_LAN',
  'TOKEN_TRAY_LAN_KEY',
  'TOKEN_TRAY_LAN_KEY_FILE',
  'TOKEN_TRAY_DANGEROUSLY_SKIP_LAN_KEY',
  'TOKEN_TRAY_ALLOWED_ORIGINS',
  'TOKEN_TRAY_ALLOWED_HOSTS',
];

/**
 * The configuration of a container: settings from TOKEN_TRAY_CONFIG (an export or a settings file), else those of the
 * data folder, with the other variables over them. Such settings cannot be changed while it runs, so that replicas
 * answer alike. `undefined` where no variable says anything. Throws `configuration_unusable`.
 */
export function readConfiguration(
  env: Env,
  { cwd, folder }: { cwd: string; folder: string },
): Configuration | undefined {
  const names = FIXING.filter((name) => (env[name] ?? '') !== '');
  if (names.length === 0) return undefined;
  const path = env['TOKEN_TRAY_CONFIG'] ?? '';
  const given =
    path === ''
      ? {
          settings: createReadingSettingsStore(folder).load().settings ?? seedSettings(),
          secrets: {},
        }
      : readFile(resolve(cwd, path));
  const settings = withVariables(given.settings, env);
  const secrets = new Map<string, string>();
  for (const project of settings.projects) {
    const secret = given.secrets[project.id];
    if (secret !== undefined) secrets.set(secretIdOf(project), secret);
  }
  const key = lanKeyOf(env, cwd);
  if (key !== undefined) secrets.set(LAN_KEY_ID, key);
  const { lan, dangerouslySkipLanKey } = settings.server;
  const hasKey =
    key !== undefined || createSecretFile({ folder }).read(LAN_KEY_ID).protection === 'file';
  if (lan && !dangerouslySkipLanKey && !hasKey) {
    throw unusable('TOKEN_TRAY_LAN_KEY', 'is not set, and callers from elsewhere need a key.');
  }
  const readOnly = `${names.join(', ')} decides the settings of this run.`;
  return {
    settings: {
      path: path === '' ? createReadingSettingsStore(folder).path : resolve(cwd, path),
      load: () => ({ settings, notices: [], readOnly }),
      save() {
        throw new TokenTrayError('settings_unwritable', { reason: readOnly });
      },
      deleteBackups() {
        throw new TokenTrayError('backups_undeletable', { reason: readOnly });
      },
    },
    secrets,
    secretNames: ['TOKEN_TRAY_LAN_KEY'],
  };
}

/** An export of settings, with or without secrets, or the settings file of a data folder. */
function readFile(path: string): { settings: Settings; secrets: Record<string, string> } {
  const reading = readTextFile(path, MAX_BYTES, { followLinks: true });
  if (reading.state !== 'read') {
    throw unusable('TOKEN_TRAY_CONFIG', `cannot be read: ${problemInWords(reading)}`);
  }
  const value = parseJson(reading.text);
  const exported = isJsonObject(value) && value['tokenTrayExport'] === 1 ? value : undefined;
  const text = exported === undefined ? reading.text : JSON.stringify(exported['settings']);
  const meaning = interpretSettings(text, MIGRATIONS);
  if (meaning.state !== 'valid' && meaning.state !== 'migrated') {
    const reason =
      meaning.state === 'damaged' ? meaning.reason : 'it is of another version of Token Tray';
    throw unusable('TOKEN_TRAY_CONFIG', `cannot be used: ${reason}.`);
  }
  const secrets = v.safeParse(v.record(v.string(), v.string()), exported?.['secrets'] ?? {});
  return { settings: meaning.settings, secrets: secrets.success ? secrets.output : {} };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withVariables(settings: Settings, env: Env): Settings {
  const server = { ...settings.server };
  const lan = env['TOKEN_TRAY_LAN'] ?? '';
  if (lan !== '') server.lan = isOn('TOKEN_TRAY_LAN', lan);
  const skip = env['TOKEN_TRAY_DANGEROUSLY_SKIP_LAN_KEY'] ?? '';
  if (skip !== '') server.dangerouslySkipLanKey = isOn('TOKEN_TRAY_DANGEROUSLY_SKIP_LAN_KEY', skip);
  // A time to turn LAN off is a wish of the person at the window.
  delete server.lanUntil;
  const origins = listOf(env['TOKEN_TRAY_ALLOWED_ORIGINS']);
  if (origins.length > 0) server.allowedOrigins = origins.map(originOf);
  const hosts = listOf(env['TOKEN_TRAY_ALLOWED_HOSTS']);
  if (hosts.length > 0) server.allowedHosts = hosts.map(hostOf);
  return v.parse(SettingsSchema, { ...settings, server });
}

function isOn(name: string, text: string): boolean {
  if (/^(?:1|true|on|yes)$/i.test(text)) return true;
  if (/^(?:0|false|off|no)$/i.test(text)) return false;
  throw unusable(name, 'is 1 or 0.');
}

function originOf(text: string): string {
  const origin = parseOrigin(text);
  if (origin === undefined) {
    throw unusable(
      'TOKEN_TRAY_ALLOWED_ORIGINS',
      'holds origins with commas between, such as https://app.example.com.',
    );
  }
  return origin;
}

function hostOf(text: string): string {
  const host = parseHostName(text);
  if (host === undefined) {
    throw unusable(
      'TOKEN_TRAY_ALLOWED_HOSTS',
      'holds host names with commas between, such as tokens.example.com.',
    );
  }
  return host;
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

const MIN_KEY_LENGTH = 16;

function lanKeyOf(env: Env, cwd: string): string | undefined {
  const file = env['TOKEN_TRAY_LAN_KEY_FILE'] ?? '';
  let key = env['TOKEN_TRAY_LAN_KEY'] ?? '';
  if (key === '' && file !== '') {
    const reading = readTextFile(resolve(cwd, file), MAX_BYTES, { followLinks: true });
    if (reading.state !== 'read') {
      throw unusable('TOKEN_TRAY_LAN_KEY_FILE', `cannot be read: ${problemInWords(reading)}`);
    }
    key = reading.text.trim();
  }
  if (key === '') return undefined;
  if (key.length < MIN_KEY_LENGTH || /\s/.test(key)) {
    throw unusable(
      'TOKEN_TRAY_LAN_KEY',
      `has at least ${MIN_KEY_LENGTH} characters and no blanks, because it is all that keeps strangers out.`,
    );
  }
  return key;
}

function unusable(name: string, reason: string): TokenTrayError {
  return new TokenTrayError('configuration_unusable', { name, reason });
}
