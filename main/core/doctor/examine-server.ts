import { randomBytes } from 'node:crypto';
import { cause, type Cause } from '../../contract/causes/causes.ts';
import type { DoctorReport } from '../../contract/doctor-report.ts';
import type { Grants } from '../../contract/preset.ts';
import type { JsonObject } from '../../contract/json.ts';
import { DEFAULT_TTL_SECONDS } from '../../contract/limits-and-defaults.ts';
import { isLoopbackHostname, parseLiveKitUrl } from '../../contract/livekit-url.ts';
import type { Project } from '../../contract/project.ts';
import { decodeClaims } from '../../contract/token-claims.ts';
import { ownToken, readingToken } from '../access-token.ts';
import { driftWarning, projectCause } from './project-checks.ts';
import type { LiveKitServer } from '../livekit-ports.ts';
import type { MediaAddress } from '../livekit-ports.ts';
import type { DoctorRun } from './doctor-run.ts';
import { firewallCommand } from './firewall-command.ts';
import { examineRoom } from './examine-room.ts';

export interface ServerExaminationDeps {
  liveKitServer: LiveKitServer;
  /** The addresses at which phones reach the endpoint, while LAN is on. */
  lanAddresses(): readonly string[];
  /** Of this machine, as `process.platform` names it. */
  platform: string;
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
}

const HIDDEN: Grants = {
  video: { roomJoin: true, hidden: true, canPublish: false, canPublishData: false },
};

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

