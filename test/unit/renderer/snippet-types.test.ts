import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClientName } from '../../../renderer/src/views/connect/snippets/clients.ts';
import { writeSnippet } from '../../../renderer/src/views/connect/snippets/write-snippet.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Below node_modules, so that the snippets find the packages that an app would have.
const folder = join(root, 'node_modules/.cache/snippets', String(process.pid));

const PAGE = { lib: ['ES2024', 'DOM', 'DOM.Iterable'], types: [] };
const CLIENTS: [ClientName, { lib: string[]; types: string[] }][] = [
  ['javascript', PAGE],
  ['react', PAGE],
  ['reactNative', PAGE],
  ['expo', PAGE],
  ['capacitor', PAGE],
  ['tauri', PAGE],
  ['node', { lib: ['ES2024'], types: ['node'] }],
];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says about code in an app of that kind; empty where it takes it. */
function typeErrors(name: string, code: string, options: { lib: string[]; types: string[] }) {
  const app = join(folder, name);
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'app.tsx'), code);
  const compilerOptions = {
    strict: true,
    noUnusedLocals: true,
    skipLibCheck: true,
    noEmit: true,
    jsx: 'react-jsx',
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    moduleDetection: 'force',
    ...options,
  };
  writeFileSync(
    join(app, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['app.tsx'] }),
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, '--project', app], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('the literal TypeScript snippets', () => {
  for (const [client, options] of CLIENTS) {
    it.each([
      ['without', {}],
      ['with', { tokenServerId: 'a1b2c3d4' }],
    ])(`for ${client} compile against the newest packages, %s a token server ID`, (name, more) => {
      const { code } = writeSnippet(client, {
        url: 'http://localhost:7885/token',
        base: 'http://localhost:7885',
        host: 'localhost',
        port: 7885,
        device: 'browser',
        liveKitPorts: [7880],
        ...more,
      });
      expect(typeErrors(`${client}-${name}`, code, options)).toBe('');
    });
  }

  it('are really checked: code against a function that is not there does not compile', () => {
    const wrong = `import { TokenSource } from 'livekit-client';\nTokenSource.ofMine('x');`;
    expect(typeErrors('wrong', wrong, PAGE)).toContain("'ofMine' does not exist");
  });
});
