import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../../main/contract/activity.ts';
import { failure } from '../../../main/contract/errors.ts';
import type { TrayItem } from '../../../main/core/tray/tray-item.ts';
import { lastRequestItems, withLines } from '../../../main/core/tray/tray-status.ts';
import { anEntry } from '../../fixtures/snapshot.ts';

const ENTRY = anEntry({ room: 'demo', identity: 'alice' });

/** The newest request's line, with these changes to it. */
function lineOf(changes: Partial<ActivityEntry>): TrayItem | undefined {
  return lastRequestItems({ newest: { ...ENTRY, ...changes } })[0];
}

function linesAfter(...entries: ActivityEntry[]): string[] {
  return lastRequestItems(withLines({}, entries)).flatMap((item) =>
    item.kind === 'separator' ? [] : [item.label],
  );
}

describe('the last requests in the tray', () => {
  it('says who joined last, and when, under a newer request', () => {
    // A time that stays true for as long as the menu is not rebuilt.
    const at = new Date(2026, 6, 28, 10, 41, 59, 800).getTime();
    const joined: ActivityEntry = { ...ENTRY, at, join: { state: 'joined', afterMs: 400 } };
    const refused: ActivityEntry = { ...ENTRY, id: 'r2', at: at + 1000, outcome: 'refused' };
    expect(linesAfter(joined, refused)).toContain('Last joined: alice in demo, Tue 10:42');
    // The newest request says so itself.
    const only = linesAfter(joined);
    expect(only).toContain('alice joined demo after 0.4 s');
    expect(only.filter((label) => label.startsWith('Last joined'))).toEqual([]);
    // A line that changed comes again.
    const later: ActivityEntry = { ...refused, join: { state: 'joined', afterMs: 100 } };
    expect(withLines({ newest: refused, joined }, [later])).toEqual({
      newest: later,
      joined: later,
    });
  });

  it('leads from what became of the newest request to the activity', () => {
    expect(lineOf({ join: { state: 'joined', afterMs: 400 } })).toEqual({
      kind: 'command',
      label: 'alice joined demo after 0.4 s',
      enabled: true,
      command: { action: 'open', view: 'activity' },
    });
    expect(lineOf({ join: { state: 'absent' } })).toMatchObject({
      label: 'alice has not joined demo yet',
    });
    expect(lineOf({})).toMatchObject({ label: 'Token for alice in demo' });
    const error = failure('unknown_preset', { slug: 'x', known: 'y' });
    expect(lineOf({ outcome: 'refused', error })).toMatchObject({
      label: 'curl was refused: There is no preset "x"',
    });
  });
});
