import {
  type FieldReport,
  type GuardedIdentity,
  type IssuedToken,
  warning,
  type Warning,
} from '../../contract/activity.ts';
import type { DrillCode } from '../../contract/drills.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { MintInput } from '../../contract/mint.ts';
import { MAX_TTL_SECONDS, MIN_TTL_SECONDS } from '../../contract/limits-and-defaults.ts';
import type { Grants, Preset } from '../../contract/preset.ts';
import type { Project, ProjectCheck } from '../../contract/project.ts';
import { checkTrouble, credentialsOf } from '../../contract/selectors.ts';
import { clientOf } from '../activity/client-of.ts';
import type { LiveIdentities, TokenShelf } from '../activity/issued-tokens.ts';
import { reportDrill, serverUrlOfDrill, withTokenDrill } from '../drills/token-drill.ts';
import type { Clock, Sign, TokenRequest } from '../ports.ts';
import type { State } from '../state/state.ts';
import { requireSecret, type Vault } from '../state/vault.ts';
import type { TemplateValues } from '../template.ts';
import { accessTokenClaims, requireCredentials, type Subject } from '../access-token.ts';
import { checkLimits, guardIdentity } from './check-subject.ts';
import { applyPolicy, permitAll, WIRE_NAMES, type AskedFields } from './policy.ts';
import type { Resolved } from './resolve.ts';
import { unknownRoomConfigurationKeys } from './room-configuration.ts';
import { serverUrlFor } from './server-url.ts';
import { grantForSandbox, grantSubject, sandboxWarnings } from './subject.ts';

export interface IssuerDeps {
  state: State;
  vault: Vault;
  shelf: TokenShelf;
  liveIdentities: LiveIdentities;
  sign: Sign;
  clock: Clock;
  userName: string;
  ownNames: (() => ReadonlySet<string>) | undefined;
  /** What the project's LiveKit server said of its key, where it was asked. */
  checkOf(project: Project): ProjectCheck | undefined;
}

/** A token that an app got, with all the activity shows of it. */
export interface Issue {
  resolved: Resolved;
  issued: IssuedToken;
  reports: FieldReport[];
  warnings: Warning[];
  /** Why the token is of no use, where that is known. */
  trouble: string | undefined;
  /** Fields of the request that did not count, by name: unknown ones, and those that the policy ignores. */
  ignored: string[];
  /** Set where another caller holds the identity that was asked for. */
  guarded?: GuardedIdentity;
}

/** The three ways to a token: an app asks, a person mints, the window previews. All throw TokenTrayError. */
export interface Issuer {
  forRequest(request: TokenRequest, resolved: Resolved, drill?: DrillCode): Issue;
  forPerson(input: MintInput): IssuedToken;
  /** The claims an empty request would get, and the URL; nothing is signed. */
  preview(project: Project, preset: Preset): { serverUrl: string; claims: JsonObject };
}

