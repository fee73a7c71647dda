import { TokenTrayError } from '../../contract/errors.ts';
import { DEFAULT_TTL_SECONDS } from '../../contract/limits.ts';
import type { Project, ProjectView } from '../../contract/project.ts';
import { checkOf } from '../doctor/check-project.ts';
import type { Handlers } from '../dispatch.ts';
import { localProject, newProject, newTokenServerId } from '../state/new-project.ts';
import { ensureLanKey, requireSecret } from '../state/vault.ts';
import { accessTokenClaims } from '../token/claims.ts';
import type { HandlerContext } from './handler-context.ts';
import {
  freeName,
  freeSlug,
  requireRevision,
  requireUnique,
  slugFor,
  underField,
} from '../change/rules.ts';
import { requireTidy, withChanges } from '../change/project-rules.ts';

type ProjectHandlers = Pick<Handlers, Extract<keyof Handlers, `project.${string}`>>;

/**
 * How long the token lives with which a LiveKit server is asked about a project, in seconds: as long as an app's by
 * default, since a server whose clock is ahead takes only those that outlast the difference.
 */
const TEST_TOKEN_TTL_SECONDS = DEFAULT_TTL_SECONDS;

export function projectHandlers(context: HandlerContext): ProjectHandlers {
  const { state, vault, ports, sign } = context;
  const removed = new Map<
    string,
    { project: Project; secret: string | undefined; wasActive: boolean }
  >();

  const saved = (id: string): Project => {
    const project = state.projectById(id);
    if (project.source === 'environment') throw new TokenTrayError('project_from_environment');
    return project;
  };

  const replace = (project: Project): ProjectView => {
    state.commit((settings) => ({
      ...settings,
      projects: settings.projects.map((item) => (item.id === project.id ? project : item)),
    }));
    return context.viewOf(project);
  };

  /** The secret first: a project is never listed with a secret that could not be kept. */
  const add = async (project: Project, secret: string | undefined): Promise<ProjectView> => {
    if (secret !== undefined) await vault.set(project.id, secret);
    else await vault.load([project.id]);
    try {
      state.commit((settings) => ({ ...settings, projects: [...settings.projects, project] }));
    } catch (error) {
      if (secret !== undefined) await vault.remove(project.id);
      throw error;
    }
    return context.viewOf(project);
  };

  const shouldActivate = (wanted: boolean | undefined): boolean => {
    const active = state.activeProject();
    return wanted ?? (active === undefined || active.source === 'local');
  };

  const secretOf = (project: Project): string | undefined => {
    const reading = vault.read(project);
    return reading.state === 'set' ? reading.secret : undefined;
  };

  return {
    async 'project.create'({ fields, activate }) {
      const { name } = fields;
      const slug = fields.slug ?? slugFor(state.projects, name, 'project');
      const credentials = underField('fields', () => {
        requireUnique('project', state.projects, { name, slug });
        return requireTidy(fields);
      });
      const wanted = shouldActivate(activate);
      const project = newProject({
        source: 'user',
        name,
        slug,
        url: credentials.url ?? '',
        apiKey: credentials.apiKey ?? '',
        presetId: state.settings.presets[0]?.id ?? '',
      });
      const view = await add(project, credentials.apiSecret);
      if (wanted) state.activate(project.id);
      return view;
    },

    async 'project.update'({ id, revision, changes }) {
      const project = saved(id);
      requireRevision('project', project.revision, revision);
      // A project may ask the key of callers on this machine too, with LAN off: then there has to be one.
      if (changes.requireKey === true) await ensureLanKey(vault);
      const { changed, apiSecret } = underField('changes', () => ({
        changed: withChanges(state, project, changes),
        apiSecret: tidySecret(changes.apiSecret),
      }));
      if (apiSecret === undefined) return replace(changed);
      const before = secretOf(project);
      await vault.set(id, apiSecret);
      try {
        return replace(changed);
      } catch (error) {
        if (before !== undefined) await vault.set(id, before);
        throw error;
      }
    },

    async 'project.duplicate'({ id }) {
      const original = state.projectById(id);
      const name = freeName(state.projects, `${original.name} copy`);
      const { url, apiKey, requireKey, defaults, policy } = original;
      const fresh = newProject({
        source: 'user',
        name,
        slug: freeSlug(state.projects, original.slug),
        url,
        apiKey,
        presetId: state.presetOf(original).id,
      });
      return add({ ...fresh, requireKey, defaults, policy }, secretOf(original));
    },

    async 'project.remove'({ id }) {
      const project = saved(id);
      const wasActive = state.activeProject()?.id === id;
      const reading = vault.readId(id);
      const secret = reading.state === 'set' ? reading.secret : undefined;
      state.commit((settings) => ({
        ...settings,
        projects: settings.projects.filter((item) => item.id !== id),
      }));
      removed.set(id, { project, secret, wasActive });
      await vault.remove(id);
      return null;
    },

    async 'project.restore'({ id }) {
      const gone = removed.get(id);
      if (gone === undefined) throw new TokenTrayError('unknown_item', { kind: 'project' });
      const project: Project = {
        ...gone.project,
        name: freeName(state.projects, gone.project.name),
        slug: freeSlug(state.projects, gone.project.slug),
        presetId: state.presetOf(gone.project).id,
      };
      const view = await add(project, gone.secret);
      removed.delete(id);
      if (gone.wasActive) state.activate(id);
      return view;
    },

    'project.activate'({ id }) {
      state.activate(state.projectById(id).id);
      return null;
    },

    'project.regenerateTokenServerId'({ id }) {
      const project = saved(id);
      return replace({
        ...project,
        revision: project.revision + 1,
        tokenServerId: newTokenServerId(),
      });
    },

    async 'project.test'({ id, fields }) {
      const project = id === undefined ? undefined : state.projectById(id);
      const { url, apiKey, apiSecret } = fields ?? {};
      const typed = underField('fields', () =>
        requireTidy({
          url: url ?? project?.url ?? '',
          apiKey: apiKey ?? project?.apiKey ?? '',
          apiSecret: apiSecret ?? (project === undefined ? '' : requireSecret(vault, project)),
        }),
      );
      const claims = accessTokenClaims({
        apiKey: typed.apiKey ?? '',
        grants: { video: { roomJoin: true } },
        // Short names: a server may limit them, and that must not be what it refuses.
        subject: {
          room: 'tt-check',
          identity: 'tt-check',
          name: '',
          metadata: '',
          attributes: {},
          roomConfig: undefined,
        },
        ttlSeconds: TEST_TOKEN_TTL_SECONDS,
        nowSeconds: Math.floor(ports.clock() / 1000),
      });
      const token = sign(claims, typed.apiSecret ?? '');
      const answer = await ports.liveKitServer.ask({ url: typed.url ?? '', token });
      return checkOf(answer, { url: typed.url ?? '', ttlSeconds: TEST_TOKEN_TTL_SECONDS });
    },

    async 'project.copySecret'({ id }) {
      const { copySecret } = ports.host.actions;
      if (copySecret === undefined) {
        const reason =
          ports.host.absences.clipboard ?? 'Secrets are copied in the desktop app only.';
        throw new TokenTrayError('not_supported', { reason });
      }
      await copySecret(requireSecret(vault, state.projectById(id)));
      return null;
    },

    async 'project.useLocal'() {
      const known = state.projects.find(({ source }) => source === 'local');
      if (known !== undefined) {
        state.activate(known.id);
        return context.viewOf(known);
      }
      const fresh = localProject(state.settings.presets[0]?.id ?? '');
      const project = {
        ...fresh,
        name: freeName(state.projects, fresh.name),
        slug: freeSlug(state.projects, fresh.slug),
      };
      const view = await add(project, undefined);
      state.activate(project.id);
      return view;
    },
  };
}

function tidySecret(typed: string | undefined): string | undefined {
  return typed === undefined ? undefined : requireTidy({ apiSecret: typed }).apiSecret;
}
