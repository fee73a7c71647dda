import type { IncomingHttpHeaders } from 'node:http';
import { failure, type Failure } from '../contract/errors.ts';

/**
 * Refuses what is addressed to a proxy: a target that is a whole URL names its own host, and the Host
 * header, which is the one that is checked, may name another. `*` is what OPTIONS may ask about.
 */
export function checkTarget(target: string): Failure | undefined {
  if (target.startsWith('/') || target === '*') return undefined;
  return failure('invalid_request', {
    detail: 'its target is a whole URL, as only a request to a proxy has it',
  });
}

/**
 * The one Host header of a request; `undefined` without one, or with more than one. Node keeps the first
 * of two, and a proxy in front may have checked the other.
 */
export function singleHost(rawHeaders: readonly string[]): string | undefined {
  let host: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (host !== undefined) return undefined;
    host = rawHeaders[index + 1];
  }
  return host;
}

export function checkExpectation({ expect }: IncomingHttpHeaders): Failure | undefined {
  return expect === undefined || expect.toLowerCase() === '100-continue'
    ? undefined
    : failure('expectation_unknown');
}

/**
 * Refuses what a browser loads ahead of time (prefetch, prerender): the page that asked for it may be any
 * site's, yet the browser sends `Sec-Fetch-Site: none`, as for an address that a person typed.
 */
export function checkSpeculation(headers: IncomingHttpHeaders): Failure | undefined {
  const isSpeculative =
    headers['sec-purpose'] !== undefined ||
    headers['purpose'] !== undefined ||
    headers['x-purpose'] !== undefined ||
    headers['x-moz'] !== undefined;
  return isSpeculative ? failure('speculative_load') : undefined;
}

/** The origin of the page that a Referer names; `undefined` without a Referer, `''` for one that names no page. */
export function refererOrigin({ referer }: IncomingHttpHeaders): string | undefined {
  if (referer === undefined || referer === '') return undefined;
  const afterScheme = referer.indexOf('://');
  if (afterScheme === -1) return '';
  const path = referer.indexOf('/', afterScheme + 3);
  return path === -1 ? referer : referer.slice(0, path);
}
