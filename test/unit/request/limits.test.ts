import { describe, expect, it } from 'vitest';
import { checkLimits } from '../../../main/core/request/check-subject.ts';
import { aSubject } from '../../fixtures/snapshot.ts';

const SUBJECT = aSubject();

describe('checkLimits', () => {
  it('W18 counts bytes, not characters', () => {
    expect(() => {
      checkLimits({ ...SUBJECT, identity: 'é'.repeat(128), room: 'x'.repeat(256) });
    }).not.toThrow();
    expect(() => {
      checkLimits({ ...SUBJECT, identity: 'é'.repeat(129) });
    }).toThrow('participant_identity is 258 bytes; LiveKit allows 256 bytes');
  });

  it.each([
    [{ room: 'x'.repeat(257) }, 'room_name'],
    [{ name: 'x'.repeat(257) }, 'participant_name'],
    [{ metadata: 'x'.repeat(512 * 1024 + 1) }, 'participant_metadata'],
    [{ attributes: { a: 'x'.repeat(40_000), b: 'x'.repeat(40_000) } }, 'participant_attributes'],
    [{ roomConfig: { metadata: 'x'.repeat(512 * 1024 + 1) } }, 'room_config.metadata'],
  ])('W18 names the field that is too long', (long, field) => {
    expect(() => {
      checkLimits({ ...SUBJECT, ...long });
    }).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'field_too_long', field }),
      }),
    );
  });
});
