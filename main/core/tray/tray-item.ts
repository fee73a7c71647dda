import type { CallInput, CallName, MintInput } from '../../contract/calls.ts';

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
  | { action: 'copyDiagnostics' }
  | { action: 'open'; view?: string }
  | { action: 'quit' };

/** The tray's menu as data: the shell turns it into its own kind of menu, and decides nothing. */
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
