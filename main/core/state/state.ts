import { TokenTrayError } from '../../contract/errors.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Notice } from '../../contract/snapshot.ts';
import type { Clock, SettingsStore } from '../ports.ts';
import { seedSettings } from './first-settings.ts';

/**
 * The settings, and what this run adds to them. Every change goes through `commit`: it is on the disk
 * before anybody sees it, or it did not happen.
 */
export interface State {
  readonly settings: Settings;
  /** Every project that can be used: the environment's first, then the saved ones. */
  readonly projects: readonly Project[];
  readonly notices: readonly Notice[];
  /** Set where the settings file may not be written, with the reason. */
  readonly readOnly: string | undefined;
  activeProject(): Project | undefined;
  projectBySlug(slug: string): Project | undefined;
  projectByTokenServerId(id: string): Project | undefined;
  projectById(id: string): Project;
  presetById(id: string): Preset;
  presetBySlug(slug: string): Preset | undefined;
  /** The preset of a project; the first one where its own is gone. */
  presetOf(project: Project): Preset;
  commit(change: (settings: Settings) => Settings): void;
  /** Saves the settings of a first start, once the endpoint answers. */
  saveSeed(): void;
  activate(id: string): void;
  notify(message: string): void;
  dismiss(id: string): void;
}

export interface StateOptions {
  store: SettingsStore;
  clock: Clock;
  /** Shown and used, never saved. */
  environmentProject: ((settings: Settings) => Project) | undefined;
  onChange(): void;
}

export function createState({ store, clock, environmentProject, onChange }: StateOptions): State {
  const loaded = store.load();
  const seeded = loaded.settings === undefined;
  let settings = loaded.settings ?? seedSettings();
  const fromEnvironment = environmentProject?.(settings);
  let activeProjectId = fromEnvironment?.id ?? settings.activeProjectId;
  let notices: Notice[] = [];
  let noticeCount = 0;

  const addNotice = (message: string): void => {
    noticeCount += 1;
    notices = [
      ...notices,
      { id: `notice-${noticeCount}`, at: Math.floor(clock()), level: 'attention', message },
    ];
  };
  for (const message of loaded.notices) addNotice(message);

  const index = (): {
    projects: readonly Project[];
    bySlug: Map<string, Project>;
    byTokenServerId: Map<string, Project>;
    presets: Map<string, Preset>;
    presetsBySlug: Map<string, Preset>;
  } => {
    const projects =
      fromEnvironment === undefined ? settings.projects : [fromEnvironment, ...settings.projects];
    return {
      projects,
      bySlug: new Map(projects.map((project) => [project.slug, project])),
      byTokenServerId: new Map(projects.map((project) => [project.tokenServerId, project])),
      presets: new Map(settings.presets.map((preset) => [preset.id, preset])),
      presetsBySlug: new Map(settings.presets.map((preset) => [preset.slug, preset])),
    };
  };
  let lookup = index();

  const firstPreset = (): Preset => {
    const [preset] = settings.presets;
    if (preset === undefined) throw new TokenTrayError('last_preset');
    return preset;
  };

  const adopt = (next: Settings): void => {
    settings = next;
    lookup = index();
    onChange();
  };

  /** Somebody else wrote the settings file: what it says now is taken, and the change is not made. */
  const adoptFile = (): void => {
    const { settings: current, notices: messages } = store.load();
    for (const message of messages) addNotice(message);
    addNotice('The settings were changed by another program and were read again.');
    adopt(current ?? settings);
  };

  const commit: State['commit'] = (change) => {
    const next = change(settings);
    try {
      store.save(next);
    } catch (error) {
      if (error instanceof TokenTrayError && error.failure.code === 'conflict') adoptFile();
      throw error;
    }
    adopt(next);
  };

  return {
    get settings() {
      return settings;
    },
    get projects() {
      return lookup.projects;
    },
    get notices() {
      return notices;
    },
    readOnly: loaded.readOnly,
    activeProject: () =>
      lookup.projects.find((project) => project.id === activeProjectId) ?? lookup.projects[0],
    projectBySlug: (slug) => lookup.bySlug.get(slug),
    projectByTokenServerId: (id) => lookup.byTokenServerId.get(id),
    projectById(id) {
      const project = lookup.projects.find((item) => item.id === id);
      if (project === undefined) throw new TokenTrayError('unknown_item', { kind: 'project' });
      return project;
    },
    presetById(id) {
      const preset = lookup.presets.get(id);
      if (preset === undefined) throw new TokenTrayError('unknown_item', { kind: 'preset' });
      return preset;
    },
    presetBySlug: (slug) => lookup.presetsBySlug.get(slug),
    presetOf: (project) => lookup.presets.get(project.presetId) ?? firstPreset(),
    commit,
    saveSeed() {
      if (seeded && loaded.readOnly === undefined) commit((current) => current);
    },
    activate(id) {
      if (id !== fromEnvironment?.id) commit((current) => ({ ...current, activeProjectId: id }));
      activeProjectId = id;
      onChange();
    },
    notify(message) {
      addNotice(message);
      onChange();
    },
    dismiss(id) {
      notices = notices.filter((notice) => notice.id !== id);
      onChange();
    },
  };
}
