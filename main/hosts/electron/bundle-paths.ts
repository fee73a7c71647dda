import { join } from 'node:path';

export interface BundlePaths {
  preload: string;
  renderer: string;
}

/** Where the build puts the other bundles, seen from the folder of the main one (vite.config.ts). */
export function bundlePaths(mainFolder: string): BundlePaths {
  return {
    preload: join(mainFolder, '..', 'preload', 'preload.cjs'),
    renderer: join(mainFolder, '..', 'renderer'),
  };
}
