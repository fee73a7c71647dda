import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

interface FindOptions {
  env: Readonly<Record<string, string | undefined>>;
  platform?: NodeJS.Platform;
  /** Where else it may be. */
  folders?: readonly string[];
}

/** An app that was started from the Dock has none of them on its PATH. */
const HOMEBREW = ['/opt/homebrew/bin', '/usr/local/bin', '/home/linuxbrew/.linuxbrew/bin'];

/** The first program of that name on the PATH, or else where Homebrew puts it, or in `folders`. Never by a relative path. */
export function findProgram(
  name: string,
  { env, platform = process.platform, folders = [] }: FindOptions,
): string | undefined {
  const isWindows = platform === 'win32';
  const path = Object.entries(env).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  return [...path.split(delimiter), ...(isWindows ? [] : HOMEBREW), ...folders]
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, isWindows ? `${name}.exe` : name))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
