import { cause, type Cause } from '../../contract/causes/causes.ts';
import type { DoctorReport } from '../../contract/doctor-report.ts';
import { DEFAULT_TTL_SECONDS } from '../../contract/limits-and-defaults.ts';
import { parseLiveKitUrl } from '../../contract/livekit-url.ts';
import type { Project } from '../../contract/project.ts';
import { decodeClaims, roomOfClaims } from '../../contract/token-claims.ts';
import type { LiveKitServer, ServerAnswer } from '../livekit-ports.ts';
import type { DoctorRun } from './doctor-run.ts';
import { driftWarning, projectCause } from './examine-clock.ts';
import { examineJoin } from './examine-join.ts';
import { examineMachine, type MachineExamination } from './examine-machine.ts';
import { examineRoomOf } from './examine-room.ts';

export interface ServerExamination extends MachineExamination {
  liveKitServer: LiveKitServer;
  nowSeconds(): number;
}

interface Examined {
  token: string;
  /** Where it can be read: rooms and joins are asked with tokens of our own. */
  secret: string | undefined;
  /** Whether we made the token: then its room is only made up. */
  isOwn: boolean;
  /** Whether the token's participant was seen in its room. */
  hasJoined?: boolean;
  /** Whether to look at this machine, too. */
  isThorough: boolean;
}

/** With these, what answered is not LiveKit, or it refuses every token of the project: looking further says nothing. */
const ENDS_HERE: ReadonlySet<string> = new Set([
  'url_no_scheme',
  'url_invalid',
  'unknown_host',
  'connection_refused',
  'no_route',
  'timeout',
  'connection_reset',
  'tls_expected_plain_found',
  'plain_expected_tls_found',
  'certificate_untrusted',
  'redirected',
  'bad_gateway',
  'proxy_refused',
  'url_has_path',
  'not_livekit',
  'unknown_api_key',
  'clock_skew',
]);

/** The server's part of an examination: connection, key, clock, room, a join, and this machine where it runs here. */
export async function examineServer(
  run: DoctorRun,
  deps: ServerExamination,
  project: Project,
  { token, secret, isOwn, hasJoined, isThorough }: Examined,
): Promise<Partial<DoctorReport>> {
  const { liveKitServer, nowSeconds } = deps;
  const { id, name, url } = project;
  const claims = decodeClaims(token) ?? {};
  const step = run.begin('server');
  const asked = { url, token };
  const answer = isThorough
    ? await askAndConnect(run, liveKitServer, asked)
    : await liveKitServer.ask(asked);
  const offset = answer.clockOffsetSeconds;
  const isRightHere = isOwn || run.known(answer.cause?.code ?? '') === undefined;
  const refusal = isRightHere ? projectCause(answer, url) : answer.cause;
  const field = refusal === undefined ? undefined : fieldUnknownThere(refusal);
  if (field !== undefined && run.known('room_config_invalid') === undefined) {
    step.end([cause('server_too_old', { field })], '');
    return { project: { id, name, url } };
  }
  const causes: Cause[] = [];
  // The token's own examination says the same with more detail.
  if (refusal !== undefined) causes.push(run.known(refusal.code) ?? refusal);
  if (answer.roomMissing === true) {
    const room = roomOfClaims(claims);
    causes.push(isOwn ? cause('room_not_created') : cause('room_missing', { room }));
  }
  step.end(causes, `${hostOf(url)} takes the token (${answer.durationMs} ms).`);
  const rest: Partial<DoctorReport> = {
    project: { id, name, url },
    ...(offset === undefined ? {} : { clockOffsetSeconds: offset }),
  };
  if (offset !== undefined && refusal?.code !== 'clock_skew') {
    const drift = driftWarning(offset, url, DEFAULT_TTL_SECONDS);
    run.begin('clock').end(drift === undefined ? [] : [drift], 'The clocks agree.');
  }
  if (secret === undefined || ENDS_HERE.has(refusal?.code ?? '')) return rest;
  if (isOwn && refusal?.code === 'wrong_secret') return rest;

  // By the server's clock, which may be far ahead of a token that lives for a minute.
  const serverSeconds = nowSeconds() - (offset ?? 0);
  const inRoom = { project, secret, token, hasJoined, nowSeconds: serverSeconds };
  const room = isOwn ? undefined : examineRoomOf(run, liveKitServer, inRoom);
  const join =
    answer.roomMissing === true
      ? undefined
      : examineJoin(run, liveKitServer, { project, secret, nowSeconds: nowSeconds() });
  const machine = isThorough
    ? examineMachine(run, deps, { url, token, media: join?.then(({ media }) => media) })
    : undefined;
  const [joined] = await Promise.all([join, room, machine]);
  if (joined === undefined) {
    run.begin('signal').unknown('This server does not create rooms on join, so no join was tried.');
    return rest;
  }
  const { serverVersion } = joined;
  if (ignoresRoomConfig(serverVersion) && claims['roomConfig'] !== undefined) {
    run.add(cause('room_config_ignored', { version: serverVersion ?? '' }));
  }
  return serverVersion === undefined ? rest : { ...rest, serverVersion };
}

/** Asks, and shows beside it how the connection is opened: the name, TCP and TLS, each with its time. */
async function askAndConnect(
  run: DoctorRun,
  server: Pick<LiveKitServer, 'ask' | 'connect'>,
  { url, token }: { url: string; token: string },
): Promise<ServerAnswer> {
  const step = run.begin('connection');
  const asked = server.ask({ url, token });
  const stages = await server.connect({ url });
  const spans = stages.map(({ stage, ms }) => `${stage} ${ms} ms`);
  if (stages.length === 0) return asked;
  if (stages.some(({ failed }) => failed)) {
    // Why is for the answer to say, which tells more of them apart.
    const { cause: why } = await asked;
    if (why === undefined)
      step.unknown(`Not every try to connect got through: ${spans.join(', ')}.`);
    else step.end([why], '');
  } else step.end([], `Connected: ${spans.join(', ')}.`);
  return asked;
}

/** A field that the server does not know, though LiveKit's schema has it: the token's own examination found no fault. */
function fieldUnknownThere({ code, sentence }: Cause): string | undefined {
  return code === 'room_config_invalid' ? /unknown field "(\w+)"/.exec(sentence)?.[1] : undefined;
}

/** LiveKit 1.7 and older read no room configuration from a token. */
function ignoresRoomConfig(version: string | undefined): boolean {
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return major !== '' && Number(major) * 1000 + Number(minor) < 1008;
}

function hostOf(url: string): string {
  const parsed = parseLiveKitUrl(url);
  return 'code' in parsed ? url : new URL(parsed.url).host;
}
