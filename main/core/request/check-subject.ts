import type { GuardedIdentity } from '../../contract/activity.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { LIVEKIT_LIMITS } from '../../contract/limits-and-defaults.ts';
import type { IdentityGuard } from '../../contract/project.ts';
import { utf8Length } from '../../contract/text.ts';
import type { Subject } from '../access-token.ts';

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

/**
 * Refuses (`field_too_long`) what a LiveKit server would refuse at the join. Checked on what is granted,
 * so that defaults and templates are held to it as well.
 */
export function checkLimits(subject: Subject): void {
  check('room_name', subject.room, LIVEKIT_LIMITS.roomBytes);
  check('participant_identity', subject.identity, LIVEKIT_LIMITS.identityBytes);
  check('participant_name', subject.name, LIVEKIT_LIMITS.nameBytes);
  check('participant_metadata', subject.metadata, LIVEKIT_LIMITS.metadataBytes);
  const { attributes } = subject;
  let bytes = 0;
  for (const [key, value] of Object.entries(attributes))
    bytes += utf8Length(key) + utf8Length(value);
  if (bytes > LIVEKIT_LIMITS.attributesBytes)
    tooLong('participant_attributes', bytes, LIVEKIT_LIMITS.attributesBytes);
  const roomMetadata = subject.roomConfig?.['metadata'];
  if (typeof roomMetadata === 'string')
    check('room_config.metadata', roomMetadata, LIVEKIT_LIMITS.metadataBytes);
}

function check(field: string, text: string, limit: number): void {
  // A character is at most three bytes per UTF-16 unit, so short texts need no count.
  if (text.length * 3 <= limit) return;
  const bytes = utf8Length(text);
  if (bytes > limit) tooLong(field, bytes, limit);
}

function tooLong(field: string, bytes: number, limit: number): never {
  throw new TokenTrayError('field_too_long', { field, bytes, limit }, field);
}
