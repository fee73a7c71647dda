import type { IssuedToken } from '../../contract/activity.ts';
import { PHONE_SHEET } from '../../contract/client.ts';
import type { Preset } from '../../contract/preset.ts';
import { activeProject, endpointPort, SANDBOX_PATH, tokenUrl } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { commandItem, menuText, textItem, type TrayItem } from './tray-item.ts';

/** What the tray copies: tokens with their room, the endpoint's URL as each device reaches it, and the rest of a setup. */
export function copyItems(
  snapshot: Snapshot,
  tokens: readonly IssuedToken[],
  presetChoices: (toItem: (preset: Preset) => TrayItem) => TrayItem[],
): TrayItem[] {
  const canMint = hasUsableSecret(snapshot);
  const project = activeProject(snapshot);
  const room = roomInWords(snapshot);
  const [newest] = tokens;
  return [
    commandItem(`Copy token · ${room}`, { action: 'mint', input: { source: 'tray' } }, canMint),
    {
      kind: 'menu',
      label: 'Copy token for',
      items: presetChoices(({ id, name }) =>
        commandItem(
          `${menuText(name)} · ${room}`,
          { action: 'mint', input: { presetId: id, source: 'tray' } },
          canMint,
        ),
      ),
    },
    ...(newest === undefined
      ? []
      : [
          commandItem(
            `Another participant in ${menuText(newest.room)}`,
            {
              action: 'mint',
              input: {
                projectId: newest.projectId,
                presetId: newest.presetId,
                room: newest.room,
                source: 'tray',
              },
            },
            snapshot.projects.some(({ id }) => id === newest.projectId),
          ),
        ]),
    {
      kind: 'menu',
      label: 'Copy endpoint URL for',
      items: [
        ...endpointTargets(snapshot).map(({ name, url }) =>
          commandItem(name, { action: 'copy', text: url, what: url }),
        ),
        ...(snapshot.settings.server.lan
          ? []
          : [textItem('Phone on the LAN: turn on "Serve on the LAN" first')]),
      ],
    },
    ...(project === undefined
      ? []
      : [
          commandItem('Copy server URL', {
            action: 'copy',
            text: project.url,
            what: menuText(project.url, 80),
          }),
        ]),
    ...(snapshot.hasLanKey && !snapshot.settings.server.dangerouslySkipLanKey
      ? [commandItem('Copy LAN key', { action: 'copyLanKey' })]
      : []),
    commandItem('Check a phone…', { action: 'open', view: PHONE_SHEET }),
  ];
}

/** The room that a token without a room of its own gets. */
function roomInWords(snapshot: Snapshot): string {
  const room = activeProject(snapshot)?.defaults.room;
  if (room?.mode === 'fixed') return menuText(room.name);
  return room?.mode === 'template' ? menuText(room.template) : 'new room';
}

/** A locked or slow key store may answer by the time of the click, so the click is allowed. */
function hasUsableSecret(snapshot: Snapshot): boolean {
  const project = activeProject(snapshot);
  if (project === undefined || project.apiKey === '') return false;
  return project.secret.state !== 'missing' && project.secret.state !== 'unreadable';
}

interface EndpointTarget {
  name: string;
  url: string;
}

/** The endpoint's URL as each kind of app reaches it. An Android emulator sees this machine as 10.0.2.2. */
function endpointTargets(snapshot: Snapshot): EndpointTarget[] {
  const port = endpointPort(snapshot);
  const { server } = snapshot;
  const lanAddresses = server.status === 'serving' ? server.lanAddresses : [];
  const lanInterfaces = (server.status === 'serving' ? server.lanInterfaces : undefined) ?? {};
  const [likeliest] = lanAddresses;
  return [
    { name: 'iOS simulator', url: tokenUrl('localhost', port) },
    { name: 'Android emulator', url: tokenUrl('10.0.2.2', port) },
    { name: 'Browser', url: tokenUrl('localhost', port) },
    { name: 'Container', url: tokenUrl('host.docker.internal', port) },
    ...lanAddresses.map((address) => ({
      name: `Phone on the LAN (${[address, lanInterfaces[address]].filter(Boolean).join(', ')})`,
      url: tokenUrl(address, port),
    })),
    ...(likeliest === undefined
      ? []
      : [{ name: `ESP32 (${likeliest})`, url: tokenUrl(likeliest, port, {}, SANDBOX_PATH) }]),
  ];
}
