import { randomBytes } from 'node:crypto';
import { cause } from '../../contract/causes/causes.ts';
import type { Grants } from '../../contract/preset.ts';
import { DEFAULT_TTL_SECONDS } from '../../contract/limits-and-defaults.ts';
import type { Project } from '../../contract/project.ts';
import type { JoinProbeResult, LiveKitServer, MediaAddress } from '../livekit-ports.ts';
import { ownToken } from '../access-token.ts';
import type { DoctorRun } from './doctor-run.ts';

const HIDDEN: Grants = {
  video: { roomJoin: true, hidden: true, canPublish: false, canPublishData: false },
};

interface OwnJoin {
  project: Project;
  secret: string;
  nowSeconds: number;
  /** Hears of the signal connection as soon as it is open, in milliseconds. */
  onSignal?: (signalMs: number) => void;
}

/**
 * How the rooms of such joins begin; short, since a server may limit names. It keeps an empty room for minutes, so
 * lists of rooms leave them out.
 */
export const OWN_ROOM_PREFIX = 'tt-check-';

/** Joins the project's server as far as the media addresses: hidden, under a name of its own, in a room of its own. */
export function probeOwnJoin(
  server: Pick<LiveKitServer, 'probeJoin'>,
  { project, secret, nowSeconds, onSignal }: OwnJoin,
): Promise<JoinProbeResult> {
  const room = `${OWN_ROOM_PREFIX}${randomBytes(3).toString('hex')}`;
  const token = ownToken(
    { project, secret, room, nowSeconds },
    { grants: HIDDEN, ttlSeconds: DEFAULT_TTL_SECONDS },
  );
  const url = project.url.replace(/^http/i, 'ws');
  return server.probeJoin({ url, token, ...(onSignal === undefined ? {} : { onSignal }) });
}

/** The steps "signal" and "media": a join, as far as it goes without publishing. */
export async function examineJoin(
  run: DoctorRun,
  server: Pick<LiveKitServer, 'probeJoin'>,
  own: OwnJoin,
): Promise<JoinProbeResult> {
  const signal = run.begin('signal');
  let media = run.begin('media');
  const joined = await probeOwnJoin(server, {
    ...own,
    onSignal: (ms) => {
      signal.end([], `A join gets through to the server (${ms} ms).`);
      media = run.begin('media');
    },
  });
  if (joined.failure !== undefined) {
    signal.end([joined.failure], '');
    return joined;
  }
  signal.end([], `A join gets through to the server (${joined.signalMs ?? 0} ms).`);
  const relays = joined.turn ?? [];
  const deadRelays =
    relays.length > 0 && relays.every(({ reachable }) => !reachable)
      ? [cause('turn_unreachable', { addresses: listed(relays) })]
      : [];
  if (joined.media.length === 0) {
    media.unknown('The server offered no media address that could be checked.');
    return joined;
  }
  const reachable = joined.media.filter((address) => address.reachable);
  const silent = joined.media.filter((address) => !address.reachable);
  const ways = new Set(reachable.map(({ protocol }) => protocol.toUpperCase()));
  const noPath = cause('no_media_path', { addresses: listed(joined.media) });
  const others = silent.length === 0 ? '' : ` From here these do not answer: ${listed(silent)}.`;
  const relay = relays.length === 0 ? 'It offers no TURN' : 'Its TURN server answers';
  media.end(
    reachable.length > 0 ? deadRelays : [noPath, ...deadRelays],
    `Media reaches the server by ${[...ways].join(' and ')}. ${relay}.${others}`,
  );
  return joined;
}

/** The first few addresses in words, such as `udp 192.0.2.7:7882`. */
export function listed(addresses: readonly MediaAddress[]): string {
  return addresses
    .slice(0, 4)
    .map(({ protocol, address, port }) => `${protocol} ${address}:${port}`)
    .join(', ');
}
