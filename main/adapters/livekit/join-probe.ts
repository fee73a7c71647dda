import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { type JoinResponse, SignalRequest, SignalResponse } from '@livekit/protocol';
import { WebSocket } from 'ws';
import { isJsonObject } from '../../contract/json.ts';
import type { JoinProbeResult, ProbeJoin } from '../../core/livekit-ports.ts';
import { networkCause, UpgradeRefused } from './network-cause.ts';
import { reachMedia, type IceCredentials, type MediaCandidate } from './reach-media.ts';

const TIME_LIMIT_MS = 2_500;
/** Host candidates come within milliseconds of the offer; what is gathered by STUN servers comes later. */
const CANDIDATES_WITHIN_MS = 250;
const MEDIA_WITHIN_MS = 1_200;
const MORE_MEDIA_WITHIN_MS = 150;
const MAX_CANDIDATES = 16;
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The signal protocol of a client that gets its offer from the server: `/rtc` answers it in every version. */
const CLIENT = { auto_subscribe: '0', protocol: '15', sdk: 'js', version: '2.0.0' };

/** Opens the signal connection, takes the server's offer, and asks each media address that comes with it. */
export const probeJoin: ProbeJoin = async ({
  url,
  token,
  timeLimitMs = TIME_LIMIT_MS,
  onSignal,
}) => {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const left = (): number => Math.max(1, timeLimitMs - elapsed());
  const signal = openSignal(url, token, timeLimitMs);
  try {
    const joined = await signal.joined;
    const signalMs = elapsed();
    onSignal?.(signalMs);
    const result: JoinProbeResult = {
      signalMs,
      serverVersion: joined.serverVersion,
      media: [],
      turn: [],
    };
    const relays = Promise.all(
      joined.iceServers
        .flatMap(({ urls }) => urls.flatMap(readTurnUrl))
        .slice(0, MAX_CANDIDATES)
        .map(async (relay) => {
          const reachable = await reachMedia(relay, undefined, MEDIA_WITHIN_MS);
          result.turn?.push({ ...relay, reachable });
        }),
    );
    const offer = await within(signal.offered, left());
    const credentials = offer && readCredentials(offer.sdp);
    if (offer === undefined || credentials === undefined) {
      await relays;
      return result;
    }
    signal.send(answerTo(offer, credentials.ownFragment));
    await within(signal.allCandidates, Math.min(CANDIDATES_WITHIN_MS, left()));
    const candidates = signal.candidates();
    result.media = candidates.map((candidate) => ({ ...candidate, reachable: false }));
    const first = promise<void>();
    const all = Promise.all(
      result.media.map(async (candidate) => {
        candidate.reachable = await reachMedia(candidate, credentials, MEDIA_WITHIN_MS);
        if (!candidate.reachable) return;
        result.mediaMs ??= elapsed();
        first.resolve();
      }),
    );
    // One way is enough to join; the others get a moment more, since the list is shown.
    const enough = first.promise.then(() => within(all, MORE_MEDIA_WITHIN_MS));
    await Promise.race([all, enough]);
    await relays;
    return result;
  } catch (error) {
    return { failure: networkCause(error, { url, seconds: timeLimitMs / 1000 }), media: [] };
  } finally {
    signal.leave();
  }
};

interface Offer {
  sdp: string;
  id: number;
}

type Joined = Pick<JoinResponse, 'serverVersion' | 'iceServers'>;

interface Signal {
  joined: Promise<Joined>;
  offered: Promise<Offer>;
  allCandidates: Promise<void>;
  candidates(): MediaCandidate[];
  send(request: SignalRequest): void;
  leave(): void;
}

