import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 collect often instead of growing the heap: what lives is a dozen megabytes, and all the rest
 * is the garbage of requests. A flag of the command line would do the same from the start, but nobody
 * starts this with one. Both are read by each collection, so they may be set late. Measured after
 * 80,000 tokens: 79 MB instead of 137 on Node 20, 86 instead of 157 on Node 22, 103 instead of 221 on
 * Node 24, for a tenth more work.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
}
