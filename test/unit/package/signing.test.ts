import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { FUSES, fuses, macArguments, signing } from '../../../scripts/package/after-pack.mjs';

const APPLE = {
  CSC_LINK: 'a',
  CSC_KEY_PASSWORD: 'b',
  APPLE_API_KEY: 'c',
  APPLE_API_KEY_ID: 'd',
  APPLE_API_ISSUER: 'e',
};

describe('a build without the means to sign', () => {
  it('says so for each system that checks signatures', () => {
    expect(signing('darwin', {})).toEqual({
      isSigned: false,
      warnings: [
        'NOT SIGNED: CSC_LINK, CSC_KEY_PASSWORD not set. People are warned when they open this app.',
        'NOT NOTARISED: APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER not set.',
      ],
    });
    // What a workflow hands on for a secret that is not there is empty.
    expect(signing('win32', { WIN_CSC_LINK: '' }).warnings.length).toBe(1);
    expect(signing('linux', {})).toEqual({ isSigned: false, warnings: [] });
  });

  it('is quiet where they are there', () => {
    expect(signing('darwin', APPLE)).toEqual({ isSigned: true, warnings: [] });
    expect(signing('win32', { WIN_CSC_LINK: 'a' })).toEqual({ isSigned: true, warnings: [] });
  });
});

describe('E12 the fuses', () => {
  it('are all named, and encrypt cookies in signed builds alone', () => {
    const known = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number');
    expect(FUSES.map(([, fuse]) => fuse)).toEqual(known);
    for (const [name, fuse] of FUSES) expect(FuseV1Options[fuse]).toBe(name);
    const differing = FUSES.filter(
      ([, fuse]) => fuses({ isSigned: true })[fuse] !== fuses({ isSigned: false })[fuse],
    );
    expect(differing.map(([name]) => name)).toEqual(['EnableCookieEncryption']);
  });
});

function actool(version: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>com.apple.actool.version</key><dict>
\t<key>bundle-version</key>
\t<string>24412</string>
\t<key>short-bundle-version</key>
\t<string>${version}</string>
</dict></dict></plist>`;
}

describe('a build on a Mac', () => {
  it('signs with no identity that happens to be there, and with the one it is given', () => {
    expect(macArguments({}, '')).toEqual(['-c.mac.identity=null']);
    expect(macArguments(APPLE, '')).toEqual([]);
  });

  it('has the layered icon of macOS 26 where Xcode can compile it', () => {
    const layered = '-c.mac.icon=build/icons/token-tray.icon';
    expect(macArguments(APPLE, actool('26.0'))).toEqual([layered]);
    expect(macArguments(APPLE, actool('16.4'))).toEqual([]);
  });

  it('names only layers that are there', () => {
    const folder = fileURLToPath(new URL('../../../build/icons/token-tray.icon/', import.meta.url));
    const { groups } = JSON.parse(readFileSync(`${folder}icon.json`, 'utf8'));
    const layers = groups[0].layers.map((layer: Record<string, string>) => layer['image-name']);
    expect(layers.toSorted()).toEqual(readdirSync(`${folder}Assets`).toSorted());
  });
});
