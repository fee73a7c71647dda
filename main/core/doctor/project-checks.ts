import { credentialsOf, type Project, type ProjectCheck } from '../../contract/project.ts';
import { DEFAULT_TTL_SECONDS } from '../../contract/limits.ts';
import type { ServerCheck } from '../../contract/server-check.ts';
import type { Clock, LiveKitServer, Sign } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import { accessTokenClaims } from '../token/claims.ts';
import { checkOf } from './check-project.ts';

/**
 * How long the token lives with which a LiveKit server is asked about a project, in seconds: as long as an app's by
 * default, since a server whose clock is ahead takes only those that outlast the difference.
 */
const TEST_TOKEN_TTL_SECONDS = DEFAULT_TTL_SECONDS;
/** An import of many projects asks their servers a few at a time. */
const MAX_AT_ONCE = 3;

export interface Credentials {
  url: string;
  apiKey: string;
  apiSecret: string;
}

/** Whether each project's server takes its key, as far as it was asked. Never on the path of a token. */
export interface ProjectChecks {
  /** Asks now, with credentials that need not be saved. */
  ask(credentials: Credentials): Promise<ServerCheck>;
  /** Asks about a saved project and keeps the answer for as long as its credentials stay the same. */
  askAbout(project: Project): Promise<ServerCheck>;
  /** Asks in the background, unless the project's server may not be asked. */
  askSoon(ids: readonly string[]): void;
  /** The last answer about the project as it is now. */
  view(project: Project): ProjectCheck | undefined;
  close(): void;
}

export interface ProjectChecksDeps {
  state: State;
  vault: Vault;
  server: Pick<LiveKitServer, 'ask'>;
  sign: Sign;
  clock: Clock;
  /** Called when an answer came. */
  onAnswer(): void;
}

export function createProjectChecks({
  state,
  vault,
  server,
  sign,
  clock,
  onAnswer,
}: ProjectChecksDeps): ProjectChecks {
  const answers = new Map<string, { about: string; check: ProjectCheck }>();
  const waiting = new Set<string>();
  let running = 0;
  let isClosed = false;

  const credentialsToAsk = (project: Project): Credentials | undefined => {
    const reading = vault.read(project);
    if (reading.state !== 'set' || project.apiKey === '') return undefined;
    return { url: project.url, apiKey: project.apiKey, apiSecret: reading.secret };
  };

  const ask = async ({ url, apiKey, apiSecret }: Credentials): Promise<ServerCheck> => {
    const claims = accessTokenClaims({
      apiKey,
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
      nowSeconds: Math.floor(clock() / 1000),
    });
    const answer = await server.ask({ url, token: sign(claims, apiSecret) });
    return checkOf(answer, { url, ttlSeconds: TEST_TOKEN_TTL_SECONDS });
  };

  const keep = async (project: Project, credentials: Credentials): Promise<ServerCheck> => {
    const about = credentialsOf(project);
    const check = await ask(credentials);
    // What was asked about may be gone or changed meanwhile; then the answer is of no use.
    const current = state.projects.find(({ id }) => id === project.id);
    if (current !== undefined && credentialsOf(current) === about) {
      answers.set(project.id, { about, check: { ...check, at: Math.floor(clock()) } });
      if (!isClosed) onAnswer();
    }
    return check;
  };

  const next = (): void => {
    const [id] = waiting;
    if (id === undefined || running >= MAX_AT_ONCE) return;
    waiting.delete(id);
    const project = state.projects.find((item) => item.id === id);
    const credentials = project && credentialsToAsk(project);
    if (project === undefined || credentials === undefined || project.watchJoins === false) {
      next();
      return;
    }
    running += 1;
    void keep(project, credentials)
      .catch(() => {})
      .finally(() => {
        running -= 1;
        next();
      });
    next();
  };

  return {
    ask,
    async askAbout(project) {
      const credentials = credentialsToAsk(project);
      if (credentials === undefined) throw new Error('The project has no secret.');
      return keep(project, credentials);
    },
    askSoon(ids) {
      for (const id of ids) waiting.add(id);
      next();
    },
    view(project) {
      const answer = answers.get(project.id);
      if (answer === undefined || answer.about !== credentialsOf(project)) return undefined;
      return vault.read(project).state === 'set' ? answer.check : undefined;
    },
    close() {
      isClosed = true;
      waiting.clear();
    },
  };
}
