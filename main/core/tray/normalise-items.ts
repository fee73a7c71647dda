import type { TrayItem } from './tray-item.ts';

/** Drops empty submenus, and separators that separate nothing, so that the parts of a menu may emit both freely. */
export function normaliseItems(items: readonly TrayItem[]): TrayItem[] {
  const kept: TrayItem[] = [];
  for (const item of items) {
    if (item.kind === 'separator') {
      if (kept.length > 0 && kept.at(-1)?.kind !== 'separator') kept.push(item);
    } else if (item.kind === 'menu') {
      const inner = normaliseItems(item.items);
      if (inner.length > 0) kept.push({ ...item, items: inner });
    } else {
      kept.push(item);
    }
  }
  if (kept.at(-1)?.kind === 'separator') kept.pop();
  return kept;
}
