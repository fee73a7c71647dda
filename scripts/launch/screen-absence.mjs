// @ts-check

/**
 * Why a window cannot be shown here. Only Linux tells: macOS and Windows sessions without a screen
 * show themselves when Electron does not start.
 *
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {string | undefined} Undefined where a screen is expected.
 */
export function screenAbsence({ env, platform }) {
  if (platform === 'darwin' || platform === 'win32') return undefined;
  if (env['DISPLAY'] || env['WAYLAND_DISPLAY']) return undefined;
  return 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}
