const MODIFIERS = ['Control', 'Alt', 'Shift', 'Super', 'Command', 'Option'] as const;

/** Keys that a shortcut may end with, as Electron names them. */
const KEY =
  /^(?:[A-Z]|\d|F(?:[1-9]|1\d|2[0-4])|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert|Delete)$/;

/**
 * Whether a text is a shortcut for the whole system, in Electron's words: modifiers and a key, such as
 * `Control+Shift+K`. Shift alone would take a letter from every other program.
 */
export function isGlobalShortcut(text: string): boolean {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  const modifiers: ReadonlySet<string> = new Set(parts);
  return (
    KEY.test(key) &&
    modifiers.size === parts.length &&
    parts.every((part) => MODIFIERS.some((modifier) => modifier === part)) &&
    parts.some((part) => part !== 'Shift')
  );
}

/** The part of a KeyboardEvent that makes a shortcut. */
interface PressedKey {
  /** Such as `KeyK`. */
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

/** The shortcut that a pressed key makes with its modifiers, in Electron's words; `undefined` where it makes none. */
export function shortcutOf(pressed: PressedKey, isMac: boolean): string | undefined {
  const { code, ctrlKey, altKey, shiftKey, metaKey } = pressed;
  const held = [
    ...(ctrlKey ? ['Control'] : []),
    ...(altKey ? [isMac ? 'Option' : 'Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    ...(metaKey ? [isMac ? 'Command' : 'Super'] : []),
  ];
  const shortcut = [...held, code.replace(/^(?:Key|Digit|Arrow)/, '')].join('+');
  return isGlobalShortcut(shortcut) ? shortcut : undefined;
}
