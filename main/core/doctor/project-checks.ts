import type { Cause } from '../../contract/causes/causes.ts';
import type { DoctorReport } from '../../contract/doctor-report.ts';
import type { Project, ProjectCheck, ServerCheck } from '../../contract/project.ts';
import { credentialsOf } from '../../contract/selectors.ts';
import type { ServerState } from '../../contract/server-state.ts';
import type { Clock } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import type { Doctor } from './create-doctor.ts';

/** An import of many projects asks their servers a few at a time. */
const MAX_AT_ONCE = 3;
/** The first tokens after a start are quicker than what is looked at beside them. */
const AFTER_START_MS = 1_500;
/** Many apps that do not join are one reason to look again. */
const AGAIN_AFTER_MS = 10_000;

/** Whether apps can join with each project, as far as that was tried. Never on the path of a token. */
export interface ProjectChecks {
  /** Tries now, with a project and a secret that need not be saved. */
  ask(project: Project, secret: string): Promise<ServerCheck>;
  /** Tries a saved project and keeps the answer for as long as its credentials stay the same. */
  askAbout(project: Project): Promise<ServerCheck>;
  /** Tries in the background, unless the project's server may not be asked. */
  askSoon(ids: readonly string[]): void;
  /** Tries again since a token's participant did not join, unless that was done just now. */
  askAgain(id: string): void;
  /** Tries the active project when serving starts, which a move to another port is not. */
  serverChanged(status: ServerState['status']): void;
  /** The last answer about the project as it is now. */
  view(project: Project): ProjectCheck | undefined;
  close(): void;
}

export interface ProjectChecksDeps {
  state: State;
  vault: Vault;
  doctor: Doctor;
  clock: Clock;
  /** Called when an answer came. */
  onAnswer(): void;
}

export function createProjectChecks({
  state,
  vault,
  doctor,
  clock,
  onAnswer,
}: ProjectChecksDeps): ProjectChecks {
  const answers = new Map<string, { about: string; check: ProjectCheck; isWanted: boolean }>();
  const waiting = new Set<string>();
  const triedAt = new Map<string, number>();
  let running = 0;
  let isServing = false;
  let isClosed = false;
  let start: ReturnType<typeof setTimeout> | undefined;

  const secretOf = (project: Project): string | undefined => {
    const reading = vault.read(project);
    return reading.state === 'set' && project.apiKey !== '' ? reading.secret : undefined;
  };

  const ask = async (project: Project, secret: string): Promise<ServerCheck> => {
    const startedAt = performance.now();
    const report = await doctor.examine({ kind: 'project', project, secret, isQuick: true });
    return checkOf(report, Math.round(performance.now() - startedAt));
  };

  /** @param isWanted whether a person asked for it */
  const keep = async (
    project: Project,
    secret: string,
    isWanted: boolean,
  ): Promise<ServerCheck> => {
    const about = credentialsOf(project);
    triedAt.set(project.id, clock());
    const check = await ask(project, secret);
    // What was asked about may be gone or changed meanwhile; then the answer is of no use.
    const current = state.projects.find(({ id }) => id === project.id);
    if (current !== undefined && credentialsOf(current) === about) {
      answers.set(project.id, { about, check: { ...check, at: Math.floor(clock()) }, isWanted });
      if (!isClosed) onAnswer();
    }
    return check;
  };

  const next = (): void => {
    const [id] = waiting;
    if (id === undefined || running >= MAX_AT_ONCE) return;
    waiting.delete(id);
    const project = state.projects.find((item) => item.id === id);
    const secret = project && secretOf(project);
    if (project === undefined || secret === undefined || project.watchJoins === false) {
      next();
      return;
    }
    running += 1;
    void keep(project, secret, false)
      .catch(() => {})
      .finally(() => {
        running -= 1;
        next();
      });
    next();
  };

  const askSoon = (ids: readonly string[]): void => {
    if (isClosed) return;
    for (const id of ids) waiting.add(id);
    next();
  };

  return {
    ask,
    async askAbout(project) {
      const secret = secretOf(project);
      if (secret === undefined) throw new Error('The project has no secret.');
      return keep(project, secret, true);
    },
    askSoon,
    askAgain(id) {
      if (clock() - (triedAt.get(id) ?? 0) >= AGAIN_AFTER_MS) askSoon([id]);
    },
    serverChanged(status) {
      if (status === 'starting') return;
      const begins = status === 'serving' && !isServing;
      isServing = status === 'serving';
      if (!begins || isClosed) return;
      clearTimeout(start);
      const since = clock();
      start = setTimeout(() => {
        const active = state.activeProject();
        if (!isServing || active === undefined) return;
        // The window, or a change of project, may have been quicker.
        if ((triedAt.get(active.id) ?? 0) < since) askSoon([active.id]);
      }, AFTER_START_MS);
      start.unref();
    },
    view(project) {
      const answer = answers.get(project.id);
      if (answer === undefined || answer.about !== credentialsOf(project)) return undefined;
      // Switched off since.
      if (project.watchJoins === false && !answer.isWanted) return undefined;
      return vault.read(project).state === 'set' ? answer.check : undefined;
    },
    close() {
      isClosed = true;
      waiting.clear();
      clearTimeout(start);
    },
  };
}

/** What a person should know of a server that takes the key. */
const TOLD_BESIDE: ReadonlySet<Cause['code']> = new Set([
  'room_not_created',
  'clock_drift',
  'turn_unreachable',
  'room_config_ignored',
]);

/** An examination of a project in the few words that a form, a list and the tray have room for. */
function checkOf(report: DoctorReport, durationMs: number): ServerCheck {
  const { cause, causes, clockOffsetSeconds } = report;
  const measured = {
    durationMs,
    ...(clockOffsetSeconds === undefined ? {} : { clockSkewSeconds: clockOffsetSeconds }),
  };
  if (cause !== undefined) {
    const message = `${cause.sentence} ${cause.fix}`;
    return { ok: false, finding: cause.code, message, cause, ...measured };
  }
  const warning = causes.find(({ code }) => TOLD_BESIDE.has(code));
  const accepted = 'The LiveKit server accepts this key and secret.';
  return {
    ok: true,
    finding: 'accepted',
    message: warning === undefined ? accepted : `${accepted} ${warning.sentence} ${warning.fix}`,
    ...(warning === undefined ? {} : { cause: warning }),
    ...measured,
  };
}
