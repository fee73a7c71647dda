import { failure } from '../../contract/errors.ts';
import type { Blocked } from './caller-checks.ts';

/** A bucket of tries that fills up again over time. */
interface Allowance {
  tries: number;
  perSecond: number;
}

/** A phone that mints five tokens a second, second after second, is a loop. */
const REQUESTS: Allowance = { tries: 300, perSecond: 5 };
/** Ten typing mistakes at once, then one guess every six seconds. */
const WRONG_KEYS: Allowance = { tries: 10, perSecond: 1 / 6 };

/** Addresses that are remembered; beyond, the oldest is forgotten, so that the limiter itself stays small. */
const MAX_ADDRESSES = 1024;

interface Bucket {
  left: number;
  /** Milliseconds, of any clock that only goes forward. */
  at: number;
}

/** How often callers from elsewhere may ask. Callers on this machine share one address and are never limited. */
export interface RateLimiter {
  /** Counts a request. Blocked where the address asks too often, or has tried too many wrong keys. */
  take(address: string): Blocked | undefined;
  wrongKey(address: string): void;
}

/** `now`: milliseconds, of any clock that only goes forward. */
export function createRateLimiter(now: () => number): RateLimiter {
  const requests = new Map<string, Bucket>();
  const wrongKeys = new Map<string, Bucket>();
  return {
    take(address) {
      const key = rateKey(address);
      const at = now();
      const seconds = Math.max(
        secondsUntilFree(wrongKeys.get(key), WRONG_KEYS, at),
        draw(requests, key, REQUESTS, at),
      );
      return seconds === 0
        ? undefined
        : { rule: 'rate', failure: failure('rate_limited', { seconds }) };
    },
    wrongKey(address) {
      draw(wrongKeys, rateKey(address), WRONG_KEYS, now());
    },
  };
}

/** Takes one try; answers the whole seconds to wait, 0 where there was one left. */
function draw(buckets: Map<string, Bucket>, key: string, allowance: Allowance, at: number): number {
  const bucket = buckets.get(key);
  const left = leftIn(bucket, allowance, at);
  if (left < 1) return secondsUntilFree(bucket, allowance, at);
  buckets.delete(key);
  buckets.set(key, { left: left - 1, at });
  if (buckets.size > MAX_ADDRESSES) forgetOldest(buckets);
  return 0;
}

function leftIn(bucket: Bucket | undefined, { tries, perSecond }: Allowance, at: number): number {
  if (bucket === undefined) return tries;
  return Math.min(tries, bucket.left + ((at - bucket.at) / 1000) * perSecond);
}

function secondsUntilFree(bucket: Bucket | undefined, allowance: Allowance, at: number): number {
  const left = leftIn(bucket, allowance, at);
  return left >= 1 ? 0 : Math.ceil((1 - left) / allowance.perSecond);
}

/** Maps keep the order of insertion, so the first key is the one that was used longest ago. */
function forgetOldest(buckets: Map<string, Bucket>): void {
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
}

/** One household has one IPv4 address or one /64 of IPv6, in which it can change addresses at will. */
function rateKey(address: string): string {
  const bare = address.split('%')[0] ?? address;
  if (!bare.includes(':')) return bare;
  if (bare.includes('.')) return bare.slice(bare.lastIndexOf(':') + 1);
  const [head = '', tail] = bare.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array.from({ length: zeros }, () => '0'), ...back].slice(0, 4).join(':');
}
