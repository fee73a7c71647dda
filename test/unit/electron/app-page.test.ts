import { describe, expect, it } from 'vitest';
import { assetPath, isAppPage, isAppUrl } from '../../../main/hosts/electron/app-page.ts';

describe("the app's own page", () => {
  it.each(['app://token-tray/index.html', 'app://token-tray/', 'app://token-tray/index.html#x'])(
    'is %s',
    (url) => {
      expect(isAppPage(url)).toBe(true);
    },
  );

  it.each([
    'https://evil.example/',
    'app://token-tray.evil.example/index.html',
    'app://evil/index.html',
    'app://token-tray:80/index.html',
    'app://user@token-tray/index.html',
    'app://token-tray@evil/index.html',
    'app:token-tray/index.html',
    'apps://token-tray/index.html',
    'app://token-tray/assets/main.js',
    'app://token-tray/index.html?next=https://evil.example',
    'file:///index.html',
    'javascript:alert(1)',
    'data:text/html,hello',
    'about:blank',
    'blob:app://token-tray/1234',
    '',
  ])('E4 E7 is not %s', (url) => {
    expect(isAppPage(url)).toBe(false);
  });
});

describe('the files of the bundle', () => {
  it('are found by their plain names', () => {
    expect(assetPath('app://token-tray/')).toEqual({
      path: 'index.html',
      contentType: 'text/html; charset=utf-8',
    });
    expect(assetPath('app://token-tray/assets/main-Ab_3.js')).toEqual({
      path: 'assets/main-Ab_3.js',
      contentType: 'text/javascript; charset=utf-8',
    });
  });

  it.each([
    'app://host/../../etc/passwd',
    'app://host/index.html',
    'app://token-tray/../../etc/passwd',
    'app://token-tray/%2e%2e/%2e%2e/etc/passwd',
    'app://token-tray/..%2f..%2fetc%2fpasswd',
    'app://token-tray/..\\..\\etc\\passwd',
    'app://token-tray/..%5c..%5cetc%5cpasswd.html',
    'app://token-tray//etc/passwd.html',
    'app://token-tray/etc/passwd',
    'app://token-tray/.hidden.js',
    'app://token-tray/assets/..js',
    'app://token-tray/index.html%00.js',
    'app://token-tray/assets/',
    'app://token-tray/main.ts',
    'app://token-tray/C:/windows/win.html',
    'file:///etc/passwd',
  ])('E2 never lie outside of it: %s', (url) => {
    const asset = assetPath(url);
    // A URL parser may already have resolved the dots; what is left must then be a plain name inside.
    if (asset !== undefined) expect(asset.path).toMatch(/^[\w-]+(\.[\w-]+)*$/);
    expect(isAppUrl(url) || asset === undefined).toBe(true);
    expect(asset?.path ?? '').not.toMatch(/passwd$|\.\.|\\|^\//);
  });
});
