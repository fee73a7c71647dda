import { TokenTrayError } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import { nameFromUrl } from '../../contract/livekit-url.ts';
import { secretIdOf, type Project, type ProjectView } from '../../contract/project.ts';
import type { Settings } from '../../contract/settings.ts';
import type { ChangedItem, Snapshot } from '../../contract/snapshot.ts';
import { checkDefaults, requireTidy, withChanges, withSecret } from '../change/project-rules.ts';
import {
  freeName,
  freeSlug,
  replaced,
  requireRevision,
  requireUnique,
  slugFor,
  underField,
} from '../change/rules.ts';
import { valuesOf, withReadDefaults, withReading } from '../credentials/readings.ts';
import type { HandlerContext, Handlers } from '../dispatch.ts';
import type { UndoWrite } from '../ports.ts';
import { localProject, newProject, newTokenServerId } from '../state/new-project.ts';
import type { State } from '../state/state.ts';
import { lanKeyIfMissing, requireSecret, type Vault } from '../state/vault.ts';

type ProjectHandlers = Pick<
  Handlers,
  Exclude<Extract<keyof Handlers, `project.${string}`>, 'project.addFromClipboard'>
>;

/** A project that is typed and not saved yet. */
const UNNAMED = { source: 'user', name: '', slug: '' } as const;

interface RemovedProject {
  project: Project;
  wasActive: boolean;
  undo: UndoWrite | undefined;
}

