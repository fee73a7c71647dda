import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../main', import.meta.url));
const sources = readdirSync(main, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path): [path: string, text: string] => [path, readFileSync(join(main, path), 'utf8')]);

describe('the main process', () => {
  it('E11 loosens nothing that Electron holds', () => {
    const loosening =
      /enableBlinkFeatures|experimentalFeatures|allowRunningInsecureContent|ELECTRON_DISABLE_SECURITY_WARNINGS|webviewTag: true|nodeIntegration\w*: true|sandbox: false|contextIsolation: false|webSecurity: false|appendSwitch\((?!\s*'host-resolver-rules')/;
    expect(matching(loosening)).toEqual([]);
  });

  it('E7 has one place that listens to a page', () => {
    expect(matching(/ipcMain\.(?:on|handle|once|handleOnce)\(/)).toEqual(['hosts/electron/ipc.ts']);
  });

  it('E6 has one place that opens something outside', () => {
    expect(matching(/openExternal\(/)).toEqual(['hosts/electron/desktop-core.ts']);
  });

  it('E15 has no synchronous safeStorage', () => {
    expect(matching(/\b(?:encryptString|decryptString|isEncryptionAvailable)\(/)).toEqual([]);
  });

  it('E22 E24 registers no scheme with the system, and sends no crash anywhere', () => {
    expect(matching(/setAsDefaultProtocolClient|crashReporter|submitURL/)).toEqual([]);
  });

  it('E23 overrides no check of an update, and downloads none', () => {
    expect(matching(/verifyUpdateCodeSignature|electron-updater|autoUpdater/)).toEqual([]);
  });
});

/** The files of the app that say something like it. */
function matching(pattern: RegExp): string[] {
  return sources
    .filter(([, text]) => pattern.test(text))
    .map(([path]) => path.replaceAll('\\', '/'));
}
