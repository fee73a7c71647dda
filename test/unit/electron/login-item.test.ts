import type { App, LoginItemSettings, Settings } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  autostartEntry,
  refreshLoginItem,
  setStartAtLogin,
  startAtLoginAbsence,
} from '../../../main/hosts/electron/login-item.ts';
import type { Machine } from '../../../main/hosts/electron/start-command.ts';

describe('the autostart entry', () => {
  it('is a desktop entry that starts the app hidden', () => {
    expect(autostartEntry(['/opt/Token Tray/token-tray', '--hidden'])).toBe(
      [
        '[Desktop Entry]',
        'Type=Application',
        'Version=1.5',
        'Name=Token Tray',
        'Comment=LiveKit token server in the tray',
        'Exec="/opt/Token Tray/token-tray" "--hidden"',
        'Terminal=false',
        'StartupNotify=false',
        'X-GNOME-Autostart-enabled=true',
        '',
      ].join('\n'),
    );
  });

  it('quotes what a desktop would read as something else', () => {
    // The specification's own rule: quoting first, then the escapes of every string value.
    expect(autostartEntry(['/a "b" $c `d` \\e 100%u'])).toContain(
      'Exec="/a \\\\"b\\\\" \\\\$c \\\\`d\\\\` \\\\\\\\e 100%%u"\n',
    );
  });
});

const ELECTRON = 'C:\\src\\token tray\\node_modules\\electron\\dist\\electron.exe';

/** As much of Electron's app as login items take, and what it was told. */
function stubbedApp(system: Partial<LoginItemSettings> & { isPackaged?: boolean }): {
  app: App;
  told: Settings[];
} {
  const told: Settings[] = [];
  const { isPackaged = true, ...settings } = system;
  const app = {
    isPackaged,
    getAppPath: () => 'C:\\src\\token tray\\',
    commandLine: { hasSwitch: () => false, getSwitchValue: () => '' },
    getLoginItemSettings: () => ({ launchItems: [], status: 'enabled', ...settings }),
    setLoginItemSettings: (item: Settings) => told.push(item),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { app: app as unknown as App, told };
}

function windows(execPath: string, env: NodeJS.ProcessEnv = {}): Machine {
  return { platform: 'win32', execPath, env: { TEMP: 'C:\\Users\\a\\Temp', ...env } };
}

const MAC: Machine = { platform: 'darwin', execPath: '/Applications/Token Tray.app', env: {} };

describe('start at login on Windows', () => {
  it('starts the installed app hidden', () => {
    const { app, told } = stubbedApp({});
    setStartAtLogin(app, true, true, windows('C:\\Apps\\Token Tray.exe'));
    expect(told).toEqual([
      { path: 'C:\\Apps\\Token Tray.exe', args: ['--hidden'], openAtLogin: true, enabled: true },
    ]);
  });

  it('starts a checkout with Electron and its quoted folder, not a bare Electron', () => {
    const { app, told } = stubbedApp({ isPackaged: false });
    setStartAtLogin(app, true, true, windows(ELECTRON));
    expect(told).toMatchObject([
      { path: ELECTRON, args: ['"C:\\src\\token tray\\\\"', '--hidden'] },
    ]);
  });

  it('starts the portable build by its own file, and no file that another program left in the environment', () => {
    const env = { PORTABLE_EXECUTABLE_FILE: 'D:\\token-tray-portable.exe' };
    const unpacked = stubbedApp({});
    setStartAtLogin(
      unpacked.app,
      true,
      false,
      windows('c:\\users\\A\\temp\\x\\Token Tray.exe', env),
    );
    expect(unpacked.told[0]?.path).toBe('D:\\token-tray-portable.exe');
    const installed = stubbedApp({});
    setStartAtLogin(installed.app, true, false, windows('C:\\Apps\\Token Tray.exe', env));
    expect(installed.told[0]?.path).toBe('C:\\Apps\\Token Tray.exe');
  });

  it('does not turn on again what was turned off in the Task Manager', () => {
    const item = { name: 'a', path: 'b', args: [], scope: 'user' as const, enabled: false };
    const { app, told } = stubbedApp({ launchItems: [item] });
    refreshLoginItem(app, true, () => {}, windows('C:\\Apps\\Token Tray.exe'));
    expect(told).toMatchObject([{ openAtLogin: true, enabled: false }]);
  });
});

describe('start at login on macOS', () => {
  it('is there for a packaged app alone, since a checkout would register Electron', () => {
    expect(startAtLoginAbsence(stubbedApp({ isPackaged: false }).app, 'darwin')).toContain(
      'packaged app',
    );
    expect(startAtLoginAbsence(stubbedApp({}).app, 'darwin')).toBeUndefined();
    expect(startAtLoginAbsence(stubbedApp({ isPackaged: false }).app, 'linux')).toBeUndefined();
  });

  it.each([
    ['requires-approval', 'System Settings'],
    ['not-found', 'Applications folder'],
  ] as const)('says what to do when macOS answers %s', (status, words) => {
    const { app } = stubbedApp({ status });
    expect(() => {
      setStartAtLogin(app, true, true, MAC);
    }).toThrow(words);
    setStartAtLogin(app, false, true, MAC);
  });

  it('is on when macOS says so', () => {
    const { app, told } = stubbedApp({ status: 'enabled' });
    setStartAtLogin(app, true, true, MAC);
    expect(told).toEqual([{ openAtLogin: true }]);
  });
});