export function projectHandlers({
  change,
  state: now,
  vault,
  ports,
  readings,
  checks,
  lkProjects,
}: HandlerContext): ProjectHandlers {
  const removed = new Map<string, RemovedProject>();

  return {
    async 'project.create'({ fields, fromReading, activate }) {
      let id = '';
      const read = fromReading && readings.projectAt(fromReading);
      const { snapshot } = await change((state) => {
        const { url, apiKey, apiSecret } = underField('fields', () =>
          requireTidy(withReading(fields, read)),
        );
        const suggested = read?.name || nameFromUrl(url) || 'Project';
        const name = fields.name ?? freeName(state.projects, suggested.slice(0, 76));
        const slug = fields.slug ?? slugFor(state.projects, name);
        underField('fields', () => requireUnique('project', state.projects, { name, slug }));
        const presetId = state.settings.presets[0]?.id ?? '';
        const project = withReadDefaults(
          newProject({ source: 'user', name, slug, url, apiKey, presetId }),
          read?.defaults,
        );
        underField('fields', () => checkDefaults(project));
        ({ id } = project);
        return {
          settings: withProject(state.settings, project),
          secrets: new Map([[id, apiSecret]]),
          ...((activate ?? replacesLocal(state)) ? { activeProjectId: id } : {}),
        };
      });
      checks.askSoon([id]);
      return changed(snapshot, id);
    },

    async 'project.update'({ id, revision, changes: given, fromReading }) {
      const read = fromReading && readings.projectAt(fromReading);
      const changes = read === undefined ? given : { ...valuesOf(read), ...given };
      const { snapshot } = await change((state) => {
        const project = savedProject(state, id);
        requireRevision('project', project.revision, revision);
        const { project: next, apiSecret } = underField('changes', () => ({
          project: withChanges(state, project, changes),
          // Judged together with the other fields, so that a swapped pair is noticed.
          apiSecret:
            changes.apiSecret === undefined
              ? undefined
              : requireTidy(
                  defined({
                    url: changes.url,
                    apiKey: changes.apiKey,
                    apiSecret: changes.apiSecret,
                  }),
                ),
        }));
        const kept =
          apiSecret === undefined
            ? { project: next, secrets: [] }
            : withSecret(next, apiSecret.apiSecret ?? '');
        return {
          settings: {
            ...state.settings,
            projects: replaced(state.settings.projects, kept.project),
          },
          secrets: new Map([
            // Callers on this machine may need the key even with LAN off, so there must be one.
            ...(changes.requireKey === true ? lanKeyIfMissing(vault) : []),
            ...kept.secrets,
          ]),
        };
      });
      if (changes.url ?? changes.apiKey ?? changes.apiSecret) checks.askSoon([id]);
      return changed(snapshot, id);
    },

    async 'project.duplicate'({ id }) {
      let copyId = '';
      const { snapshot } = await change((state) => {
        const original = state.projectById(id);
        const { url, apiKey, remoteUrl, requireKey, defaults, policy } = original;
        const fresh = newProject({
          source: 'user',
          name: freeName(state.projects, `${original.name} copy`),
          slug: freeSlug(state.projects, original.slug),
          url,
          apiKey,
          presetId: state.presetOf(original).id,
        });
        copyId = fresh.id;
        const secret = secretToCopy(vault, original);
        return {
          settings: withProject(state.settings, {
            ...fresh,
            remoteUrl,
            requireKey,
            defaults,
            policy,
          }),
          ...(secret === undefined ? {} : { secrets: new Map([[copyId, secret]]) }),
        };
      });
      return changed(snapshot, copyId);
    },

    async 'project.remove'({ id }) {
      let gone: Omit<RemovedProject, 'undo'> | undefined;
      const { snapshot, undoRemoval } = await change((state) => {
        const project = savedProject(state, id);
        const wasActive = state.activeProject()?.id === id;
        gone = { project, wasActive };
        const projects = state.settings.projects.filter((item) => item.id !== id);
        const heir = state.projects.find((item) => item.id !== id)?.id;
        return {
          settings: lkProjects.withoutOffer({ ...state.settings, projects }, project),
          secrets: new Map([[secretIdOf(project), undefined]]),
          ...(wasActive && heir !== undefined ? { activeProjectId: heir } : {}),
        };
      });
      if (gone !== undefined) removed.set(id, { ...gone, undo: undoRemoval });
      return { snapshot };
    },

    async 'project.restore'({ id }) {
      const { snapshot } = await change((state) => {
        const gone = removed.get(id);
        if (gone === undefined) throw new TokenTrayError('unknown_item', { kind: 'project' });
        const { project, undo, wasActive } = gone;
        const restored: Project = {
          ...project,
          name: freeName(state.projects, project.name),
          slug: freeSlug(state.projects, project.slug),
          presetId: state.presetOf(project).id,
        };
        return {
          settings: withProject(state.settings, restored),
          ...(undo === undefined ? {} : { putBack: { ids: [secretIdOf(project)], undo } }),
          ...(wasActive ? { activeProjectId: id } : {}),
        };
      });
      removed.delete(id);
      return changed(snapshot, id);
    },

    async 'project.activate'({ id }) {
      const { snapshot } = await change((state) => ({
        activeProjectId: state.projectById(id).id,
      }));
      checks.askSoon([id]);
      return { snapshot };
    },

    async 'project.regenerateTokenServerId'({ id }) {
      const { snapshot } = await change((state) => {
        const project = savedProject(state, id);
        const tokenServerId = newTokenServerId();
        const next = { ...project, revision: project.revision + 1, tokenServerId };
        return {
          settings: { ...state.settings, projects: replaced(state.settings.projects, next) },
        };
      });
      return changed(snapshot, id);
    },

    async 'project.test'({ id, fields, fromReading }) {
      const project = id === undefined ? undefined : now.projectById(id);
      const read = fromReading && readings.projectAt(fromReading);
      const { url, apiKey, apiSecret } = { ...(read && valuesOf(read)), ...fields };
      const typed = underField('fields', () =>
        requireTidy({
          url: url ?? project?.url ?? '',
          apiKey: apiKey ?? project?.apiKey ?? '',
          apiSecret: apiSecret ?? (project === undefined ? '' : requireSecret(vault, project)),
        }),
      );
      if (project !== undefined && fields === undefined && read === undefined) {
        return checks.askAbout(project);
      }
      const asTyped = { url: typed.url ?? '', apiKey: typed.apiKey ?? '' };
      const presetId = now.settings.presets[0]?.id ?? '';
      const about = project ?? newProject({ ...UNNAMED, ...asTyped, presetId });
      return checks.ask({ ...about, ...asTyped }, typed.apiSecret ?? '');
    },

    async 'project.copySecret'({ id }) {
      const { copySecret } = ports.host.actions;
      if (copySecret === undefined) {
        const reason =
          ports.host.absences.clipboard ?? 'Secrets are copied in the desktop app only.';
        throw new TokenTrayError('not_supported', { reason });
      }
      await copySecret(requireSecret(vault, now.projectById(id)));
      return null;
    },

    async 'project.useLocal'() {
      let id = '';
      const { snapshot } = await change((state) => {
        const known = state.projects.find(({ source }) => source === 'local');
        if (known !== undefined) {
          ({ id } = known);
          return { activeProjectId: id };
        }
        const fresh = localProject(state.settings.presets[0]?.id ?? '');
        const project = {
          ...fresh,
          name: freeName(state.projects, fresh.name),
          slug: freeSlug(state.projects, fresh.slug),
        };
        ({ id } = project);
        return { settings: withProject(state.settings, project), activeProjectId: id };
      });
      return changed(snapshot, id);
    },
  };
}

function changed(snapshot: Snapshot, id: string): ChangedItem<ProjectView> {
  const item = snapshot.projects.find((project) => project.id === id);
  if (item === undefined) throw new TokenTrayError('unknown_item', { kind: 'project' });
  return { snapshot, item };
}

function withProject(settings: Settings, project: Project): Settings {
  return { ...settings, projects: [...settings.projects, project] };
}

/** A project that can be changed. Throws `project_from_environment`. */
function savedProject(state: State, id: string): Project {
  const project = state.projectById(id);
  if (project.source === 'environment') throw new TokenTrayError('project_from_environment');
  return project;
}

/** Whether a first real project takes over: while the local one, or none, is active. */
function replacesLocal(state: State): boolean {
  const active = state.activeProject();
  return active === undefined || active.source === 'local';
}

/** Throws if the secret may still turn up: a copy without it would look complete. */
function secretToCopy(vault: Vault, project: Project): string | undefined {
  const { state } = vault.read(project);
  return state === 'missing' || state === 'unreadable' ? undefined : requireSecret(vault, project);
}
