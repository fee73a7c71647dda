// @ts-check
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

/** Four megabytes hold the app three times over; what is larger has something in it that it should not. */
const MAX_ASAR_BYTES = 4 * 1024 * 1024;

/**
 * electron-builder's hook between packing and signing.
 *
 * @param {{ appOutDir: string, electronPlatformName: string,
 *   packager: { appInfo: { productFilename: string }, executableName?: string } }} context
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { isSigned, warnings } = signing(electronPlatformName, process.env);
  for (const warning of warnings) console.warn(`\n  ⚠  ${warning}\n`);

  const name = packager.appInfo.productFilename;
  const isMac = electronPlatformName === 'darwin';
  const resources = isMac
    ? join(appOutDir, `${name}.app/Contents/Resources`)
    : join(appOutDir, 'resources');
  weighAsar(resources);

  const executables = {
    darwin: `${name}.app`,
    win32: `${name}.exe`,
    linux: packager.executableName ?? name,
  };
  const executable =
    electronPlatformName === 'darwin' || electronPlatformName === 'win32'
      ? executables[electronPlatformName]
      : executables.linux;
  await setFuses(join(appOutDir, executable), {
    isSigned,
    // The fuses change the program: on Apple silicon it does not start unless it is signed again, and on Intel
    // its signature would be broken.
    resetAdHocDarwinSignature: isMac && !isSigned,
  });
}

/**
 * Sets every fuse of the program. One that is new in Electron and not in our table stops the build; one of
 * our table that an older Electron lacks is named.
 *
 * @param {string} program
 * @param {{ isSigned: boolean, resetAdHocDarwinSignature: boolean }} build
 */
async function setFuses(program, { isSigned, resetAdHocDarwinSignature }) {
  const wire = await getCurrentFuseWire(program);
  const table = fuses({ isSigned });
  const lacking = FUSES.filter(([, fuse]) => !(fuse in wire));
  if (lacking.length === 0) {
    await flipFuses(program, {
      version: FuseVersion.V1,
      resetAdHocDarwinSignature,
      strictlyRequireAllFuses: true,
      ...table,
    });
    return;
  }
  console.warn(`  ⚠  This Electron has no fuse ${lacking.map(([name]) => name).join(', ')}.`);
  const there = FUSES.filter(([, fuse]) => fuse in wire).map(([, fuse]) => [fuse, table[fuse]]);
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature,
    ...Object.fromEntries(there),
  });
}

/** @param {string} resources The folder with app.asar. */
function weighAsar(resources) {
  const beside = readdirSync(resources).filter((entry) => /^app(?:\.asar\.unpacked)?$/.test(entry));
  if (beside.length > 0) throw new Error(`Beside app.asar there is ${beside.join(', ')}.`);
  const { size } = statSync(join(resources, 'app.asar'));
  console.log(`  •  app.asar is ${(size / 1024 / 1024).toFixed(2)} MB`);
  if (size > MAX_ASAR_BYTES)
    throw new Error(`app.asar is ${size} bytes; at most ${MAX_ASAR_BYTES}.`);
}

/** @typedef {import('@electron/fuses').FuseV1Options} Fuse */

/**
 * Every fuse, by name.
 *
 * @type {[name: string, fuse: Fuse][]}
 */
export const FUSES = [
  ['RunAsNode', FuseV1Options.RunAsNode],
  ['EnableCookieEncryption', FuseV1Options.EnableCookieEncryption],
  ['EnableNodeOptionsEnvironmentVariable', FuseV1Options.EnableNodeOptionsEnvironmentVariable],
  ['EnableNodeCliInspectArguments', FuseV1Options.EnableNodeCliInspectArguments],
  ['EnableEmbeddedAsarIntegrityValidation', FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
  ['OnlyLoadAppFromAsar', FuseV1Options.OnlyLoadAppFromAsar],
  ['LoadBrowserProcessSpecificV8Snapshot', FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
  ['GrantFileProtocolExtraPrivileges', FuseV1Options.GrantFileProtocolExtraPrivileges],
  ['WasmTrapHandlers', FuseV1Options.WasmTrapHandlers],
];

/**
 * What Electron may do in the packaged app, switched in its program itself.
 *
 * @param {{ isSigned: boolean }} build
 * @returns {Record<Fuse, boolean>}
 */
export function fuses({ isSigned }) {
  return {
    [FuseV1Options.RunAsNode]: false,
    // It uses the system's key store, which asks again after each update of an app that is not signed.
    [FuseV1Options.EnableCookieEncryption]: isSigned,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // The window's page comes from the app's own scheme.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  };
}

/**
 * Which environment variables a signed build needs on each system. electron-builder reads them by itself.
 *
 * @type {Record<string, { signing: string[], notarising: string[] }>}
 */
const NEEDED = {
  darwin: {
    signing: ['CSC_LINK', 'CSC_KEY_PASSWORD'],
    notarising: ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  },
  win32: { signing: ['WIN_CSC_LINK'], notarising: [] },
};

/**
 * @param {string} platform As electron-builder names it: `darwin`, `win32`, `linux`.
 * @param {Record<string, string | undefined>} env
 * @returns {{ isSigned: boolean, warnings: string[] }}
 */
export function signing(platform, env) {
  const needed = NEEDED[platform];
  // On Linux the packages are not signed; a release has checksums instead.
  if (needed === undefined) return { isSigned: false, warnings: [] };
  const isAbsent = (/** @type {string} */ name) => (env[name] ?? '') === '';
  const forSigning = needed.signing.filter(isAbsent);
  const forNotarising = needed.notarising.filter(isAbsent);
  return {
    isSigned: forSigning.length === 0,
    warnings: [
      ...(forSigning.length === 0
        ? []
        : [
            `NOT SIGNED: ${forSigning.join(', ')} not set. People are warned when they open this app.`,
          ]),
      ...(forNotarising.length === 0
        ? []
        : [`NOT NOTARISED: ${forNotarising.join(', ')} not set.`]),
    ],
  };
}

/** The first Xcode whose actool compiles an icon of Icon Composer. */
const ICON_COMPOSER_XCODE = 26;

/**
 * What electron-builder is told on a Mac besides. Without a certificate it must not sign with an identity that a
 * developer's Mac happens to have. The layered icon of macOS 26 is used where Xcode can compile it; the one for older
 * systems is then made from it.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} actool What `actool --version` prints.
 * @returns {string[]}
 */
export function macArguments(env, actool) {
  const version = Number(/short-bundle-version<\/key>\s*<string>(\d+)/.exec(actool)?.[1] ?? 0);
  return [
    ...(signing('darwin', env).isSigned ? [] : ['-c.mac.identity=null']),
    ...(version >= ICON_COMPOSER_XCODE ? ['-c.mac.icon=build/icons/token-tray.icon'] : []),
  ];
}
