import { Menu, nativeTheme, Tray } from 'electron';
import type { Capabilities } from '../../contract/host.ts';
import type { Clock } from '../../core/ports.ts';
import type { TokenTray } from '../../core/token-tray.ts';
import type { TrayCommand } from '../../core/tray/tray-item.ts';
import { trayIcon } from '../../core/tray/tray-icon.ts';
import { trayMenu } from '../../core/tray/tray-menu.ts';
import { trayTooltip } from '../../core/tray/tray-tooltip.ts';
import { menuTemplate } from './menu-template.ts';
import type { Releases } from './update-check.ts';
import { isPanelDark, trayImage } from './tray-images.ts';

/** How often the times left in the menu are looked at; it is rebuilt only where one changed. */
const TICK_MS = 10_000;

interface TrayPorts {
  core: Pick<TokenTray, 'listen' | 'snapshot' | 'tokens'>;
  run(command: TrayCommand): void;
  releases: Releases;
  capabilities: Capabilities;
  clock: Clock;
}

export interface HostTray {
  /** Registers the icon anew: a panel that was restarted does not know it. */
  recreate(): void;
  close(): void;
}

/** Shows the core's state in the tray. What is shown is data from the core; here it only changes its form. */
export function createHostTray({ core, run, releases, capabilities, clock }: TrayPorts): HostTray {
  let tray: Tray | undefined;
  let shown = { menu: '', icon: '', tooltip: '' };

  const update = (): void => {
    if (tray === undefined) return;
    const snapshot = core.snapshot();
    const items = trayMenu(snapshot, core.tokens(), clock(), {
      startAtLogin: capabilities.startAtLogin,
      newerVersion: releases.newer(),
    });
    const next = {
      menu: JSON.stringify(items),
      icon: `${trayIcon(snapshot)} ${isPanelDark()}`,
      tooltip: trayTooltip(snapshot),
    };
    if (next.icon !== shown.icon) tray.setImage(trayImage(trayIcon(snapshot)));
    if (next.tooltip !== shown.tooltip) tray.setToolTip(next.tooltip);
    // A menu is replaced whole: on Linux a changed item would not be seen.
    if (next.menu !== shown.menu) {
      tray.setContextMenu(
        Menu.buildFromTemplate(
          menuTemplate(items, (command) => {
            run(command);
            // A click toggles a check by itself; what counts is the state, so it is shown again.
            shown.menu = '';
            setImmediate(update);
          }),
        ),
      );
    }
    shown = next;
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
  const stops = [core.listen('state.changed', update), core.listen('tokens.changed', update)];
  nativeTheme.on('updated', update);
  const ticking = setInterval(update, TICK_MS);

  return {
    recreate: () => {
      tray?.destroy();
      create();
    },
    close: () => {
      clearInterval(ticking);
      nativeTheme.off('updated', update);
      for (const stop of stops) stop();
      tray?.destroy();
      tray = undefined;
    },
  };
}
