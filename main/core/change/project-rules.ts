import { randomUUID } from 'node:crypto';
import { TokenTrayError } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import { judgeCredentials, type TypedCredentials } from '../../contract/judge-credentials.ts';
import {
  secretIdOf,
  type Defaults,
  type Project,
  type ProjectChanges,
} from '../../contract/project.ts';
import type { State } from '../state/state.ts';
import { checkTemplate } from '../template.ts';
import {
  requireOneLineTexts,
  requireUnique,
  requireWholeCharacters,
  withDefined,
} from './rules.ts';

/** The letters, digits and hyphens that survive every client's trimming of `X-Sandbox-ID`. */
const TOKEN_SERVER_ID = /^[A-Za-z0-9][A-Za-z0-9-]{6,126}[A-Za-z0-9]$/;

/** Trims and checks what a person typed; throws the first problem, with its field. */
export function requireTidy<Typed extends TypedCredentials>(
  typed: Typed,
): Pick<Typed, keyof Typed & keyof TypedCredentials> {
  const { values, problem } = judgeCredentials(typed);
  if (problem !== undefined) {
    throw new TokenTrayError(problem.code, problem.details, problem.field);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each field that was given comes back as text.
  return values as Pick<Typed, keyof Typed & keyof TypedCredentials>;
}

/**
 * `project` with `changes` applied, checked against the other projects. Leaves out the secret, which goes to the
 * vault. Throws TokenTrayError with the field at fault.
 */
export function withChanges(state: State, project: Project, changes: ProjectChanges): Project {
  const { apiSecret: _secret, url, apiKey, remoteUrl, ...rest } = changes;
  const credentials = requireTidy(defined({ url, apiKey }));
  const changed = withDefined(project, {
    ...rest,
    ...credentials,
    remoteUrl: remoteUrl === undefined ? undefined : requireRemoteUrl(remoteUrl),
  });
  requireUnique('project', state.projects, changed);
  checkTokenServerId(state, changed);
  if (changes.defaults !== undefined) checkDefaults(changed);
  state.presetById(changed.presetId);
  return { ...changed, revision: project.revision + 1 };
}

/** What a change writes when the secret of a project is replaced, or removed where it is `undefined`. */
interface NewSecret {
  project: Project;
  secrets: ReadonlyMap<string, string | undefined>;
}

/**
 * Keeps the secret under a new id and removes the old one. Until the settings that name the new id are saved, the old
 * key works with the old secret.
 */
export function withSecret(project: Project, secret: string | undefined): NewSecret {
  const secretId = randomUUID();
  return {
    project: { ...project, secretId },
    secrets: new Map([
      ...(secret === undefined ? [] : ([[secretId, secret]] as const)),
      [secretIdOf(project), undefined],
    ]),
  };
}

/** Throws `token_server_id_invalid`. */
export function requireTokenServerId(tokenServerId: string): void {
  if (!TOKEN_SERVER_ID.test(tokenServerId)) {
    throw new TokenTrayError('token_server_id_invalid', {}, 'tokenServerId');
  }
}

/** A second URL is judged like the first; it may be empty. */
function requireRemoteUrl(typed: string): string {
  if (typed.trim() === '') return '';
  try {
    return requireTidy({ url: typed }).url;
  } catch (error) {
    if (!(error instanceof TokenTrayError)) throw error;
    throw new TokenTrayError(error.failure.code, error.failure.details, 'remoteUrl');
  }
}

function checkTokenServerId(state: State, { id, tokenServerId }: Project): void {
  requireTokenServerId(tokenServerId);
  const holder = state.projectByTokenServerId(tokenServerId);
  if (holder !== undefined && holder.id !== id) {
    throw new TokenTrayError('token_server_id_taken', {}, 'tokenServerId');
  }
}

/** Throws about the first template, name or text of the defaults that no token can be made with. */
export function checkDefaults({ defaults }: Project): void {
  const { room, identityTemplate, nameTemplate, agents } = defaults;
  const names = agents.map(({ agentName }) => agentName);
  const nameless = names.indexOf('');
  if (nameless !== -1) {
    throw new TokenTrayError('agent_name_missing', {}, `defaults.agents.${nameless}.agentName`);
  }
  requireOneLineTexts({ room, identityTemplate, nameTemplate, agents: names }, 'defaults');
  requireWholeCharacters(defaults, 'defaults');
  checkTemplates(defaults);
}

function checkTemplates(defaults: Defaults): void {
  const templates: [field: string, template: string][] = [
    ['defaults.identityTemplate', defaults.identityTemplate],
    ['defaults.nameTemplate', defaults.nameTemplate],
  ];
  if (defaults.room.mode === 'template') {
    templates.push(['defaults.room.template', defaults.room.template]);
  }
  for (const [field, template] of templates) {
    try {
      checkTemplate(template);
    } catch (error) {
      if (!(error instanceof TokenTrayError)) throw error;
      throw new TokenTrayError(error.failure.code, error.failure.details, field);
    }
  }
}
