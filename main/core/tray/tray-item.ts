import type { CallInput, CallName } from '../../contract/calls.ts';
import type { MintInput } from '../../contract/mint.ts';

type CallCommand = { [Name in CallName]: { call: Name; input: CallInput<Name> } }[CallName];

/** What a click does, as data: a call of the contract, or one of the few things that take more than one. */
export type TrayCommand =
  | CallCommand
  /** Mints, and copies the token. */
  | { action: 'mint'; input: MintInput }
  /** Copies a recent token; where it has expired by the time of the click, a fresh one like it. */
  | { action: 'copyRecent'; tokenId: string }
  /** `what` is what the confirmation names. */
  | { action: 'copy'; text: string; what: string }
  | { action: 'copyLanKey' }
  /** Looks at the clipboard at the click, and at no other time. */
  | { action: 'addFromClipboard' }
  | { action: 'open'; view?: string }
  | { action: 'quit' };

/** The menu as data. The shell translates it, and decides nothing. */
export type TrayItem =
  | { kind: 'separator' }
  /** Says something; cannot be clicked. */
  | { kind: 'text'; label: string }
  | { kind: 'command'; label: string; enabled: boolean; command: TrayCommand }
  | {
      kind: 'check' | 'radio';
      label: string;
      checked: boolean;
      enabled: boolean;
      command: TrayCommand;
    }
  | { kind: 'menu'; label: string; items: TrayItem[] };

export const separator: TrayItem = { kind: 'separator' };

export function textItem(label: string): TrayItem {
  return { kind: 'text', label };
}

export function commandItem(label: string, command: TrayCommand, enabled = true): TrayItem {
  return { kind: 'command', label, enabled, command };
}

/** Controls, line breaks, and the marks that reorder text around them: a menu has no way to isolate them. */
const DISRUPTIVE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that came from a request or a person, made fit for one line of a menu: no controls, no bidi marks,
 * and shortened in the middle to `limit` characters, since both ends tell identities apart.
 */
export function menuText(text: string, limit = 40): string {
  const plain = Array.from(text.replace(DISRUPTIVE, ' ').replace(/\s+/g, ' ').trim());
  if (plain.length <= limit) return plain.join('');
  const tail = Math.floor((limit - 1) / 3);
  return `${plain.slice(0, limit - 1 - tail).join('')}…${plain.slice(-tail).join('')}`;
}

/** The first sentence of a message of the catalogue, without its full stop: what happened, without what to do. */
export function firstSentence(message: string): string {
  const end = /[.:](?=\s|$)/.exec(message);
  return end === null ? message : message.slice(0, end.index);
}

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