/** The server's part of an examination: validate, clock, room, LAN, signal connection, media addresses. */
export function createServerExamination({
  liveKitServer,
  lanAddresses,
  platform,
  nowSeconds,
}: ServerExaminationDeps) {
  const examineRoomOf = async (
    run: DoctorRun,
    project: Project,
    { token, hasJoined }: Examined,
    { secret, serverSeconds }: { secret: string; serverSeconds: number },
  ): Promise<void> => {
    const claims = claimsOf(token);
    const room = roomOf(claims);
    if (room === '') return;
    const step = run.begin('room');
    const reading = await liveKitServer.readRoom({
      url: project.url,
      token: readingToken({ project, secret, room, nowSeconds: serverSeconds }),
      room,
    });
    if ('failure' in reading) {
      step.unknown(`Who is in room "${room}" could not be read. ${reading.failure.sentence}`);
      return;
    }
    const { causes, line } = examineRoom(reading, {
      claims,
      room,
      ...(hasJoined === undefined ? {} : { hasJoined }),
    });
    step.end(causes, line);
  };

  /** A phone is given this machine's own address; a server that listens on loopback only is out of its reach. */
  const examineLan = async (run: DoctorRun, { url }: Project, token: string): Promise<void> => {
    const parsed = parseLiveKitUrl(url);
    const addresses = lanAddresses();
    if ('code' in parsed || !isLoopbackHostname(parsed.hostname) || addresses.length === 0) return;
    const step = run.begin('lan');
    const answers = await Promise.all(
      addresses.map((address) => {
        const there = new URL(parsed.url);
        there.hostname = address.includes(':') ? `[${address}]` : address;
        return liveKitServer.ask({ url: there.href, token });
      }),
    );
    const isOut = answers.every((answer) => ENDS_HERE.has(answer.cause?.code ?? ''));
    const command = 'livekit-server --dev --bind 0.0.0.0';
    step.end(
      isOut ? [cause('server_on_loopback', { device: 'a phone', command })] : [],
      `The LiveKit server listens on the network. If a firewall keeps phones out: ${firewallCommand(platform, Number(new URL(parsed.url).port || 80))}`,
    );
  };

  const examineJoin = async (
    run: DoctorRun,
    project: Project,
    secret: string,
  ): Promise<string | undefined> => {
    const signal = run.begin('signal');
    const room = `tt-${randomBytes(3).toString('hex')}`;
    const token = ownToken(
      { project, secret, room, nowSeconds: nowSeconds() },
      { grants: HIDDEN, ttlSeconds: DEFAULT_TTL_SECONDS },
    );
    const media = run.begin('media');
    const joined = await liveKitServer.probeJoin({
      url: project.url.replace(/^http/i, 'ws'),
      token,
    });
    if (joined.failure !== undefined) {
      signal.end([joined.failure], '');
      return undefined;
    }
    signal.end([], `A join gets through to the server (${joined.signalMs ?? 0} ms).`);
    const relays = joined.turn ?? [];
    const deadRelays =
      relays.length > 0 && relays.every(({ reachable }) => !reachable)
        ? [cause('turn_unreachable', { addresses: listed(relays) })]
        : [];
    if (joined.media.length === 0) {
      media.unknown('The server offered no media address that could be checked.');
      return joined.serverVersion;
    }
    const reachable = joined.media.filter((address) => address.reachable);
    const ways = new Set(reachable.map(({ protocol }) => protocol.toUpperCase()));
    const noPath = cause('no_media_path', { addresses: listed(joined.media) });
    const silent = joined.media.filter((address) => !address.reachable);
    const others = silent.length === 0 ? '' : ` From here these do not answer: ${listed(silent)}.`;
    const relay = relays.length === 0 ? 'It offers no TURN' : 'Its TURN server answers';
    media.end(
      reachable.length > 0 ? deadRelays : [noPath, ...deadRelays],
      `Media reaches the server by ${[...ways].join(' and ')}. ${relay}.${others}`,
    );
    return joined.serverVersion;
  };

  return async (
    run: DoctorRun,
    project: Project,
    examined: Examined,
  ): Promise<Partial<DoctorReport>> => {
    const { token, secret, isOwn } = examined;
    const { id, name, url } = project;
    const step = run.begin('server');
    const answer = await liveKitServer.ask({ url, token });
    const offset = answer.clockOffsetSeconds;
    const isRightHere = isOwn || run.known(answer.cause?.code ?? '') === undefined;
    const refusal = isRightHere ? projectCause(answer, url) : answer.cause;
    const causes: Cause[] = [];
    const field = refusal === undefined ? undefined : fieldUnknownThere(refusal);
    if (field !== undefined && run.known('room_config_invalid') === undefined) {
      step.end([cause('server_too_old', { field })], '');
      return { project: { id, name, url } };
    }
    // The token's own examination says the same with more detail.
    if (refusal !== undefined) causes.push(run.known(refusal.code) ?? refusal);
    if (answer.roomMissing === true) {
      const room = roomOf(claimsOf(token));
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

    const looks = [examineLan(run, project, token)];
    // By the server's clock, which may be far ahead of a token that lives for a minute.
    const serverSeconds = nowSeconds() - (offset ?? 0);
    if (!isOwn) looks.push(examineRoomOf(run, project, examined, { secret, serverSeconds }));
    const joining = answer.roomMissing === true ? undefined : examineJoin(run, project, secret);
    await Promise.all(looks);
    if (joining === undefined) {
      run
        .begin('signal')
        .unknown('This server does not create rooms on join, so no join was tried.');
      return rest;
    }
    const serverVersion = await joining;
    if (ignoresRoomConfig(serverVersion) && claimsOf(token)['roomConfig'] !== undefined) {
      run.add(cause('room_config_ignored', { version: serverVersion ?? '' }));
    }
    return serverVersion === undefined ? rest : { ...rest, serverVersion };
  };
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

function listed(addresses: readonly MediaAddress[]): string {
  return addresses
    .slice(0, 4)
    .map(({ protocol, address, port }) => `${protocol} ${address}:${port}`)
    .join(', ');
}

function claimsOf(token: string): JsonObject {
  return decodeClaims(token) ?? {};
}

function roomOf({ video }: JsonObject): string {
  const room =
    typeof video === 'object' && video !== null && !Array.isArray(video) ? video['room'] : '';
  return typeof room === 'string' ? room : '';
}

function hostOf(url: string): string {
  const parsed = parseLiveKitUrl(url);
  return 'code' in parsed ? url : new URL(parsed.url).host;
}