function openSignal(url: string, token: string, timeLimitMs: number): Signal {
  const target = new URL('rtc', url.endsWith('/') ? url : `${url}/`);
  target.search = new URLSearchParams({ access_token: token, ...CLIENT }).toString();
  const socket = new WebSocket(target, {
    handshakeTimeout: timeLimitMs,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
  });
  const joined = promise<Joined>();
  const offered = promise<Offer>();
  const allCandidates = promise<void>();
  const candidates: MediaCandidate[] = [];
  const limit = setTimeout(() => {
    joined.reject(Object.assign(new Error('timeout'), { name: 'TimeoutError' }));
  }, timeLimitMs);

  socket.on('message', (data) => {
    const message = decode(data);
    if (message?.case === 'join') joined.resolve(message.value);
    else if (message?.case === 'offer') offered.resolve(message.value);
    else if (message?.case === 'leave') joined.reject(new Error('the server asked to leave'));
    else if (message?.case === 'trickle') {
      const candidate = readCandidate(message.value.candidateInit);
      if (candidate !== undefined && candidates.length < MAX_CANDIDATES) candidates.push(candidate);
      if (message.value.final) allCandidates.resolve();
    }
  });
  socket.on('unexpected-response', (request, response) => {
    joined.reject(new UpgradeRefused(response.statusCode ?? 0));
    request.destroy();
  });
  socket.on('error', joined.reject);
  socket.on('close', () => {
    joined.reject(new Error('the connection was closed before the server answered'));
  });

  return {
    joined: joined.promise,
    offered: offered.promise,
    allCandidates: allCandidates.promise,
    candidates: () => candidates,
    send(request) {
      if (socket.readyState === WebSocket.OPEN) socket.send(request.toBinary());
    },
    leave() {
      clearTimeout(limit);
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(new SignalRequest({ message: { case: 'leave', value: {} } }).toBinary());
        socket.close();
        // The server closes its side within milliseconds, or it is gone.
        setTimeout(() => {
          socket.terminate();
        }, 500).unref();
      } else socket.terminate();
    },
  };
}

function decode(data: WebSocket.RawData): SignalResponse['message'] | undefined {
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data);
    return SignalResponse.fromBinary(bytes).message;
  } catch {
    return undefined;
  }
}

/** An ICE candidate as `RTCIceCandidateInit` in JSON; `undefined` for one that cannot be asked, such as mDNS names. */
function readCandidate(init: string): MediaCandidate | undefined {
  let line: unknown;
  try {
    const parsed: unknown = JSON.parse(init);
    line = isJsonObject(parsed) ? parsed['candidate'] : undefined;
  } catch {
    return undefined;
  }
  const [, , protocol, , address = '', port] = String(line).toLowerCase().split(' ');
  if ((protocol !== 'udp' && protocol !== 'tcp') || isIP(address) === 0) return undefined;
  return { protocol, address, port: Number(port) };
}

/** `turn:host:port?transport=udp` as an address. STUN servers are left alone: the public ones are no one's project. */
function readTurnUrl(url: string): MediaCandidate[] {
  const [, scheme, host = '', port, transport] =
    /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(\w+))?$/i.exec(url.slice(0, 300)) ??
    [];
  if (scheme === undefined) return [];
  const isTls = scheme.toLowerCase() === 'turns';
  return [
    {
      protocol: isTls || transport?.toLowerCase() === 'tcp' ? 'tcp' : 'udp',
      address: host.replace(/^\[|\]$/g, ''),
      port: Number(port ?? (isTls ? 5349 : 3478)),
    },
  ];
}

function readCredentials(sdp: string): IceCredentials | undefined {
  const serverFragment = /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
  const serverPassword = /^a=ice-pwd:(\S+)/m.exec(sdp)?.[1];
  if (serverFragment === undefined || serverPassword === undefined) return undefined;
  return { serverFragment, serverPassword, ownFragment: randomBytes(4).toString('hex') };
}

/** As much of an answer as makes the server's ICE listen to us: the data channel, and a fingerprint never used. */
function answerTo({ sdp, id }: Offer, ownFragment: string): SignalRequest {
  const mid = /^a=mid:(\S+)/m.exec(sdp)?.[1] ?? '0';
  const fingerprint = randomBytes(32)
    .toString('hex')
    .toUpperCase()
    .replaceAll(/(..)(?=.)/g, '$1:');
  const lines = [
    'v=0',
    `o=- ${randomBytes(4).readUInt32BE()} 1 IN IP4 0.0.0.0`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ownFragment}`,
    `a=ice-pwd:${randomBytes(16).toString('hex')}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:active',
    `a=mid:${mid}`,
    'a=sctp-port:5000',
    'a=max-message-size:65535',
  ];
  return new SignalRequest({
    message: {
      case: 'answer',
      value: { type: 'answer', sdp: `${lines.join('\r\n')}\r\n`, id },
    },
  });
}

function promise<Value>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: Error) => void;
} {
  let resolve!: (value: Value) => void;
  let reject!: (error: Error) => void;
  const made = new Promise<Value>((ok, fail) => {
    resolve = ok;
    reject = fail;
  });
  // It may fail when nothing waits for it any more.
  made.catch(() => {});
  return { promise: made, resolve, reject };
}

/** What `awaited` brings within the time, or nothing. */
async function within<Value>(awaited: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}
