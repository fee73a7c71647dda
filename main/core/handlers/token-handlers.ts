import { randomUUID } from 'node:crypto';
import type { ActivityDetail } from '../../contract/activity.ts';
import type { CallParsed } from '../../contract/calls.ts';
import type { DoctorProgress } from '../../contract/doctor-report.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import { httpArchive } from '../activity/http-archive.ts';
import { withChanges } from '../change/project-rules.ts';
import { requireWholeCharacters, underField } from '../change/rules.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';
import type { Patient } from '../doctor/create-doctor.ts';

/** What the window asks about tokens, and about the requests that got them. */
export function tokenHandlers(context: HandlerContext): HandlersOf<'token' | 'activity'> {
  const { state, issuer, shelf, activity, endpoint, change, ports, vault } = context;

  return {
    'token.mint'(input) {
      requireWholeCharacters(input, '');
      return issuer.forPerson(input);
    },

    'token.preview'({ projectId, presetId, changes }) {
      const kept = state.projectById(projectId);
      const project =
        changes === undefined
          ? kept
          : underField('changes', () => withChanges(state, kept, changes));
      const preset = presetId === undefined ? state.presetOf(project) : state.presetById(presetId);
      return issuer.preview(project, preset);
    },

    'token.list': () => shelf.list(),

    'token.clear'() {
      shelf.clear();
      return null;
    },

    'activity.list': () => activity.list(),
    'activity.get': ({ id }) => requestOf(activity, id),

    'activity.clear'() {
      activity.clear();
      context.activityCleared();
      return null;
    },

    'activity.export'({ ids }) {
      const chosen = ids.flatMap((id) => activity.get(id) ?? []);
      if (chosen.length === 0) throw new TokenTrayError('unknown_item', { kind: 'request' });
      const day = new Date(ports.clock()).toISOString().slice(0, 10);
      const { version } = ports.host.description;
      const archive = httpArchive(chosen, { version, secrets: vault.secrets() });
      return {
        fileName: `token-tray-requests-${day}.har`,
        content: `${JSON.stringify(archive, null, 2)}\n`,
      };
    },

    async 'activity.replay'({ id, edits }) {
      const { target, body } = edits ?? {};
      const recorded = requestOf(activity, id);
      if (body === undefined && !isBodyWhole(recorded)) throw new TokenTrayError('body_not_kept');
      const replayed = await endpoint.replay(recorded, defined({ target, body }));
      return requestOf(activity, replayed);
    },

    async 'activity.allow'({ id }) {
      const { remedy } = requestOf(activity, id);
      if (remedy === undefined) throw new TokenTrayError('unknown_item', { kind: 'remedy' });
      const key = remedy.kind === 'origin' ? 'allowedOrigins' : 'allowedHosts';
      const { snapshot } = await change(({ settings }) => ({
        settings: {
          ...settings,
          revision: settings.revision + 1,
          server: {
            ...settings.server,
            [key]: [...new Set([...settings.server[key], remedy.value])],
          },
        },
      }));
      return { snapshot };
    },
  };
}

/** Compared in bytes, since a body that was not UTF-8 has become different text. */
function isBodyWhole({ request: { body, bodyBytes } }: ActivityDetail): boolean {
  return bodyBytes === new TextEncoder().encode(body).length;
}

export function doctorHandlers(
  { state, doctor, activity, shelf }: HandlerContext,
  onProgress: (progress: DoctorProgress) => void,
): HandlersOf<'doctor'> {
  const patientOf = ({
    token,
    tokenId,
    requestId,
    projectId,
  }: CallParsed<'doctor.run'>): Patient => {
    if (token !== undefined) {
      const own = shelf.list().find((issued) => issued.token === token.trim());
      return { kind: 'token', token, ...defined({ projectId, drill: own?.drill }) };
    }
    if (tokenId !== undefined) {
      const issued = shelf.get(tokenId);
      if (issued === undefined) throw new TokenTrayError('unknown_item', { kind: 'token' });
      const line = activity.list().find((entry) => entry.tokenId === tokenId);
      return {
        kind: 'token',
        token: issued.token,
        projectId: issued.projectId,
        hasJoined: line?.join?.state === 'joined',
        ...defined({ drill: issued.drill }),
      };
    }
    if (requestId !== undefined) {
      const entry = requestOf(activity, requestId);
      const issued = entry.tokenId === undefined ? undefined : shelf.get(entry.tokenId);
      return { kind: 'request', entry, token: issued?.token };
    }
    const project = projectId === undefined ? state.activeProject() : state.projectById(projectId);
    if (project === undefined) throw new TokenTrayError('no_project');
    return { kind: 'project', project };
  };

  return {
    'doctor.run': ({ runId = randomUUID(), ...input }) =>
      doctor.examine(patientOf(input), (check) => {
        onProgress({ runId, check });
      }),
  };
}

/** A line of the activity. Throws `unknown_item`. */
function requestOf(activity: Pick<ActivityLog, 'get'>, id: string): ActivityDetail {
  const found = activity.get(id);
  if (found === undefined) throw new TokenTrayError('unknown_item', { kind: 'request' });
  return found;
}
