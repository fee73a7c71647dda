import { Menu, type App, type MenuItemConstructorOptions } from 'electron';
import type { TrayCommand } from '../../core/tray/tray-item.ts';

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
