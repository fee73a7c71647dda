import { join } from 'node:path';
import {
  Menu,
  nativeImage,
  nativeTheme,
  Tray,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron';
import { capabilitiesOf, type Absences } from '../../contract/host-description.ts';
import type { Clock } from '../../core/ports.ts';
import type { TokenTray } from '../../core/create-token-tray.ts';
import {
  type LastRequests,
  trayIcon,
  type TrayIcon,
  trayTooltip,
  withLines,
} from '../../core/tray/tray-status.ts';
import type { TrayCommand, TrayItem } from '../../core/tray/tray-item.ts';
import { trayMenu } from '../../core/tray/tray-menu.ts';
import type { Releases } from './update-check.ts';
import pictures from './pictures.json' with { type: 'json' };

/** How often the times left in the menu are looked at while there are any; it is rebuilt only where one changed. */
const TICK_MS = 10_000;

interface TrayPorts {
  core: Pick<TokenTray, 'listen' | 'snapshot' | 'tokens'>;
  run(command: TrayCommand): void;
  releases: Releases;
  absences: Absences;
  clock: Clock;
}

interface HostTray {
  /** Registers the icon again: a restarted panel does not know it. */
  recreate(): void;
  /** Shows a message at the icon, on Windows alone. */
  showBalloon(body: string): void;
  close(): void;
}

/** Shows the core's state in the tray. What is shown is data from the core; here it only changes its form. */
export function createHostTray({ core, run, releases, absences, clock }: TrayPorts): HostTray {
  let tray: Tray | undefined;
  let shown = { menu: '', icon: '', tooltip: '' };
  let isMenuOpen = false;

  let last: LastRequests = {};
  let tick: NodeJS.Timeout | undefined;

  const update = (): void => {
    if (tray === undefined) return;
    const snapshot = core.snapshot();
    const items = trayMenu(snapshot, core.tokens(), clock(), {
      startAtLogin: capabilitiesOf(absences).startAtLogin,
      newerVersion: releases.newer(),
      last,
    });
    const next = {
      menu: JSON.stringify(items),
      icon: `${trayIcon(snapshot)} ${isPanelDark()}`,
      tooltip: trayTooltip(snapshot),
    };
    if (next.icon !== shown.icon) tray.setImage(trayImage(trayIcon(snapshot)));
    if (next.tooltip !== shown.tooltip) tray.setToolTip(next.tooltip);
    // A menu is replaced whole: on Linux a changed item would not be seen.
    if (isMenuOpen) next.menu = shown.menu;
    if (next.menu !== shown.menu) tray.setContextMenu(menuOf(items));
    shown = next;
    clearTimeout(tick);
    if (core.tokens().some(({ expiresAt }) => expiresAt > clock()))
      tick = setTimeout(update, TICK_MS);
  };

  const menuOf = (items: readonly TrayItem[]): Menu => {
    const menu = Menu.buildFromTemplate(
      menuTemplate(items, (command) => {
        run(command);
        // A click toggles a check by itself; what counts is the state, so it is shown again.
        shown.menu = '';
        setImmediate(update);
      }),
    );
    // A menu that is replaced while it is open closes under the cursor.
    if (process.platform === 'darwin') {
      menu.on('menu-will-show', () => {
        isMenuOpen = true;
      });
      menu.on('menu-will-close', () => {
        isMenuOpen = false;
        setImmediate(update);
      });
    }
    return menu;
  };

  const create = (): void => {
    tray = new Tray(trayImage(trayIcon(core.snapshot())));
    shown = { menu: '', icon: '', tooltip: '' };
    // macOS opens the menu by itself. Elsewhere a click is ours, and Linux panels that open the menu send none.
    if (process.platform !== 'darwin') {
      tray.on('click', () => {
        run({ action: 'open' });
      });
    }
    tray.on('double-click', () => {
      run({ action: 'open' });
    });
    update();
  };

  create();
  releases.onChange(update);
  const stops = [
    core.listen('state.changed', update),
    core.listen('tokens.changed', update),
    core.listen('activity.added', (entries) => {
      last = withLines(last, entries);
      update();
    }),
    core.listen('activity.cleared', () => {
      last = {};
      update();
    }),
  ];
  nativeTheme.on('updated', update);

  return {
    recreate: () => {
      tray?.destroy();
      create();
    },
    showBalloon: (body) => {
      tray?.displayBalloon({ title: 'Token Tray', content: body, iconType: 'none' });
    },
    close: () => {
      clearTimeout(tick);
      nativeTheme.off('updated', update);
      for (const stop of stops) stop();
      tray?.destroy();
      tray = undefined;
    },
  };
}

/** The tray's data as Electron's menu. A click runs the item's command. */
function menuTemplate(
  items: readonly TrayItem[],
  run: (command: TrayCommand) => void,
): MenuItemConstructorOptions[] {
  return items.map((item): MenuItemConstructorOptions => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { label: literal(item.label), enabled: false };
      case 'menu':
        return { label: literal(item.label), submenu: menuTemplate(item.items, run) };
      case 'command':
        return {
          label: literal(item.label),
          enabled: item.enabled,
          click: () => {
            run(item.command);
          },
        };
      case 'check':
      case 'radio':
        return {
          type: item.kind === 'check' ? 'checkbox' : 'radio',
          label: literal(item.label),
          checked: item.checked,
          enabled: item.enabled,
          click: () => {
            run(item.command);
          },
        };
    }
  });
}

/** In a menu's label a single `&` marks a mnemonic, on every system. */
function literal(label: string): string {
  return label.replaceAll('&', '&&');
}

/**
 * The picture for a state. macOS gets a template, which the menu bar colours itself; Windows and Linux get
 * the one that shows on their panel's colour, which need not be the colour of the app's theme. Windows draws
 * nothing but the smallest of several pictures, unless they are in a file of its own kind.
 */
function trayImage(icon: TrayIcon): NativeImage {
  const panel = isPanelDark() ? 'onDark' : 'onLight';
  if (process.platform === 'win32') {
    return nativeImage.createFromPath(join(__dirname, 'tray', `${icon}-${panel}.ico`));
  }
  const sizes = pictures.tray[icon][panel];
  const [one, two] =
    process.platform === 'darwin'
      ? [pictures.tray[icon].onLight[18], pictures.tray[icon].onLight[36]]
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
function isPanelDark(): boolean {
  if (process.platform === 'win32') return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
  const isKde = /kde/i.test(process.env['XDG_CURRENT_DESKTOP'] ?? '');
  return process.platform === 'linux' && !isKde ? true : nativeTheme.shouldUseDarkColors;
}
