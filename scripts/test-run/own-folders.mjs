// @ts-check
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** XDG's folders that a keyring, a session bus or an app writes to. */
const FOLDERS = {
  XDG_CONFIG_HOME: 'config',
  XDG_DATA_HOME: 'data',
  XDG_STATE_HOME: 'state',
  XDG_RUNTIME_DIR: 'runtime',
};

/**
 * Folders for a session that exists for one run, so that no keyring, autostart entry or settings file of
 * the person who runs the tests is read or written.
 *
 * @returns {{ env: Record<string, string>, remove: () => void }}
 */
export function ownFolders() {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-session-'));
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, part] of Object.entries(FOLDERS)) {
    env[name] = join(folder, part);
    mkdirSync(join(folder, part), { mode: 0o700 });
  }
  return {
    env,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
