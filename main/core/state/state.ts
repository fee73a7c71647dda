import { TokenTrayError } from '../../contract/errors.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import { presetOf } from '../../contract/selectors.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Notice } from '../../contract/snapshot.ts';
import type { Clock, LoadedSettings } from '../ports.ts';
import { seedSettings } from './first-settings.ts';

/** The saved settings, and what this run adds to them. Everyone reads it; only `core/change` changes it. */
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
  /** Throws `unknown_item`. */
  projectById(id: string): Project;
  /** Throws `unknown_item`. */
  presetById(id: string): Preset;
  presetBySlug(slug: string): Preset | undefined;
  /** The preset of a project; the first one where its own is gone. */
  presetOf(project: Project): Preset;
}

/** The state with the ways to change it. */
export interface MutableState extends State {
  /** Nothing was saved in this data folder before. */
  readonly isFirstStart: boolean;
  /** Whether the settings are all that was ever saved: loaded whole, from no backup, and writable. */
  readonly isComplete: boolean;
  readonly environmentProjectId: string | undefined;
  adopt(settings: Settings, activeProjectId?: string): void;
  /** Another program wrote the settings file: takes what it says now. */
  adoptFile(loaded: LoadedSettings): void;
  notify(message: string): void;
  dismiss(id: string): void;
}

interface StateOptions {
  loaded: LoadedSettings;
  clock: Clock;
  /** Shown and used, never saved. */
  environmentProject: ((settings: Settings) => Project) | undefined;
}

interface Index {
  projects: readonly Project[];
  bySlug: Map<string, Project>;
  byTokenServerId: Map<string, Project>;
  presets: Map<string, Preset>;
  presetsBySlug: Map<string, Preset>;
}

export function createState({ loaded, clock, environmentProject }: StateOptions): MutableState {
  let settings = loaded.settings ?? seedSettings();
  const fromEnvironment = environmentProject?.(settings);
  let activeProjectId = fromEnvironment?.id ?? settings.activeProjectId;
  let notices: Notice[] = [];
  let noticeCount = 0;

  const notify = (message: string): void => {
    noticeCount += 1;
    notices = [...notices, { id: `notice-${noticeCount}`, at: Math.floor(clock()), message }];
  };
  for (const message of loaded.notices) notify(message);

  const index = (): Index => {
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

  const adopt = (next: Settings, active = activeProjectId): void => {
    settings = next;
    activeProjectId = active;
    lookup = index();
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
    isFirstStart: loaded.settings === undefined,
    isComplete:
      loaded.settings !== undefined && loaded.readOnly === undefined && loaded.restored !== true,
    environmentProjectId: fromEnvironment?.id,
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
    presetOf(project) {
      const preset = lookup.presets.get(project.presetId) ?? presetOf(project, settings.presets);
      if (preset === undefined) throw new TokenTrayError('last_preset');
      return preset;
    },
    adopt,
    adoptFile({ settings: current, notices: messages }) {
      for (const message of messages) notify(message);
      notify('The settings were changed by another program and were read again.');
      if (current === undefined) return;
      adopt(current, fromEnvironment?.id === activeProjectId ? undefined : current.activeProjectId);
    },
    notify,
    dismiss(id) {
      notices = notices.filter((notice) => notice.id !== id);
    },
  };
}
