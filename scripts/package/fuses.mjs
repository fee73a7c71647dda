// @ts-check
import { FuseV1Options } from '@electron/fuses';

/** @typedef {import('@electron/fuses').FuseV1Options} Fuse */

/**
 * Every fuse there is, by its name.
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
    // It uses the system's key store, which asks anew after each update of an app that is not signed.
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