export function createIssuer(deps: IssuerDeps): Issuer {
  const { state, vault, shelf, liveIdentities, sign, clock, ownNames } = deps;
  const counters = new Map<string, number>();

  const countFor = (project: Project): number => {
    const count = (counters.get(project.id) ?? 0) + 1;
    counters.set(project.id, count);
    return count;
  };

  const templateValues = (
    project: Project,
    preset: Preset,
    platform: string,
    counter: number,
  ): TemplateValues => ({
    now: clock(),
    counter,
    user: deps.userName,
    platform,
    project: project.slug,
    preset: preset.slug,
  });

  const signed = (
    project: Project,
    preset: Preset,
    subject: Subject,
    { grants, ttlSeconds }: { grants: Grants; ttlSeconds: number },
    rest: Pick<IssuedToken, 'serverUrl' | 'source' | 'client' | 'drill'>,
  ): IssuedToken => {
    checkLimits(subject);
    const secret = requireSecret(vault, project);
    requireCredentials(project.name, project.apiKey, secret);
    const now = clock();
    const nowSeconds = Math.floor(now / 1000);
    const { apiKey } = project;
    const meant = { apiKey, secret, grants, subject, ttlSeconds, nowSeconds };
    const draft =
      rest.drill === undefined
        ? meant
        : withTokenDrill(rest.drill, meant, earlierToken(shelf, project.id));
    const { serverUrl, source, client, drill } = rest;
    const token: Omit<IssuedToken, 'id'> = {
      issuedAt: Math.floor(now),
      expiresAt: (draft.nowSeconds + draft.ttlSeconds) * 1000,
      projectId: project.id,
      projectName: project.name,
      credentials: credentialsOf(project),
      presetId: preset.id,
      presetName: preset.name,
      room: draft.subject.room,
      identity: draft.subject.identity,
      serverUrl,
      source,
      token: sign(accessTokenClaims(draft), draft.secret),
    };
    if (subject.name !== '') token.name = subject.name;
    if (client !== undefined) token.client = client;
    if (drill !== undefined) token.drill = drill;
    return shelf.add(token);
  };

  return {
    forRequest(request, resolved, drill) {
      const { project, preset } = resolved;
      const { raw, fields } = request;
      const { client, platform } = clientOf(raw.caller.userAgent);
      const permitted = applyPolicy(fields, project);
      const serverUrl = serverUrlFor(project, raw.caller.host, ownNames?.());
      const { nameIsIdentity } = request;
      const values = templateValues(project, preset, platform, countFor(project));
      const input = { asked: fields, permitted, project, values, nameIsIdentity };
      const limits = { serverUrl: serverUrl.url, nowSeconds: Math.floor(clock() / 1000) };
      const {
        subject,
        reports,
        shortened = false,
      } = nameIsIdentity ? grantForSandbox(input, preset, limits) : grantSubject(input);
      const caller = `${raw.caller.address} ${raw.caller.userAgent ?? ''} ${raw.caller.origin ?? ''}`;
      const projectId = project.id;
      const asked = subject.identity;
      const { room } = subject;
      const { identity, guarded } = guardIdentity(asked, {
        rule: project.identityGuard ?? 'keep',
        room,
        isHeld: (held) =>
          liveIdentities.isHeldByOther({ projectId, room, identity: held }, caller, clock()),
      });
      const drilledUrl = serverUrlOfDrill(drill, raw.caller.host);
      const granted = identity === asked ? subject : { ...subject, identity };
      const issued = signed(project, preset, granted, preset, {
        serverUrl: drilledUrl ?? serverUrl.url,
        source: 'request',
        client,
        ...(drill === undefined ? {} : { drill }),
      });
      const unknown = [...fields.unknown, ...unknownRoomConfigurationKeys(fields.roomConfig)];
      const isRewritten = serverUrl.rewritten && drilledUrl === undefined;
      const trouble = drill === undefined ? checkTrouble(deps.checkOf(project)) : undefined;
      const warnings = [
        ...requestWarnings(unknown, resolved, issued, isRewritten),
        ...(trouble === undefined ? [] : [warning('project_refused', { reason: trouble })]),
        ...(nameIsIdentity ? sandboxWarnings(issued, shortened) : []),
      ];
      liveIdentities.claim(
        { projectId, room: issued.room, identity: issued.identity },
        { requestId: raw.id, caller, expiresAt: issued.expiresAt },
      );
      if (guarded === 'kept') warnings.push(warning('identity_in_use'));
      if (guarded === 'changed') {
        warnings.push(warning('identity_changed', { asked, granted: identity }));
        reportGuard(reports, { asked, granted: identity });
      }
      if (liveIdentities.enterRoom(issued.room) && subject.roomConfig?.['agents'] !== undefined) {
        warnings.push(warning('room_reused_with_agents'));
      }
      const ignored = [...unknown, ...Array.from(permitted.ignored, (field) => WIRE_NAMES[field])];
      return {
        resolved,
        issued,
        reports: drill === undefined ? reports : reportDrill(reports, issued),
        warnings,
        trouble,
        ignored,
        ...(guarded === undefined ? {} : { guarded }),
      };
    },
    forPerson(input) {
      const project =
        input.projectId === undefined ? state.activeProject() : state.projectById(input.projectId);
      if (project === undefined) throw new TokenTrayError('no_project');
      const preset =
        input.presetId === undefined ? state.presetOf(project) : state.presetById(input.presetId);
      const asked = askedByPerson(input);
      const { subject } = grantSubject({
        asked,
        permitted: permitAll(asked),
        project,
        values: templateValues(project, preset, 'desktop', countFor(project)),
        nameIsIdentity: false,
      });
      const grants = input.grants ?? preset.grants;
      const ttlSeconds = input.ttlSeconds ?? preset.ttlSeconds;
      const source = input.source ?? 'window';
      if (ttlSeconds < MIN_TTL_SECONDS && source !== 'command') {
        throw new TokenTrayError('ttl_too_short', {}, 'ttlSeconds');
      }
      // On the command line the name falls back to the identity, as in `lk`.
      const name = subject.name === '' && source === 'command' ? subject.identity : subject.name;
      return signed(
        project,
        preset,
        { ...subject, name },
        { grants, ttlSeconds },
        { serverUrl: project.url, source },
      );
    },
    preview(project, preset) {
      const { subject } = grantSubject({
        asked: {},
        permitted: permitAll({}),
        project,
        values: templateValues(project, preset, 'app', (counters.get(project.id) ?? 0) + 1),
        nameIsIdentity: false,
      });
      checkLimits(subject);
      const nowSeconds = Math.floor(clock() / 1000);
      const { apiKey } = project;
      const { grants, ttlSeconds } = preset;
      const claims = accessTokenClaims({ apiKey, grants, subject, ttlSeconds, nowSeconds });
      return { serverUrl: project.url, claims };
    },
  };
}

