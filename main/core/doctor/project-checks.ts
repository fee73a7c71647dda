import { cause, type Cause } from '../../contract/causes/causes.ts';
import { isLoopbackHostname, parseLiveKitUrl } from '../../contract/livekit-url.ts';
import { credentialsOf } from '../../contract/selectors.ts';
import type { Project, ProjectCheck, ServerCheck } from '../../contract/project.ts';
import { DEFAULT_TTL_SECONDS } from '../../contract/limits-and-defaults.ts';
import type { LiveKitServer, ServerAnswer } from '../livekit-ports.ts';
import type { Clock, Sign } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import { accessTokenClaims } from '../access-token.ts';
import { LEEWAY_SECONDS } from './examine-token.ts';

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

/** Half of the leeway is worth a word. */
const OFFSET_WORTH_A_WORD = 30;

/** The codes that blame the token's times, which a freshly made token has right by this machine's clock. */
const TIME_CODES: ReadonlySet<string> = new Set([
  'token_expired',
  'token_not_yet_valid',
  'token_issued_in_future',
]);

/** What the server's answer to a freshly made token says of the project's URL, key and secret. */
export function checkOf(
  answer: ServerAnswer,
  { url, ttlSeconds }: { url: string; ttlSeconds: number },
): ServerCheck {
  const { clockOffsetSeconds: offset, durationMs } = answer;
  const measured = {
    durationMs,
    ...(offset === undefined ? {} : { clockSkewSeconds: offset }),
  };
  const found = projectCause(answer, url);
  if (found !== undefined) {
    return {
      ok: false,
      finding: found.code,
      message: `${found.sentence} ${found.fix}`,
      cause: found,
      ...measured,
    };
  }
  const warning =
    answer.roomMissing === true ? cause('room_not_created') : driftWarning(offset, url, ttlSeconds);
  const accepted = 'The LiveKit server accepts this key and secret.';
  return {
    ok: true,
    finding: 'accepted',
    message: warning === undefined ? accepted : `${accepted} ${warning.sentence} ${warning.fix}`,
    ...(warning === undefined ? {} : { cause: warning }),
    ...measured,
  };
}

/** The answer's cause as it concerns a project: times that a fresh token has wrong are the clocks' fault. */
export function projectCause(answer: ServerAnswer, url: string): Cause | undefined {
  const found = answer.cause;
  if (found === undefined || !TIME_CODES.has(found.code)) return found;
  const offset = answer.clockOffsetSeconds ?? 0;
  const seconds = offset === 0 ? 'more than 60' : Math.abs(offset);
  return cause('clock_skew', { seconds, whose: whoseClock(offset, url, found.code) });
}

/**
 * A server that is ahead takes a token as long as its lifetime outlasts the difference; one that is behind
 * refuses from 60 s on (measured).
 */
export function driftWarning(
  offset: number | undefined,
  url: string,
  ttlSeconds: number,
): Cause | undefined {
  if (offset === undefined || Math.abs(offset) < OFFSET_WORTH_A_WORD) return undefined;
  const seconds = Math.abs(offset);
  const effect =
    offset > 0
      ? `From ${LEEWAY_SECONDS} s on, the server refuses tokens from here.`
      : `Tokens end ${seconds} s early there; a lifetime of ${ttlSeconds} s leaves ${Math.max(0, ttlSeconds - seconds)} s.`;
  return cause('clock_drift', { seconds, whose: whoseClock(offset, url), effect });
}

/** Which clock is off. No third one is asked, so this names the likely one and says so. */
function whoseClock(offset: number, url: string, code?: string): string {
  const hereIsAhead = offset > 0 || (offset === 0 && code !== 'token_expired');
  const direction = hereIsAhead ? 'this machine is ahead' : 'the server is ahead';
  const parsed = parseLiveKitUrl(url);
  const hostname = 'code' in parsed ? '' : parsed.hostname;
  if (isLoopbackHostname(hostname)) {
    return `${direction}. Both run on this machine, so a container, virtual machine or WSL is likely the one that is off`;
  }
  return hostname.endsWith('.livekit.cloud')
    ? `${direction}. LiveKit Cloud keeps network time, so this machine is likely the one that is off`
    : direction;
}
