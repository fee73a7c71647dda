import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFolder } from '../../../scripts/build/licences.mjs';

const path = (text: string): string => text.replaceAll('/', sep);

describe('the package that a bundled module belongs to', () => {
  it.each([
    ['/app/node_modules/preact/dist/preact.mjs', '/app/node_modules/preact'],
    ['/app/node_modules/@preact/signals/dist/signals.mjs', '/app/node_modules/@preact/signals'],
    ['/app/node_modules/a/node_modules/b/index.js?commonjs', '/app/node_modules/a/node_modules/b'],
    ['/app/main/core/dispatch.ts', undefined],
  ])('of %s is %s', (id, folder) => {
    expect(packageFolder(path(id))).toBe(folder === undefined ? undefined : path(folder));
  });
});
