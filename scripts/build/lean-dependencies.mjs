// @ts-check
import { createRequire } from 'node:module';

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
