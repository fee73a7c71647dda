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
 * Leaves out of the bundles what Express loads and nothing here calls: its body and query parsers (every
 * app reads bodies by itself, after its guards) and the table of all media types. They are more than half
 * of the bundle, and the first token waits for each of its bytes.
 */
function leanExpress(): Plugin {
  const unused = new Set(['body-parser', 'qs']);
  return {
    name: 'lean-express',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    resolveId: (id) => (unused.has(id) || id === 'mime-db' ? `\0lean:${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0lean:')) return undefined;
      return `module.exports = ${id === '\0lean:mime-db' ? servedTypes() : '{}'};`;
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
    leanExpress(),
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
