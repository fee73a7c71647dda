import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seedSettings } from '../../main/core/state/first-settings.ts';
import { expect, test } from '../fixtures/desktop.ts';
import { eventually } from '../fixtures/eventually.ts';
import { freePort } from '../fixtures/occupied-port.ts';
import { debDepends, makeDeb, packageApp } from '../fixtures/packaged-app.ts';

const run = promisify(execFile);

const PROGRAM = '/opt/Token Tray/token-tray-desktop';
const ENTRY = '/usr/share/applications/dev.tokentray.app.desktop';

let output = '';
let folder = '';
let deb = '';

test.describe.configure({ mode: 'serial' });
test.skip(
  process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-deb'),
  'a deb is made and read with Debian tools',
);

test.beforeAll(async () => {
  test.setTimeout(240_000);
  output = mkdtempSync(join(tmpdir(), 'token-tray-deb-'));
  folder = await packageApp(output);
  deb = await makeDeb(folder, output);
});

test.afterAll(() => {
  rmSync(output, { recursive: true, force: true });
});

test('it depends on every library that its program is linked with', async () => {
  const { stdout } = await run('readelf', ['-d', join(folder, 'token-tray-desktop')]);
  const linked = [...stdout.matchAll(/Shared library: \[(.+)\]/g)].map(([, name = '']) => name);
  const foreign = linked.filter((name) => !existsSync(join(folder, name)));
  expect(foreign.length).toBeGreaterThan(20);
  const owners = new Map<string, string>();
  for (const library of foreign) {
    const found = await run('dpkg', ['-S', `*/${library}`]).catch(() => undefined);
    const owner = found?.stdout.split(':')[0];
    if (owner !== undefined) owners.set(library, owner);
  }
  test.skip(owners.size < foreign.length, 'its libraries are not all installed here');
  const declared = await withDependencies(debDepends().flatMap((entry) => entry.split(' | ')));
  const missing = [...owners].filter(([, owner]) => !declared.has(owner));
  expect(missing).toEqual([]);
});

test('it names a maintainer who can be written to, and its desktop entry is the one that Electron tells panels', async () => {
  const { stdout: control } = await run('dpkg-deb', ['--field', deb]);
  expect(control).toMatch(/^Maintainer: .+ <[\w.-]+@[\w.-]+>$/m);
  const { stdout: files } = await run('dpkg-deb', ['--contents', deb]);
  expect(files).toContain(`.${ENTRY}\n`);
  await run('dpkg-deb', ['--extract', deb, join(output, 'extracted')]);
  const entry = readFileSync(join(output, 'extracted', ENTRY), 'utf8');
  expect(entry).toContain('\nStartupWMClass=dev.tokentray.app\n');
  expect(entry).toContain(`\nExec="${PROGRAM}" %U\n`);
  expect(entry).not.toContain('no-sandbox');
});

test('its AppArmor profile is one that the parser takes', async () => {
  const parser = ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser'].find(existsSync);
  test.skip(parser === undefined, 'there is no AppArmor parser here');
  const profile = join(output, 'extracted/opt/Token Tray/resources/apparmor-profile');
  expect(readFileSync(profile, 'utf8')).toContain(`"${PROGRAM}" flags=(unconfined)`);
  // An older parser knows neither the ABI nor `userns`, both of AppArmor 4; what is left has to be right for it too.
  const isOld = !existsSync('/etc/apparmor.d/abi/4.0');
  const text = readFileSync(profile, 'utf8');
  const read = join(output, 'apparmor-profile');
  writeFileSync(read, isOld ? text.replace(/^abi .*$|^\s*userns,$/gm, '') : text);
  await run(parser ?? '', ['--skip-kernel-load', '--skip-cache', read]);
});

test('installed, it starts from its desktop entry as a plain user; removed, it leaves nothing', async ({
  desktop,
}) => {
  test.skip(process.getuid?.() !== 0, 'only root can install a package');
  test.skip(existsSync(PROGRAM), 'it is installed here, which a test leaves alone');
  test.setTimeout(120_000);
  const home = mkdtempSync(join(tmpdir(), 'token-tray-plain-user-'));
  const port = await freePort();
  // The libraries are there under whatever name this distribution has for their packages.
  await run('dpkg', ['--install', '--force-depends', deb]);
  try {
    chownSync(home, 65534, 65534);
    const env = {
      ...desktop.session.env,
      HOME: home,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      XDG_RUNTIME_DIR: home,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    };
    chmodSync(desktop.session.folder, 0o755);
    const settings = join(home, 'config/Token Tray');
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--'];
    await run('setpriv', [...asNobody, 'mkdir', '-p', settings]);
    const first = seedSettings();
    first.server.port = port;
    writeFileSync(join(settings, 'settings.json'), JSON.stringify(first), { mode: 0o644 });
    chownSync(join(settings, 'settings.json'), 65534, 65534);

    spawn('setpriv', [...asNobody, 'gio', 'launch', ENTRY], { env, stdio: 'ignore' });
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/token`, { method: 'POST' }).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(200);
  } finally {
    for (const pid of processesOf(PROGRAM)) process.kill(pid, 'SIGTERM');
    await eventually(() => processesOf(PROGRAM).length === 0 || undefined, 'The end of the app');
    const { stdout: files } = await run('dpkg', ['--listfiles', 'livekit-token-tray']);
    await run('dpkg', ['--purge', 'livekit-token-tray']);
    // Folders that other packages have too stay.
    const left = files
      .split('\n')
      .filter((path) => /token-?tray|Token Tray/i.test(path) && existsSync(path));
    expect(left).toEqual([]);
    expect(existsSync('/usr/bin/token-tray-desktop')).toBe(false);
    rmSync(home, { recursive: true, force: true });
  }
});

/** The main processes that run `program`. */
function processesOf(program: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return commandLine.startsWith(program) && !commandLine.includes('--type=');
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** The packages and all that they depend on, as far as they are installed here. */
async function withDependencies(packages: readonly string[]): Promise<Set<string>> {
  const { stdout } = await run(
    'dpkg-query',
    ['--show', '--showformat', '${Package}|${Provides}|${Depends}, ${Pre-Depends}\n'],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const installed = new Map<string, { name: string; needs: string[] }>();
  for (const line of stdout.split('\n')) {
    // Alternatives in what it needs hold the separator too.
    const [name = '', provides = '', ...needs] = line.split('|');
    const entry = { name, needs: namesIn(needs.join(',')) };
    installed.set(name, entry);
    for (const provided of namesIn(provides)) {
      if (!installed.has(provided)) installed.set(provided, entry);
    }
  }
  const found = new Set<string>();
  const queue = [...packages];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const entry = installed.get(next);
    if (entry === undefined || found.has(entry.name)) continue;
    found.add(entry.name);
    queue.push(...entry.needs);
  }
  return found;
}

function namesIn(list: string): string[] {
  return list
    .split(/[,|]/)
    .map((entry) => entry.trim().split(/[ (:]/)[0] ?? '')
    .filter((name) => name !== '');
}
