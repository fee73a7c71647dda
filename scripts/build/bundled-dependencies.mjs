// @ts-check
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

/** The media types the window is served with; everything else answers with its own Content-Type. */
const SERVED_EXTENSIONS = new Set('html js css json svg png ico woff2 txt'.split(' '));

/**
 * Modules that dependencies load, each with its replacement. Of Express they are more than half of the
 * bundle, and a third of the time to the first token.
 *
 * @type {Readonly<Record<string, () => string>>}
 */
const LEAN = {
  // Every app reads bodies and queries by itself, after its guards.
  'body-parser': () => '{}',
  qs: () => '{}',
  'mime-db': servedTypes,
  // Its output is off unless DEBUG is set, and then it prints targets that may hold a token.
  debug: () => '() => Object.assign(() => {}, { enabled: false })',
  // electron-store's: settings are checked by the contract's schema,
  'ajv/dist/2020.js': () => '{}',
  'ajv-formats': () => '{}',
  // they are migrated before it sees them,
  semver: () => '{}',
  // and a signal that the hosts answer must not be sent again.
  'when-exit': () => '() => () => {}',
};

/**
 * Leaves out of the Node bundles what their dependencies load and never need here.
 *
 * @returns {import('vite').Plugin}
 */
export function leanDependencies() {
  const prefix = '\0lean:';
  return {
    name: 'token-tray-lean-dependencies',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    resolveId: (id) => (Object.hasOwn(LEAN, id) ? prefix + id : undefined),
    load(id) {
      const content = id.startsWith(prefix) ? LEAN[id.slice(prefix.length)] : undefined;
      return content === undefined ? undefined : `module.exports = ${content()};`;
    },
  };
}

/** @returns {string} The rows of mime-db for what the window is made of, as JSON. */
function servedTypes() {
  const require = createRequire(import.meta.url);
  /** @type {Record<string, { extensions?: string[] }>} */
  const all = createRequire(require.resolve('mime-types'))('mime-db');
  const served = Object.entries(all).filter(([, { extensions = [] }]) =>
    extensions.some((name) => SERVED_EXTENSIONS.has(name)),
  );
  return JSON.stringify(Object.fromEntries(served));
}

/** @typedef {{ name: string, version: string, licence: string, text: string }} Part */

/**
 * Writes which packages got into a bundle, with version and licence, to `dependencies.json`, and their licences to
 * `licences.txt`, where the window reads them. Everything is bundled, so nothing else of these packages is shipped.
 * The environments are built one after the other; each adds its own.
 *
 * @param {string} folder Where both go.
 * @returns {import('vite').Plugin}
 */
export function licences(folder) {
  /** @type {Map<string, Part>} */
  const parts = new Map();
  let whole = false;
  return {
    name: 'token-tray-licences',
    apply: 'build',
    sharedDuringBuild: true,
    writeBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const from = packageFolder(id);
          if (from !== undefined && !parts.has(from)) parts.set(from, readPart(from));
        }
      }
      // The window comes first in a whole build. A build of one part alone knows only its own.
      whole ||= this.environment.name === 'client';
      if (!whole) return;
      const sorted = onceEach([...parts.values()]);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'dependencies.json'), dependencyList(sorted));
      writeFileSync(join(folder, 'licences.txt'), licenceText(sorted));
    },
  };
}

/**
 * @param {string} id The path of a module, perhaps with a query.
 * @returns {string | undefined} The folder of the package it is part of.
 */
export function packageFolder(id) {
  const marker = `${sep}node_modules${sep}`;
  const at = id.lastIndexOf(marker);
  if (at < 0 || id.startsWith('\0')) return undefined;
  const [scope = '', name = ''] = id.slice(at + marker.length).split(sep);
  return id.slice(0, at + marker.length) + (scope.startsWith('@') ? scope + sep + name : scope);
}

/**
 * @param {string} folder
 * @returns {Part}
 */
function readPart(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = existsSync(folder)
    ? readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)/i.test(name))
    : undefined;
  return {
    name: manifest.name,
    version: manifest.version,
    licence: manifest.license ?? 'see its text',
    text: file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim(),
  };
}

/**
 * @param {readonly Part[]} parts
 * @returns {Part[]} Each version of a package once, by name.
 */
export function onceEach(parts) {
  const once = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  return [...once].toSorted(([one], [other]) => one.localeCompare(other)).map(([, part]) => part);
}

/**
 * @param {readonly Part[]} parts
 * @returns {string} JSON: an array of `{ name, version, licence }`.
 */
export function dependencyList(parts) {
  const rows = parts.map(({ name, version, licence }) => ({ name, version, licence }));
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}

/**
 * @param {readonly Part[]} parts
 * @returns {string}
 */
function licenceText(parts) {
  return parts
    .map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}`.trim())
    .join('\n\n----\n\n')
    .concat('\n');
}
