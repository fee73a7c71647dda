import { Menu, type App, type MenuItemConstructorOptions, type GlobalShortcut } from 'electron';
import type { TrayCommand } from '../../core/tray/tray-item.ts';
import type { TokenTray } from '../../core/create-token-tray.ts';

/** The window's views in the order of its rail, with the words of the rail. */
const VIEWS = [
  ['connect', 'Connect'],
  ['projects', 'Projects'],
  ['defaults', 'Defaults'],
  ['presets', 'Presets'],
  ['tokens', 'Tokens'],
  ['activity', 'Activity'],
] as const;

/** The menu bar: what macOS expects of every app, and the app's own actions with their shortcuts on all systems. */
export function setApplicationMenu(app: App, run: (command: TrayCommand) => void): void {
  const isMac = process.platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => {
      run({ action: 'open', view: 'settings' });
    },
  };
  const quit: MenuItemConstructorOptions = {
    label: `Quit ${app.name}`,
    accelerator: 'CmdOrCtrl+Q',
    click: () => {
      run({ action: 'quit' });
    },
  };

  const template: MenuItemConstructorOptions[] = [
    ...(isMac
      ? [
          {
            label: app.name,
            submenu: [
              { role: 'about' },
              { type: 'separator' },
              settings,
              { type: 'separator' },
              { role: 'services' },
              { type: 'separator' },
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              { type: 'separator' },
              quit,
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    {
      label: 'File',
      submenu: [
        {
          label: 'Copy token',
          accelerator: 'CmdOrCtrl+Shift+C',
          click: () => {
            run({ action: 'mint', input: { source: 'tray' } });
          },
        },
        { type: 'separator' },
        ...(isMac ? [] : [settings]),
        { role: 'close', label: 'Close window' },
        ...(isMac ? [] : [{ type: 'separator' } as const, quit]),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...VIEWS.map(([view, label], index): MenuItemConstructorOptions => ({
          label,
          accelerator: `CmdOrCtrl+${index + 1}`,
          click: () => {
            run({ action: 'open', view });
          },
        })),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        {
          label: 'LiveKit documentation',
          click: () => {
            run({ call: 'link.open', input: { link: 'livekitDocs' } });
          },
        },
        {
          label: 'Report a problem',
          click: () => {
            run({ action: 'open', view: 'report' });
          },
        },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

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
