import type { MenuItemConstructorOptions } from 'electron';
import type { TrayCommand, TrayItem } from '../../core/tray/tray-item.ts';

/** The tray's data as Electron's menu, with each click going back as the command it stands for. */
export function menuTemplate(
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
