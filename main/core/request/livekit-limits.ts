import { TokenTrayError } from '../../contract/errors.ts';
import { LIVEKIT_LIMITS } from '../../contract/limits-and-defaults.ts';
import { utf8Length } from '../../contract/text.ts';
import type { Subject } from '../access-token.ts';

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
