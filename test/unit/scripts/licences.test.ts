import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dependencyList,
  onceEach,
  packageFolder,
} from '../../../scripts/build/bundled-dependencies.mjs';

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

describe('the list of packages in a bundle', () => {
  it('has each version of a package once, by name, with its licence and without its text', () => {
    const preact = { name: 'preact', version: '11.2.0', licence: 'MIT', text: 'Copyright' };
    const valibot = { name: 'valibot', version: '1.5.0', licence: 'MIT', text: 'Copyright' };
    const list: unknown = JSON.parse(dependencyList(onceEach([valibot, preact, { ...preact }])));
    expect(list).toEqual([
      { name: 'preact', version: '11.2.0', licence: 'MIT' },
      { name: 'valibot', version: '1.5.0', licence: 'MIT' },
    ]);
  });
});
