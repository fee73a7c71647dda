// @ts-check

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
  // On Linux the packages are not signed; the checksums of a release are what there is.
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
