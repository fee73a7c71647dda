// @ts-check
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { flipFuses, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { FUSES, fuses } from './fuses.mjs';
import { signing } from './signing.mjs';

/** Four megabytes hold the app three times over; what is larger has something in it that it should not. */
const MAX_ASAR_BYTES = 4 * 1024 * 1024;

/**
 * electron-builder's hook between packing and signing.
 *
 * @param {{ appOutDir: string, electronPlatformName: string, arch: number,
 *   packager: { appInfo: { productFilename: string }, executableName?: string } }} context
 */
export async function afterPack({ appOutDir, electronPlatformName, arch, packager }) {
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
    // On Apple silicon a changed program does not start unless something signs it again.
    resetAdHocDarwinSignature: isMac && arch === 3 && !isSigned,
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
