import type { IssuedToken } from '../../contract/activity.ts';
import type { Capabilities } from '../../contract/host-description.ts';
import { FIND_CAUSE } from '../../contract/client.ts';
import { activeProject, defaultPreset, tokenTrouble } from '../../contract/selectors.ts';
import type { SettingsChanges } from '../../contract/settings.ts';
import type { Override, Snapshot } from '../../contract/snapshot.ts';
import { copyItems } from './copy-items.ts';
import {
  commandItem,
  firstSentence,
  menuText,
  normaliseItems,
  separator,
  textItem,
  type TrayItem,
} from './tray-item.ts';
import {
  drillLine,
  lastRequestItems,
  type LastRequests,
  secretTrouble,
  serverLine,
  serverTrouble,
  timeLeft,
} from './tray-status.ts';

const MAX_CHOICES = 20;

/** What the menu depends on besides the state. */
interface TrayHost extends Pick<Capabilities, 'startAtLogin'> {
  /** A release above this version. */
  newerVersion?: string | undefined;
  last?: LastRequests;
}

/**
 * The whole menu for a state. `tokens` newest first; `now` in milliseconds since the epoch. Text from requests is
 * made inert (`menuText`); the shell escapes for its platform.
 */
export function trayMenu(
  snapshot: Snapshot,
  tokens: readonly IssuedToken[],
  now: number,
  host: TrayHost,
): TrayItem[] {
  return normaliseItems([
    ...statusItems(snapshot),
    ...lastRequestItems(host.last ?? {}),
    separator,
    ...copyItems(snapshot, tokens, (toItem) =>
      choices(snapshot.presets, defaultPreset(snapshot)?.id, 'presets', toItem),
    ),
    recentTokensMenu(tokens, snapshot, now),
    separator,
    projectMenu(snapshot),
    commandItem(
      'Add project from clipboard',
      { action: 'addFromClipboard' },
      snapshot.readOnly === undefined,
    ),
    presetMenu(snapshot),
    separator,
    servingItem(snapshot),
    lanItem(snapshot),
    separator,
    commandItem('Open Token Tray', { action: 'open' }),
    commandItem('Settings', { action: 'open', view: 'settings' }),
    ...(host.startAtLogin ? [startAtLoginItem(snapshot)] : []),
    commandItem('Report a problem', { action: 'open', view: 'report' }),
    ...(host.newerVersion === undefined ? [] : [newerVersionItem(host.newerVersion)]),
    separator,
    commandItem('Quit Token Tray', { action: 'quit' }),
  ]);
}

function statusItems(snapshot: Snapshot): TrayItem[] {
  const { server } = snapshot;
  const items = [textItem(serverLine(snapshot))];
  if (server.status === 'failed' && server.suggestedPort !== undefined) {
    items.push(
      commandItem(
        `Use port ${server.suggestedPort} instead`,
        {
          call: 'settings.update',
          input: {
            revision: snapshot.revision,
            changes: { server: { port: server.suggestedPort } },
          },
        },
        isWritable(snapshot, 'server.port'),
      ),
    );
    const given = snapshot.overrides.find(({ setting }) => setting === 'server.port');
    if (given !== undefined) items.push(textItem(`The port is set by ${given.source}`));
  }
  if (server.status === 'serving' && server.warning !== undefined) {
    items.push(textItem(firstSentence(server.warning)));
  }
  if (snapshot.drill !== undefined) {
    items.push(
      textItem(drillLine(snapshot.drill)),
      commandItem('Turn the drill off', { call: 'drill.off', input: {} }),
    );
  }
  const project = activeProject(snapshot);
  const preset = defaultPreset(snapshot);
  if (project !== undefined && preset !== undefined) {
    items.push(textItem(`${menuText(project.name)} · ${menuText(preset.name)}`));
  }
  const trouble = secretTrouble(snapshot) ?? serverTrouble(snapshot);
  if (trouble !== undefined) {
    const label = menuText(firstSentence(trouble), 80);
    items.push(commandItem(label, { action: 'open', view: FIND_CAUSE }));
  }
  if (snapshot.readOnly !== undefined) items.push(textItem('Settings are read-only'));
  const { length: notices } = snapshot.notices;
  if (notices > 0) {
    items.push(
      commandItem(notices === 1 ? '1 notice to read' : `${notices} notices to read`, {
        action: 'open',
      }),
    );
  }
  return items;
}

