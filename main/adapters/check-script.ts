import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The program of the phone's page, from the built window's folder; `undefined` where it was not built. */
export function checkScriptIn(rendererFolder: string): () => string | undefined {
  return () => {
    try {
      return readFileSync(join(rendererFolder, 'check', 'check.js'), 'utf8');
    } catch {
      return undefined;
    }
  };
}
