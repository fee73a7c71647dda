import type { ActivityDetail } from '../../contract/activity.ts';
import { causeOfFailure, drillCause, type Cause } from '../../contract/causes/causes.ts';
import type { DoctorCheck, DoctorReport } from '../../contract/doctor-report.ts';
import type { DrillCode } from '../../contract/drills.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { DEFAULT_TTL_SECONDS } from '../../contract/limits-and-defaults.ts';
import type { Project } from '../../contract/project.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { TokenTrayPorts } from '../ports.ts';
import type { Issuer } from '../request/issue.ts';
import type { State } from '../state/state.ts';
import { requireSecret, type Vault } from '../state/vault.ts';
import { signHs256 } from '../access-token.ts';
import { startRun, type DoctorRun } from './doctor-run.ts';
import { examineServer, type ServerExamination } from './examine-server.ts';
import { examineToken, type KnownProject } from './examine-token.ts';

export interface DoctorDeps {
  state: State;
  vault: Vault;
  issuer: Issuer;
  ports: Pick<TokenTrayPorts, 'clock' | 'host' | 'liveKitServer' | 'machine' | 'ownNames'>;
  snapshot(): Snapshot;
}

/** What to look at. */
export type Patient =
  | {
      kind: 'token';
      token: string;
      projectId?: string;
      hasJoined?: boolean;
      drill?: DrillCode;
    }
  /** `secret`: one that need not be saved. `isQuick`: this machine is not looked at. */
  | { kind: 'project'; project: Project; secret?: string; isQuick?: boolean }
  | { kind: 'request'; entry: ActivityDetail; token: string | undefined };

export interface Doctor {
  /** @param onCheck hears of each step as it ends */
  examine(patient: Patient, onCheck?: (check: DoctorCheck) => void): Promise<DoctorReport>;
}

/**
 * Finds out why a participant does not join: reads the token as a server does, asks the project's own LiveKit
 * server, and joins as far as the media addresses. Nothing of it is on the way of a token that an app gets.
 */
export function createDoctor({ state, vault, issuer, ports, snapshot }: DoctorDeps): Doctor {
  const nowSeconds = (): number => Math.floor(ports.clock() / 1000);
  const around: ServerExamination = {
    liveKitServer: ports.liveKitServer,
    machine: ports.machine,
    platform: ports.host.description.platform,
    ownNames: () => ports.ownNames?.() ?? new Set(),
    lanAddresses: () => {
      const { server } = snapshot();
      return server.status === 'serving' ? server.lanAddresses : [];
    },
    nowSeconds,
  };

  const knownProjects = (): KnownProject[] =>
    state.projects.flatMap((project) => {
      const reading = vault.read(project);
      const { id, name, apiKey } = project;
      return reading.state === 'set' ? [{ id, name, apiKey, secret: reading.secret }] : [];
    });

  /** What an app gets that asks for nothing: the project's preset and defaults. */
  const tokenOf = (project: Project, secret: string): string => {
    const { claims } = issuer.preview(project, state.presetOf(project));
    const now = nowSeconds();
    const lifetime = Math.min(Number(claims['exp']) - now, DEFAULT_TTL_SECONDS);
    return signHs256({ ...claims, exp: now + lifetime }, secret);
  };

  const examineProject = async (
    run: DoctorRun,
    { project, secret: given, isQuick = false }: Patient & { kind: 'project' },
  ): Promise<DoctorReport> => {
    const step = run.begin('secret');
    let secret: string;
    let token: string;
    try {
      secret = given ?? requireSecret(vault, project);
      token = tokenOf(project, secret);
    } catch (error) {
      if (!(error instanceof TokenTrayError)) throw error;
      step.end([causeOfFailure(error.failure)], '');
      const { id, name, url } = project;
      return run.report({ project: { id, name, url } });
    }
    step.end([], `Project "${project.name}" has its key and secret.`);

    const read = run.begin('token');
    const { id, name, apiKey } = project;
    const projects = [{ id, name, apiKey, secret }];
    const { causes } = examineToken(token, { nowSeconds: nowSeconds(), projects });
    // What the preset withholds on purpose is no finding here.
    read.end(
      causes.filter(({ level }) => level === 'cause'),
      'A token that asks for nothing is complete.',
    );
    const examined = { token, secret, isOwn: true, isThorough: !isQuick };
    return run.report(await examineServer(run, around, project, examined));
  };

  const examinePasted = async (
    run: DoctorRun,
    {
      token: pasted,
      projectId,
      hasJoined = false,
      drill,
    }: Omit<Patient & { kind: 'token' }, 'kind'>,
  ): Promise<DoctorReport> => {
    const step = run.begin('token');
    const { causes, signedBy, claims } = examineToken(pasted, {
      nowSeconds: nowSeconds(),
      projects: knownProjects(),
    });
    step.end(
      [...drillCauses(drill), ...causes],
      'The token is complete, and its times and grants let it join.',
    );
    if (claims === undefined) return run.report({});
    const rest = { claims, ...(signedBy === undefined ? {} : { signedBy }) };
    const signer = state.projects.find(({ id }) => id === signedBy?.id);
    const holder =
      signer?.apiKey === claims['iss']
        ? signer
        : state.projects.find(({ apiKey }) => apiKey === claims['iss']);
    const project = state.projects.find(({ id }) => id === projectId) ?? holder ?? signer;
    if (project === undefined) {
      run.begin('server').unknown('No project here has this API key, so no server was asked.');
      return run.report(rest);
    }
    const reading = vault.read(project);
    const secret = reading.state === 'set' ? reading.secret : undefined;
    const token = pasted.trim();
    const examined = { token, secret, isOwn: false, hasJoined, isThorough: true };
    const server = await examineServer(run, around, project, examined);
    return run.report({ ...rest, ...server });
  };

  const examineRequest = (
    run: DoctorRun,
    entry: ActivityDetail,
    token: string | undefined,
  ): Promise<DoctorReport> | DoctorReport => {
    const step = run.begin('request');
    const drilled = drillCauses(entry.drill);
    if (entry.error !== undefined) {
      step.end(drilled.length > 0 ? drilled : [causeOfFailure(entry.error)], '');
      return run.report({});
    }
    step.end(drilled, `The app got a token (status ${entry.status}).`);
    if (token !== undefined) {
      const { projectId } = entry;
      const chosen = projectId === undefined ? {} : { projectId };
      return examinePasted(run, { token, hasJoined: entry.join?.state === 'joined', ...chosen });
    }
    run.begin('token').unknown('The token is gone from memory, so its project is checked instead.');
    const project = state.projects.find(({ id }) => id === entry.projectId);
    return project === undefined
      ? run.report({})
      : examineProject(run, { kind: 'project', project });
  };

  return {
    async examine(patient, onCheck = () => {}) {
      const run = startRun(onCheck);
      switch (patient.kind) {
        case 'project':
          return examineProject(run, patient);
        case 'token':
          return examinePasted(run, patient);
        case 'request':
          return examineRequest(run, patient.entry, patient.token);
      }
    },
  };
}

function drillCauses(drill: DrillCode | undefined): Cause[] {
  return drill === undefined ? [] : [drillCause(drill)];
}
