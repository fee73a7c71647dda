import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 collect often instead of growing the heap: what lives is a dozen megabytes, and all the rest
 * is the garbage of requests. A switch of the command line would do the same, but nobody starts this
 * with one. It is read by each collection, so it may be set late. Measured after 80,000 tokens: 82 MB
 * instead of 137 on Node 20, 98 instead of 220 on Node 24, for a twentieth more work.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
}
