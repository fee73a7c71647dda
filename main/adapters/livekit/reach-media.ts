import { createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { MediaAddress } from '../../core/livekit-ports.ts';

export type MediaCandidate = Omit<MediaAddress, 'reachable'>;

/** What STUN needs to know of both ends: from the `a=ice-ufrag` and `a=ice-pwd` lines of offer and answer. */
export interface IceCredentials {
  serverFragment: string;
  serverPassword: string;
  ownFragment: string;
}

const BINDING_REQUEST = 0x0001;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const USERNAME = 0x0006;
const MESSAGE_INTEGRITY = 0x0008;
const PRIORITY = 0x0024;
const ICE_CONTROLLED = 0x8029;

/** Packets get lost; ICE repeats its checks as well. Milliseconds after the first. */
const REPEAT_AFTER_MS = [0, 60, 180, 420, 900];

/**
 * Whether media could reach `candidate` from this machine: a STUN check over UDP, as ICE does it, or a connection
 * over TCP. Resolves within `timeLimitMs`; never throws.
 *
 * @param credentials left out for a TURN server, which answers anyone's binding request
 */
export function reachMedia(
  candidate: MediaCandidate,
  credentials: IceCredentials | undefined,
  timeLimitMs: number,
): Promise<boolean> {
  return candidate.protocol === 'tcp'
    ? connects(candidate, timeLimitMs)
    : answersStun(candidate, credentials, timeLimitMs);
}

function connects({ address, port }: MediaCandidate, timeLimitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (reachable: boolean): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(reachable);
    };
    const limit = setTimeout(end, timeLimitMs, false);
    socket.once('connect', () => {
      end(true);
    });
    socket.once('error', () => {
      end(false);
    });
  });
}

function answersStun(
  { address, port }: MediaCandidate,
  credentials: IceCredentials | undefined,
  timeLimitMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const transactionId = randomBytes(12);
    const request = bindingRequest(credentials, transactionId);
    const timers: NodeJS.Timeout[] = [];
    let ended = false;
    const end = (reachable: boolean): void => {
      if (ended) return;
      ended = true;
      for (const timer of timers) clearTimeout(timer);
      socket.close();
      resolve(reachable);
    };
    const send = (): void => {
      // An unreachable network shows here at once; the other packets may still get through.
      socket.send(request, port, address, () => {});
    };
    socket.on('message', (packet) => {
      if (answersRequest(packet, transactionId)) end(true);
    });
    socket.on('error', () => {
      end(false);
    });
    timers.push(setTimeout(end, timeLimitMs, false));
    for (const after of REPEAT_AFTER_MS) timers.push(setTimeout(send, after));
  });
}

/** Attribute header and HMAC-SHA1. */
const INTEGRITY_BYTES = 24;

/**
 * A binding request as an ICE agent sends it for a connectivity check (RFC 8489, RFC 8445 section 7.2.2), signed
 * with the server's password. The server answers only to one that names its own fragment. Without credentials a
 * bare request, which STUN and TURN servers answer.
 *
 * @param transactionId 12 bytes that the answer repeats
 */
function bindingRequest(credentials: IceCredentials | undefined, transactionId: Buffer): Buffer {
  if (credentials === undefined) return header(0, transactionId);
  const { serverFragment, serverPassword, ownFragment } = credentials;
  const priority = Buffer.alloc(4);
  // A peer-reflexive candidate of component 1.
  priority.writeUInt32BE(0x6e_00_00_ff);
  const attributes = Buffer.concat([
    attribute(USERNAME, Buffer.from(`${serverFragment}:${ownFragment}`)),
    attribute(PRIORITY, priority),
    attribute(ICE_CONTROLLED, transactionId.subarray(0, 8)),
  ]);
  const length = attributes.length + INTEGRITY_BYTES;
  const signed = Buffer.concat([header(length, transactionId), attributes]);
  const integrity = createHmac('sha1', serverPassword).update(signed).digest();
  return Buffer.concat([signed, attribute(MESSAGE_INTEGRITY, integrity)]);
}

function header(attributesLength: number, transactionId: Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16BE(BINDING_REQUEST, 0);
  bytes.writeUInt16BE(attributesLength, 2);
  bytes.writeUInt32BE(MAGIC_COOKIE, 4);
  transactionId.copy(bytes, 8);
  return bytes;
}

/** Whether `packet` answers the request with this transaction id, be it with success or with an error. */
function answersRequest(packet: Buffer, transactionId: Buffer): boolean {
  if (packet.length < HEADER_BYTES || packet.readUInt32BE(4) !== MAGIC_COOKIE) return false;
  const isResponse = (packet.readUInt16BE(0) & 0x0100) !== 0;
  return isResponse && packet.subarray(8, HEADER_BYTES).equals(transactionId);
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}
