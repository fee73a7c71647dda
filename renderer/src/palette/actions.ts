import type { Snapshot } from '../../../main/contract/snapshot.ts';
import { SHORTCUTS } from '../frame/rail.tsx';
import { DEVICES, endpointUrl } from '../state/endpoint-urls.ts';
import type { Store } from '../state/store.ts';
import { VIEWS } from '../state/views.ts';
import { addPreset } from '../views/presets/preset-actions.ts';
import { words as common } from '../words/app-words.ts';
import { words as connect } from '../words/connect-words.ts';
import { paletteWords as words } from '../words/overlay-words.ts';
import { THEME_NAMES, words as settings } from '../words/settings-words.ts';

export interface PaletteAction {
  id: string;
  label: string;
  /** A shortcut or a value. */
  detail?: string;
  run: () => void;
}

/** Every action, the likeliest first. */
export function paletteActions(store: Store, snapshot: Snapshot): PaletteAction[] {
  return [
    ...serverActions(store, snapshot),
    ...copyActions(store, snapshot),
    ...VIEWS.map((view, index) => ({
      id: `go.${view}`,
      label: words.goTo(common.views[view]),
      detail: SHORTCUTS.view(index),
      run: () => store.show(view),
    })),
    ...chooseActions(store, snapshot),
    ...restActions(store, snapshot),
  ];
}

function serverActions(store: Store, { server }: Snapshot): PaletteAction[] {
  const running = server.status === 'serving' || server.status === 'starting';
  return [
    {
      id: 'server',
      label: running ? words.stop : words.start,
      run: () => void store.settle(store.client.call(running ? 'server.stop' : 'server.start')),
    },
  ];
}

function copyActions(store: Store, snapshot: Snapshot): PaletteAction[] {
  const project = store.activeProject.value;
  const tokens = snapshot.presets.map(({ id, name }) => ({
    id: `token.${id}`,
    label: words.copyToken(name),
    run: () => void copyToken(store, id),
  }));
  const urls = DEVICES.flatMap((device) => {
    const url = endpointUrl(snapshot, device);
    return url === undefined
      ? []
      : [
          {
            id: `url.${device}`,
            label: words.copyUrl(connect.devices.names[device]),
            detail: url,
            run: () => void store.copy(url, words.endpointUrl),
          },
        ];
  });
  return [
    ...urls,
    ...(project === undefined ? [] : tokens),
    ...(project === undefined
      ? []
      : [
          {
            id: 'id',
            label: words.copyId,
            run: () => void store.copy(project.tokenServerId, words.tokenServerId),
          },
        ]),
  ];
}

async function copyToken(store: Store, presetId: string): Promise<void> {
  const minted = await store.settle(
    store.client.call('token.mint', { presetId, source: 'window' }),
  );
  if (minted !== undefined) await store.copy(minted.value.token, words.token);
}

function chooseActions(store: Store, snapshot: Snapshot): PaletteAction[] {
  const active = store.activeProject.value;
  const projects = snapshot.projects
    .filter(({ id }) => id !== snapshot.activeProjectId)
    .map(({ id, name }) => ({
      id: `project.${id}`,
      label: words.activate(name),
      run: () => void store.settle(store.client.call('project.activate', { id })),
    }));
  if (active === undefined || active.source === 'environment') return projects;
  const presets = snapshot.presets
    .filter(({ id }) => id !== active.presetId)
    .map(({ id: presetId, name }) => ({
      id: `preset.${presetId}`,
      label: words.usePreset(name),
      run: () => {
        const { id, revision } = active;
        void store.settle(
          store.client.call('project.update', { id, revision, changes: { presetId } }),
        );
      },
    }));
  return [...projects, ...presets];
}

function restActions(store: Store, { settings: { server } }: Snapshot): PaletteAction[] {
  const change = async (changes: Parameters<Store['settings']['change']>[0]): Promise<void> => {
    const reply = await store.settings.change(changes);
    if (!reply.ok) store.tell(reply.error);
  };
  const themes = THEME_NAMES.map((theme) => ({
    id: `theme.${theme}`,
    label: words.theme(settings.theme.options[theme]),
    run: () => void change({ app: { theme } }),
  }));
  const add = (): void => {
    store.adding.value = true;
    store.show('projects');
  };
  return [
    { id: 'project.add', label: words.addProject, run: add },
    {
      id: 'preset.add',
      label: words.addPreset,
      run: () => {
        store.show('presets');
        void addPreset(store);
      },
    },
    { id: 'drills', label: words.drills, run: () => (store.drillsOpen.value = true) },
    { id: 'phone', label: words.phone, run: () => (store.phoneOpen.value = true) },
    {
      id: 'lan',
      label: words.lan(server.lan),
      run: () => void change({ server: { lan: !server.lan } }),
    },
    {
      id: 'activity.clear',
      label: words.clearActivity,
      run: () => (store.clearing.value = 'activity'),
    },
    {
      id: 'token.clear',
      label: words.clearTokens,
      run: () => (store.clearing.value = 'tokens'),
    },
    ...themes,
  ];
}

/** The items whose label contains every word of the search, matches at the start of a word first. */
export function rankByLabel<Item extends { label: string }>(
  items: readonly Item[],
  search: string,
): Item[] {
  const wanted = search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [...items];
  return items
    .map((item) => ({ item, score: score(item.label.toLowerCase(), wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ item }) => item);
}

/** 0 if a word is missing. The start of a word scores higher than its middle. */
function score(label: string, wanted: readonly string[]): number {
  let sum = 0;
  for (const word of wanted) {
    const at = label.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 3 : /[a-z0-9]/.test(label[at - 1] ?? '') ? 1 : 2;
  }
  return sum;
}