function projectMenu(snapshot: Snapshot): TrayItem {
  return {
    kind: 'menu',
    label: 'Active project',
    items: choices(snapshot.projects, snapshot.activeProjectId, 'projects', (project) => ({
      kind: 'radio',
      label: menuText(project.name),
      checked: project.id === snapshot.activeProjectId,
      enabled: isWritable(snapshot, 'project'),
      command: { call: 'project.activate', input: { id: project.id } },
    })),
  };
}

function presetMenu(snapshot: Snapshot): TrayItem {
  const project = activeProject(snapshot);
  const chosen = defaultPreset(snapshot);
  return {
    kind: 'menu',
    label: 'Default preset',
    items:
      project === undefined
        ? []
        : choices(snapshot.presets, chosen?.id, 'presets', (preset) => ({
            kind: 'radio',
            label: menuText(preset.name),
            checked: preset.id === chosen?.id,
            // A project of the environment is not saved, so there is nowhere to keep its preset.
            enabled: project.source !== 'environment' && snapshot.readOnly === undefined,
            command: {
              call: 'project.update',
              input: {
                id: project.id,
                revision: project.revision,
                changes: { presetId: preset.id },
              },
            },
          })),
  };
}

/** Items for the first few and the chosen one, and a link to the others in the window. */
function choices<Item extends { id: string }>(
  items: readonly Item[],
  chosenId: string | undefined,
  view: 'projects' | 'presets',
  toItem: (item: Item) => TrayItem,
): TrayItem[] {
  const shown = items.filter(({ id }, index) => index < MAX_CHOICES || id === chosenId);
  if (shown.length === items.length) return shown.map(toItem);
  return [
    ...shown.map(toItem),
    separator,
    commandItem(`All ${items.length} ${view}…`, { action: 'open', view }),
  ];
}

function servingItem({ server }: Snapshot): TrayItem {
  return server.status === 'serving' || server.status === 'starting'
    ? commandItem('Stop serving', { call: 'server.stop', input: {} })
    : commandItem('Start serving', { call: 'server.start', input: {} });
}

function lanItem(snapshot: Snapshot): TrayItem {
  const { lan } = snapshot.settings.server;
  return settingItem(snapshot, 'Serve on the LAN', lan, { server: { lan: !lan } });
}

function startAtLoginItem(snapshot: Snapshot): TrayItem {
  const { startAtLogin } = snapshot.settings.app;
  return settingItem(snapshot, 'Start at login', startAtLogin, {
    app: { startAtLogin: !startAtLogin },
  });
}

function settingItem(
  { revision, readOnly }: Snapshot,
  label: string,
  checked: boolean,
  changes: SettingsChanges,
): TrayItem {
  const command = { call: 'settings.update', input: { revision, changes } } as const;
  return { kind: 'check', label, checked, enabled: readOnly === undefined, command };
}

function newerVersionItem(version: string): TrayItem {
  return commandItem(`Version ${version} is available…`, {
    call: 'link.open',
    input: { link: 'releases' },
  });
}

function isWritable(snapshot: Snapshot, setting: Override['setting']): boolean {
  return (
    snapshot.readOnly === undefined &&
    !snapshot.overrides.some((override) => override.setting === setting)
  );
}

/** A longer menu would be read instead of used; the window has the rest. */
const RECENT_TOKENS = 8;

/** The newest tokens, each with how long it still works, or that apps cannot join with it. */
function recentTokensMenu(
  tokens: readonly IssuedToken[],
  { projects }: Snapshot,
  now: number,
): TrayItem {
  return {
    kind: 'menu',
    label: 'Recent tokens',
    items: tokens.slice(0, RECENT_TOKENS).map((token) => {
      const left = token.expiresAt - now;
      const isAmiss = tokenTrouble(token, projects) !== undefined;
      const state =
        left <= 0 ? 'expired, copies a new one' : isAmiss ? 'apps can’t join' : timeLeft(left);
      return commandItem(`${menuText(token.room)} · ${menuText(token.identity)} · ${state}`, {
        action: 'copyRecent',
        tokenId: token.id,
      });
    }),
  };
}
