import { cause, type Cause } from '../../contract/causes/causes.ts';
import { isLoopbackHostname, parseLiveKitUrl } from '../../contract/livekit-url.ts';
import type { ServerAnswer } from '../livekit-ports.ts';
import { LEEWAY_SECONDS } from './examine-token.ts';

/** Half of the leeway is worth a word. */
const OFFSET_WORTH_A_WORD = 30;

/** The codes that blame the token's times, which a freshly made token has right by this machine's clock. */
const TIME_CODES: ReadonlySet<string> = new Set([
  'token_expired',
  'token_not_yet_valid',
  'token_issued_in_future',
]);

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
 *
 * @param offset this machine's clock minus the server's, in seconds
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
