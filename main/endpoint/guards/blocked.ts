import type { GuardRule } from '../../contract/activity.ts';
import type { Failure } from '../../contract/errors.ts';

/** Why a guard stops a request. `remedy`: what the settings would need for it to pass. */
export interface Blocked {
  rule: GuardRule;
  failure: Failure;
  remedy?: { kind: 'origin' | 'host'; value: string };
}
