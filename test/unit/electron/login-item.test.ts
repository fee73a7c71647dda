import { describe, expect, it } from 'vitest';
import { autostartEntry } from '../../../main/hosts/electron/login-item.ts';

describe('the autostart entry', () => {
  it('is a desktop entry that starts the app hidden', () => {
    expect(autostartEntry(['/opt/Token Tray/token-tray', '--hidden'], undefined)).toBe(
      [
        '[Desktop Entry]',
        'Type=Application',
        'Version=1.5',
        'Name=Token Tray',
        'Comment=LiveKit token server in the tray',
        'Exec="/opt/Token Tray/token-tray" "--hidden"',
        'Terminal=false',
        'StartupNotify=false',
        'X-GNOME-Autostart-enabled=true',
        '',
      ].join('\n'),
    );
  });

  it('quotes what a desktop would read as something else', () => {
    // The specification's own rule: quoting first, then the escapes of every string value.
    expect(autostartEntry(['/a "b" $c `d` \\e 100%u'], undefined)).toContain(
      'Exec="/a \\\\"b\\\\" \\\\$c \\\\`d\\\\` \\\\\\\\e 100%%u"\n',
    );
  });
});
