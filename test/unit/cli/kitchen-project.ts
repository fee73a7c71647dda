import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLine, Ran } from './command-line.ts';

export const SENTINEL = 'sentinel-secret-of-the-command-line-000001';

/** Adds the project "Kitchen" by the command line, its secret on stdin. */
export function addKitchen(line: CommandLine, url = 'https://kitchen.livekit.cloud'): Promise<Ran> {
  return line.run(
    ['project', 'add', 'Kitchen', '--url', url, '--api-key', 'APIkitchen', '--api-secret-stdin'],
    { input: `${SENTINEL}\n` },
  );
}

export function isSignedWith(token: string, secret: string): boolean {
  const [header, payload, signature] = token.split('.');
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  return signature === expected;
}

/** Every file in a folder and the folders in it. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
