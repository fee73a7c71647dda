import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { MediaAddress } from '../../core/doctor/doctor-ports.ts';
import { answersRequest, bindingRequest, type IceCredentials } from './stun.ts';

export type MediaCandidate = Omit<MediaAddress, 'reachable'>;

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
