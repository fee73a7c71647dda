import { failure } from '../../contract/errors.ts';
import type { Blocked } from './blocked.ts';

/**
 * Stops what is addressed to a proxy: a target that is a whole URL names its own host, and the Host
 * header, which is the one that is checked, may say something else. `*` is what OPTIONS may ask of.
 */
export function checkTarget(target: string): Blocked | undefined {
  if (target.startsWith('/') || target === '*') return undefined;
  const detail = 'its target is a whole URL, as only a request to a proxy has it';
  return { rule: 'host', failure: failure('invalid_request', { detail }) };
}
