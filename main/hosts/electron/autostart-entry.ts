/**
 * An entry for ~/.config/autostart (Desktop Application Autostart Specification) that starts `command`.
 * The arguments are quoted as the Desktop Entry Specification has it.
 */
export function autostartEntry(command: readonly string[], icon: string | undefined): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Token Tray',
    'Comment=LiveKit token server in the tray',
    `Exec=${command.map(quoteArgument).join(' ')}`,
    ...(icon === undefined ? [] : [`Icon=${escapeString(icon)}`]),
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Inside double quotes `"`, backtick, `$` and backslash are escaped; a `%` would begin a field code. */
function quoteArgument(argument: string): string {
  const quoted = `"${argument.replace(/["`$\\]/g, '\\$&').replace(/%/g, '%%')}"`;
  return escapeString(quoted);
}

/** The escapes of every string value, applied after the quoting of Exec. */
function escapeString(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(/\r/g, '\\r');
}
