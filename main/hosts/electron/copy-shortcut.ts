import type { GlobalShortcut } from 'electron';
import type { TokenTray } from '../../core/create-token-tray.ts';
import type { TrayCommand } from '../../core/tray/tray-item.ts';

interface ShortcutPorts {
  core: Pick<TokenTray, 'listen' | 'snapshot'>;
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>;
  run(command: TrayCommand): void;
  /** Tells the person that the shortcut they chose does not work. */
  complain(message: string): void;
}

/** Keeps the shortcut for *Copy token* as the settings have it, in every program. Returns what lets it go. */
export function followCopyShortcut(ports: ShortcutPorts): () => void {
  const { core, globalShortcut, run, complain } = ports;
  let wanted = '';
  let registered = '';

  const copy = (): void => {
    run({ action: 'mint', input: { source: 'tray' } });
  };
  const letGo = (): void => {
    if (registered !== '') globalShortcut.unregister(registered);
    registered = '';
  };
  const follow = (): void => {
    const { copyTokenShortcut = '' } = core.snapshot().settings.app;
    if (copyTokenShortcut === wanted) return;
    wanted = copyTokenShortcut;
    letGo();
    if (wanted === '') return;
    if (globalShortcut.register(wanted, copy)) registered = wanted;
    else
      complain(`The shortcut ${wanted} does not work here: another program or the system has it.`);
  };

  follow();
  const stop = core.listen('state.changed', follow);
  return () => {
    stop();
    letGo();
  };
}
