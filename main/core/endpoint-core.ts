import { drillOf, type DrillCode } from '../contract/drills.ts';
import { errorTrace, failure, TokenTrayError, type Failure } from '../contract/errors.ts';
import { defined } from '../contract/json.ts';
import type { ActivityLog, ActivityRecord } from './activity/activity-log.ts';
import type { Drills } from './drills/armed-drill.ts';
import type { JoinWatcher } from './joined/watch-joins.ts';
import type { AccessSettings, Clock, EndpointCore, Log } from './ports.ts';
import type { Issuer } from './request/issue.ts';
import { resolveSelection, type Resolved } from './request/resolve.ts';
import { LAN_KEY_ID, newLanKey, type Vault } from './state/vault.ts';
import type { State } from './state/state.ts';

interface EndpointCoreDeps {
  state: State;
  vault: Vault;
  issuer: Issuer;
  activity: ActivityLog;
  joins: JoinWatcher;
  drills: Drills;
  clock: Clock;
  log: Log;
}

/** The public endpoint's side of the core: who may ask, and the way from a request to its answer and its line. */
export function createEndpointCore({
  state,
  vault,
  issuer,
  activity,
  joins,
  drills,
  clock,
  log,
}: EndpointCoreDeps): {
  core: Omit<EndpointCore, 'check'>;
  /** Call it after every change, since `access` is made from the settings. */
  settingsChanged(): void;
} {
  let access: AccessSettings | undefined;

  const makeAccess = (): AccessSettings => {
    const { server } = state.settings;
    const key = vault.readId(LAN_KEY_ID);
    // Until the key store answers, an unknown key keeps LAN callers out.
    const lanKey = key.state === 'set' ? key.secret : newLanKey();
    const someRequireKey = state.projects.some(({ requireKey }) => requireKey);
    return {
      allowedOrigins: new Set(server.allowedOrigins),
      allowedHosts: new Set(server.allowedHosts),
      allowNullOrigin: server.dangerouslyAllowNullOrigin,
      lan: server.lan,
      lanKey: server.lan && !server.dangerouslySkipLanKey ? lanKey : undefined,
      key: lanKey,
      someRequireKey,
      requiresKey: ({ projectSlug, tokenServerId }) => {
        const byId =
          tokenServerId === undefined ? undefined : state.projectByTokenServerId(tokenServerId);
        const bySlug = projectSlug === undefined ? undefined : state.projectBySlug(projectSlug);
        // The answer to an unknown slug lists the known ones, those of projects with a key among them.
        if (projectSlug !== undefined && bySlug === undefined) return someRequireKey;
        const named = [byId, bySlug].filter((project) => project !== undefined);
        return (named.length > 0 ? named : [state.activeProject()]).some(
          (project) => project?.requireKey === true,
        );
      },
      isTokenServerId: (id) => state.projectByTokenServerId(id) !== undefined,
    };
  };

  return {
    settingsChanged() {
      access = undefined;
    },
    core: {
      access: () => (access ??= makeAccess()),

      issue(request) {
        let resolved: Resolved | undefined;
        let drill: DrillCode | undefined;
        try {
          resolved = resolveSelection(state, request);
          drill = drills.take(request, resolved.project.id);
          if (drill !== undefined) refuseForDrill(drill);
          const { issued, reports, warnings, trouble, ignored, guarded } = issuer.forRequest(
            request,
            resolved,
            drill,
          );
          const { project, preset } = resolved;
          const remarks = defined({ guarded, trouble });
          const record: ActivityRecord = {
            raw: request.raw,
            answeredAt: clock(),
            project,
            preset,
            reports,
            warnings,
            issued,
            ...remarks,
            ...drilled(drill),
          };
          if (project.watchJoins !== false && mayJoin(drill)) {
            const { room, identity, issuedAt } = issued;
            const requestId = request.raw.id;
            if (joins.watch({ requestId, project, room, identity, issuedAt })) {
              record.join = { state: 'watching' };
            }
          }
          activity.add(record);
          return {
            ok: true,
            ...drilled(drill),
            answer: {
              serverUrl: issued.serverUrl,
              token: issued.token,
              roomName: issued.room,
              participantIdentity: issued.identity,
              participantName: issued.name ?? '',
              ignored,
              ...remarks,
            },
          };
        } catch (error) {
          const refused = asFailure(error, request.raw.id, log);
          // A drill is not to blame for other failures.
          const byDrill = drilled(refused.code === 'drill' ? drill : undefined);
          activity.add({
            raw: request.raw,
            answeredAt: clock(),
            failure: refused,
            ...defined({ project: resolved?.project, preset: resolved?.preset }),
            ...byDrill,
          });
          return { ok: false, failure: refused, ...byDrill };
        }
      },

      refuse(raw, refused, blocked) {
        activity.add({
          raw,
          answeredAt: clock(),
          failure: refused,
          ...defined({ blocked }),
        });
      },
    },
  };
}

/** Throws `drill` if the drill replaces the answer, so that no token is made. */
function refuseForDrill(code: DrillCode): void {
  const { title, sentence, status } = drillOf(code);
  if (status !== undefined) throw new TokenTrayError('drill', { title, sentence });
}

function drilled(drill: DrillCode | undefined): { drill?: DrillCode } {
  return drill === undefined ? {} : { drill };
}

/** A participant who cannot join is not looked for. */
function mayJoin(drill: DrillCode | undefined): boolean {
  return drill === undefined || drillOf(drill).mayJoin === true;
}

function asFailure(error: unknown, requestId: string, log: Log): Failure {
  if (error instanceof TokenTrayError) return error.failure;
  log('error', 'A token request failed', { requestId, ...errorTrace(error) });
  return failure('internal', { requestId });
}
