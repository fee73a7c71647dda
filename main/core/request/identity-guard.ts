import type { GuardedIdentity } from '../../contract/activity.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { LIVEKIT_LIMITS } from '../../contract/limits-and-defaults.ts';
import type { IdentityGuard } from '../../contract/project.ts';
import { utf8Length } from '../../contract/text.ts';

const LONGEST_SUFFIX = 8;

/**
 * The identity to grant where another caller may hold the one that was asked for, by the project's rule. Throws
 * `identity_in_use` where the rule is to refuse.
 *
 * @param isHeld whether another caller holds a live token with this identity
 */
export function guardIdentity(
  identity: string,
  { rule, room, isHeld }: { rule: IdentityGuard; room: string; isHeld(identity: string): boolean },
): { identity: string; guarded?: GuardedIdentity } {
  if (!isHeld(identity)) return { identity };
  if (rule === 'refuse') {
    throw new TokenTrayError('identity_in_use', { identity, room }, 'participant_identity');
  }
  const hasPlace = utf8Length(identity) + LONGEST_SUFFIX <= LIVEKIT_LIMITS.identityBytes;
  if (rule === 'keep' || !hasPlace) return { identity, guarded: 'kept' };
  for (let number = 2; ; number += 1) {
    const other = `${identity}-${number}`;
    if (!isHeld(other)) return { identity: other, guarded: 'changed' };
  }
}