/** The newest token that an app of this project got. */
export function earlierToken(shelf: TokenShelf, projectId: string): IssuedToken | undefined {
  return shelf
    .list()
    .find(
      (token) =>
        token.projectId === projectId && token.source === 'request' && token.identity !== '',
    );
}

/** The line of the identity says that it is not the one that was asked for. */
function reportGuard(
  reports: FieldReport[],
  { asked, granted }: { asked: string; granted: string },
): void {
  const field = 'participant_identity';
  const at = reports.findIndex((report) => report.field === field);
  const line: FieldReport = { field, asked, granted, reason: 'identity_guard' };
  if (at === -1) reports.push(line);
  else reports[at] = line;
}

/** Empty fields of a form are fields left out. */
function askedByPerson(input: MintInput): AskedFields {
  const { room, identity, name, metadata, attributes, agents } = input;
  return {
    ...(room === undefined || room === '' ? {} : { roomName: room }),
    ...(identity === undefined || identity === '' ? {} : { participantIdentity: identity }),
    ...(name === undefined || name === '' ? {} : { participantName: name }),
    ...(metadata === undefined || metadata === '' ? {} : { participantMetadata: metadata }),
    ...(attributes === undefined ? {} : { participantAttributes: attributes }),
    ...(agents === undefined
      ? {}
      : { roomConfig: { agents: agents.map((agent) => ({ ...agent })) } }),
  };
}

function requestWarnings(
  unknown: readonly string[],
  { project, preset, unknownTokenServerId }: Resolved,
  issued: IssuedToken,
  urlRewritten: boolean,
): Warning[] {
  const warnings: Warning[] = [];
  if (unknownTokenServerId) warnings.push(warning('unknown_token_server_id'));
  if (urlRewritten) {
    warnings.push(warning('server_url_rewritten', { from: project.url, to: issued.serverUrl }));
  }
  if (unknown.length > 0) {
    warnings.push(warning('unknown_fields', { fields: unknown.join(', ') }));
  }
  if (preset.ttlSeconds > MAX_TTL_SECONDS) warnings.push(warning('ttl_over_a_day'));
  return warnings;
}
