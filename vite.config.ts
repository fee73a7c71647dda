import { builtinModules, createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { preact } from '@preact/preset-vite';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import { isJsonObject } from './main/contract/json.ts';
import manifest from './package.json' with { type: 'json' };
import { licences } from './scripts/build/licences.mjs';

const fromRoot = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

interface NodeBundle {
  entries: Record<string, string>;
  outDir: string;
  external: string[];
  target: string;
}

/**
 * A CommonJS bundle with every dependency inside. CommonJS, because Electron's main process and its
 * sandboxed preload scripts take it in every version that the app starts on, and because it loads
 * faster than a graph of ES modules.
 */
function nodeBundle({ entries, outDir, external, target }: NodeBundle): EnvironmentOptions {
  return {
    consumer: 'server',
    // No 'import' here: it would give CommonJS packages the ES module that a require of theirs cannot use.
    resolve: { noExternal: true, conditions: ['node'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: fromRoot(outDir),
      emptyOutDir: true,
      copyPublicDir: false,
      target,
      minify: true,
      ssr: true,
      rolldownOptions: {
        input: entries,
        external: [...nodeBuiltins, ...external],
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: '[name]-[hash].cjs',
        },
      },
    },
  };
}

/** The media types the window is served with; everything else answers with its own Content-Type. */
const SERVED_EXTENSIONS = new Set([
  'html',
  'js',
  'css',
  'json',
  'svg',
  'png',
  'ico',
  'woff2',
  'txt',
]);

/**
 * Modules that Express and proper-lockfile load, by what stands in their place here: more than half of the
 * bundle, and a third of the time to the first token.
 */
const LEAN: Readonly<Record<string, () => string>> = {
  // Every app reads bodies and queries by itself, after its guards.
  'body-parser': () => '{}',
  qs: () => '{}',
  'mime-db': servedTypes,
  // Its output is off unless somebody asks, and then it would print targets that may hold a token.
  debug: () => '() => Object.assign(() => {}, { enabled: false })',
  // The lock is given its own file system, and the hosts turn signals into an exit.
  'graceful-fs': () => `require('node:fs')`,
  'signal-exit': () =>
    `(listener) => { process.on('exit', listener); return () => process.off('exit', listener); }`,
};

function leanDependencies(): Plugin {
  const prefix = '\0lean:';
  return {
    name: 'lean-dependencies',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    resolveId: (id) => (Object.hasOwn(LEAN, id) ? prefix + id : undefined),
    load(id) {
      const content = id.startsWith(prefix) ? LEAN[id.slice(prefix.length)] : undefined;
      return content === undefined ? undefined : `module.exports = ${content()};`;
    },
  };
}

function servedTypes(): string {
  const require = createRequire(import.meta.url);
  const all: unknown = createRequire(require.resolve('mime-types'))('mime-db');
  const types = Object.entries(isJsonObject(all) ? all : {});
  const served = types.filter(([, type]) => {
    const extensions = isJsonObject(type) ? type['extensions'] : undefined;
    return (
      Array.isArray(extensions) &&
      extensions.some((name) => typeof name === 'string' && SERVED_EXTENSIONS.has(name))
    );
  });
  return JSON.stringify(Object.fromEntries(served));
}

export default defineConfig({
  root: fromRoot('renderer'),
  base: './',
  plugins: [
    leanDependencies(),
    preact({ reactAliasesEnabled: false, prefreshEnabled: false, devToolsEnabled: false }),
    licences(fromRoot('dist/renderer/licences.txt')),
  ],
  define: { __APP_VERSION__: JSON.stringify(manifest.version) },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: fromRoot('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome114',
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
      },
    },
    electron: nodeBundle({
      entries: { main: fromRoot('main/hosts/electron.ts') },
      outDir: 'dist/electron',
      external: ['electron'],
      target: 'node18',
    }),
    preload: nodeBundle({
      entries: { preload: fromRoot('main/preload.ts') },
      outDir: 'dist/preload',
      external: ['electron'],
      target: 'chrome114',
    }),
    headless: nodeBundle({
      entries: { 'token-tray': fromRoot('main/hosts/headless.ts') },
      outDir: 'dist/headless',
      external: [],
      target: 'node18',
    }),
  },
});
