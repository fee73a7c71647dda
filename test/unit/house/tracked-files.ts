import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Text of the repository by path, without what Git ignores. Files with a NUL byte are taken for binary. */
export function trackedTexts(): Map<string, string> {
  const list = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const texts = new Map<string, string>();
  for (const path of list.split('\0')) {
    if (path === '' || !statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile()) continue;
    const text = readFileSync(join(ROOT, path), 'utf8');
    if (!text.includes('\0')) texts.set(path, text);
  }
  return texts;
}
