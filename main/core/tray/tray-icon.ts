import type { Snapshot } from '../../contract/snapshot.ts';
import { needsAttention } from './tray-condition.ts';

/** The tray's four pictures, told apart by their shape. */
export const TRAY_ICONS = ['serving', 'lan', 'stopped', 'attention'] as const;
export type TrayIcon = (typeof TRAY_ICONS)[number];

/** Attention goes before LAN and LAN before serving: the picture shows what a person would want to know first. */
export function trayIcon(snapshot: Snapshot): TrayIcon {
  if (needsAttention(snapshot)) return 'attention';
  if (snapshot.server.status !== 'serving') return 'stopped';
  return snapshot.server.lan ? 'lan' : 'serving';
}
