import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { TrayItem } from '../../../main/core/tray/tray-item.ts';
import { trayMenu } from '../../../main/core/tray/tray-menu.ts';
import { aSnapshot } from '../../fixtures/snapshot.ts';

export const CAPABLE = { startAtLogin: true };

/** The menu without recent tokens, at the beginning of time. */
export function menuOf(changes: Partial<Snapshot> = {}): TrayItem[] {
  return trayMenu(aSnapshot(changes), [], 0, CAPABLE);
}

export function find(items: readonly TrayItem[], label: string): TrayItem | undefined {
  return items.find((item) => item.kind !== 'separator' && item.label === label);
}

export function labels(items: readonly TrayItem[]): string[] {
  return items.flatMap((item) => (item.kind === 'separator' ? [] : [item.label]));
}

export function copyUrl(label: string, url: string): TrayItem {
  return {
    kind: 'command',
    label,
    enabled: true,
    command: { action: 'copy', text: url, what: url },
  };
}

export function submenu(menu: readonly TrayItem[], label: string): TrayItem[] {
  const found = menu.find((item) => item.kind === 'menu' && item.label === label);
  return found?.kind === 'menu' ? found.items : [];
}
