import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnLinux } from '../../fixtures/posix.ts';

const SCRIPTS = fileURLToPath(new URL('../../../scripts', import.meta.url));

let root: string;

/** A built repository with hosts that only say who they are, and the real scripts. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'token-tray-start-')));
  cpSync(join(SCRIPTS, 'launch'), join(root, 'scripts/launch'), { recursive: true });
  cpSync(join(SCRIPTS, 'start.mjs'), join(root, 'scripts/start.mjs'));
  for (const path of ['renderer/index.html', 'electron/main.cjs', 'preload/preload.cjs']) {
    write(join('dist', path), '');
  }
  write(
    'dist/headless/token-tray.cjs',
    'console.log("HEADLESS " + process.argv.slice(2).join(" ")); process.exitCode = 7;',
  );
  write('node_modules/electron/package.json', '{"version":"45.4.1"}');
  write('node_modules/electron/install.js', 'console.error("no network here"); process.exit(1);');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content, { mode: 0o755 });
}

function electronThat(script: string): NodeJS.ProcessEnv {
  write('electron-dist/electron', `#!/bin/sh\n${script}\n`);
  return { DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: join(root, 'electron-dist') };
}

function start(
  env: NodeJS.ProcessEnv,
  args: string[] = [],
): { output: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'scripts/start.mjs'), ...args],
    { env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8' },
  );
  return { output: stdout + stderr, code: status };
}

describeOnLinux('a screen that DISPLAY tells of', 'npm start', () => {
  it('starts the headless host without a screen, says so, and has its exit code', () => {
    const { output, code } = start({}, ['--port', '9000']);
    expect(output).toContain('neither DISPLAY nor WAYLAND_DISPLAY is set');
    expect(output).toContain('HEADLESS serve --port 9000');
    expect(code).toBe(7);
  });

  it('starts the desktop app where Electron and a screen are there, with the arguments', () => {
    const { output, code } = start(electronThat('echo "DESKTOP $*"; exit 0'), ['--port', '9000']);
    expect(output).toContain('starting the desktop app');
    expect(output).toMatch(new RegExp(`DESKTOP .*${root}/ --port 9000`));
    expect(output).not.toContain('HEADLESS');
    expect(code).toBe(0);
  });

  it('starts the headless host where it was asked for', () => {
    const { output } = start(electronThat('echo DESKTOP'), ['--headless', '--port', '9000']);
    expect(output).toContain('HEADLESS serve --port 9000');
    expect(output).not.toContain('DESKTOP');
  });

  it('falls back where no Electron can start, with the reason', () => {
    const env = electronThat(
      'echo "x: error while loading shared libraries: libnss3.so" >&2; exit 127',
    );
    const { output, code } = start(env);
    expect(output).toContain('Electron does not start here: error while loading shared libraries');
    expect(output).toContain('HEADLESS serve');
    expect(code).toBe(7);
  });

  it('does not hide a failure of the app behind the headless host', () => {
    const env = electronThat(
      'for last; do :; done; case "$last" in *probe*) echo electron-is-ready 45;; *) exit 9;; esac',
    );
    const { output, code } = start(env);
    expect(output).not.toContain('HEADLESS');
    expect(code).toBe(9);
  });

  it('falls back where Electron cannot be fetched, says why, and how to fetch it', () => {
    const { output, code } = start({ DISPLAY: ':1' });
    expect(output).toContain('fetching it once, for at most 180 s');
    expect(output).toContain('no network here');
    expect(output).toContain('npx --no install-electron');
    expect(output).toContain('HEADLESS serve');
    expect(code).toBe(7);
  });

  it('starts what was fetched', () => {
    write(
      'node_modules/electron/install.js',
      `const fs = require('fs'); fs.mkdirSync(__dirname + '/dist');
       fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho FETCHED\\n', { mode: 0o755 });
       fs.writeFileSync(__dirname + '/path.txt', 'electron');`,
    );
    const { output, code } = start({ DISPLAY: ':1' });
    expect(output).toContain('FETCHED');
    expect(code).toBe(0);
  });
});
