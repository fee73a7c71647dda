import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { preact } from '@preact/preset-vite';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import manifest from './package.json' with { type: 'json' };
import { leanDependencies, licences } from './scripts/build/bundled-dependencies.mjs';

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

/** Writes what is not ASCII as escapes: V8 keeps a source in two bytes a character where one of them needs it. */
function asciiBundles(): Plugin {
  return {
    name: 'ascii-bundles',
    applyToEnvironment: ({ config }) => config.consumer === 'server',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        file.code = file.code.replaceAll(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      }
    },
  };
}

/** Puts the tray's icons for Windows beside the main process, which names them by their path. */
function trayIcons(folder: string): Plugin {
  return {
    name: 'tray-icons',
    applyToEnvironment: ({ name }) => name === 'electron',
    generateBundle() {
      for (const name of readdirSync(folder)) {
        const source = readFileSync(`${folder}/${name}`);
        this.emitFile({ type: 'asset', fileName: `tray/${name}`, source });
      }
    },
  };
}

export default defineConfig(({ command }) => ({
  root: fromRoot('renderer'),
  base: './',
  plugins: [
    leanDependencies(),
    preact({
      reactAliasesEnabled: false,
      prefreshEnabled: command === 'serve',
      devToolsEnabled: false,
    }),
    licences(fromRoot('dist/renderer')),
    asciiBundles(),
    trayIcons(fromRoot('main/hosts/electron/tray')),
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
        rolldownOptions: {
          // The room page is a page of its own, with an origin of its own.
          input: [fromRoot('renderer/index.html'), fromRoot('renderer/room.html')],
        },
      },
    },
    // What a phone loads: one file with LiveKit's client in it, for the browsers of phones.
    check: {
      consumer: 'client',
      build: {
        outDir: fromRoot('dist/renderer/check'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: ['chrome100', 'safari15', 'firefox100'],
        modulePreload: false,
        rolldownOptions: {
          input: { check: fromRoot('renderer/src/phone-check/page.ts') },
          output: { entryFileNames: '[name].js' },
        },
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
}));
