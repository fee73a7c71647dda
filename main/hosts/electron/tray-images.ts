import { nativeImage, nativeTheme, type NativeImage } from 'electron';
import type { TrayIcon } from '../../core/tray/tray-icon.ts';
import pictures from './pictures.json' with { type: 'json' };

/**
 * The picture for a state. macOS gets a template, which the menu bar colours itself; Windows and Linux get
 * the one that shows on their panel's colour, which need not be the colour of the app's theme.
 */
export function trayImage(icon: TrayIcon): NativeImage {
  const sizes = isPanelDark() ? pictures.tray[icon].onDark : pictures.tray[icon].onLight;
  const [one, two] =
    process.platform === 'darwin'
      ? [pictures.tray[icon].onLight[18], pictures.tray[icon].onLight[36]]
      : process.platform === 'win32'
        ? [sizes[16], sizes[32]]
        : [sizes[24], sizes[48]];
  const image = nativeImage.createEmpty();
  image.addRepresentation({ scaleFactor: 1, dataURL: `data:image/png;base64,${one}` });
  image.addRepresentation({ scaleFactor: 2, dataURL: `data:image/png;base64,${two}` });
  if (process.platform === 'darwin') image.setTemplateImage(true);
  return image;
}

/**
 * Whether the panel that shows the tray is dark. On Windows that is a setting beside the apps' own. On Linux
 * only KDE's panel follows it; most others are dark, and the picture's edge shows where one is not.
 */
export function isPanelDark(): boolean {
  if (process.platform === 'win32') return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
  const isKde = /kde/i.test(process.env['XDG_CURRENT_DESKTOP'] ?? '');
  return process.platform === 'linux' && !isKde ? true : nativeTheme.shouldUseDarkColors;
}
