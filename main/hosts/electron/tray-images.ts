import { nativeImage, nativeTheme, type NativeImage } from 'electron';
import type { TrayIcon } from '../../core/tray/tray-icon.ts';
import pictures from './tray-pictures.json' with { type: 'json' };

/**
 * The picture for a state. macOS gets a template, which the menu bar colours itself; Windows and Linux get
 * the one that shows on their panel's colour, which need not be the colour of the app's theme.
 */
export function trayImage(icon: TrayIcon): NativeImage {
  const sizes = isPanelDark() ? pictures[icon].onDark : pictures[icon].onLight;
  const [one, two] =
    process.platform === 'darwin'
      ? [pictures[icon].onLight[18], pictures[icon].onLight[36]]
      : process.platform === 'win32'
        ? [sizes[16], sizes[32]]
        : [sizes[24], sizes[48]];
  const image = nativeImage.createEmpty();
  image.addRepresentation({ scaleFactor: 1, dataURL: `data:image/png;base64,${one}` });
  image.addRepresentation({ scaleFactor: 2, dataURL: `data:image/png;base64,${two}` });
  if (process.platform === 'darwin') image.setTemplateImage(true);
  return image;
}

/** Whether the panel that shows the tray is dark: on Windows that is a setting beside the apps' own. */
export function isPanelDark(): boolean {
  // GNOME's bar is dark in both of its themes.
  if (
    process.platform === 'linux' &&
    /gnome|unity/i.test(process.env['XDG_CURRENT_DESKTOP'] ?? '')
  ) {
    return true;
  }
  return process.platform === 'win32'
    ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
    : nativeTheme.shouldUseDarkColors;
}
