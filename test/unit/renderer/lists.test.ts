import { describe, expect, it } from 'vitest';
import type { ActivityEntry, Outcome } from '../../../main/contract/activity.ts';
import { failure } from '../../../main/contract/errors.ts';
import { rankByLabel } from '../../../renderer/src/palette/actions.ts';
import { withAdded } from '../../../renderer/src/state/feed.ts';
import {
  groupRepeats,
  matchesFilter,
  NO_FILTER,
  pickState,
  withToggled,
} from '../../../renderer/src/views/activity/activity-list.ts';
import { MINUTE_MS, minuteColumns } from '../../../renderer/src/views/connect/request-plot.tsx';
import { anEntry } from '../../fixtures/snapshot.ts';

function lineAt(id: number, changes: Partial<ActivityEntry> = {}): ActivityEntry {
  const caller = { ...anEntry().caller, client: 'Swift SDK' };
  return anEntry({ id: String(id), at: id, caller, ...changes });
}

const ids = (entries: readonly ActivityEntry[]): string[] => entries.map(({ id }) => id);

describe('the list of requests', () => {
  it('takes new ones on top, the newest first, each once', () => {
    const list = [lineAt(2), lineAt(1)];
    expect(ids(withAdded(list, [lineAt(2), lineAt(3), lineAt(4)]))).toEqual(['4', '3', '2', '1']);
  });

  it('replaces a line that changed, where it is', () => {
    const joined = { ...lineAt(1), join: { state: 'joined', afterMs: 400 } as const };
    expect(withAdded([lineAt(2), lineAt(1)], [joined])).toEqual([lineAt(2), joined]);
  });

  it('remembers 500', () => {
    const many = Array.from({ length: 700 }, (_, index) => lineAt(index));
    const list = withAdded([], many);
    expect(list).toHaveLength(500);
    expect(list[0]?.id).toBe('699');
  });

  it('is searched by words, anywhere in a line, in any order', () => {
    const entry = lineAt(1, { room: 'Lobby', identity: 'ana', note: 'policy' });
    const all = NO_FILTER;
    expect(matchesFilter(entry, { ...all, search: 'ana LOBBY' })).toBe(true);
    expect(matchesFilter(entry, { ...all, search: 'swift policy' })).toBe(true);
    expect(matchesFilter(entry, { ...all, search: 'ana stage' })).toBe(false);
    expect(matchesFilter(entry, { ...NO_FILTER, outcome: 'blocked' })).toBe(false);
  });

  it('is searched by request ID and error code', () => {
    const error = failure('unknown_preset', { slug: 'x', known: 'y' });
    const entry = lineAt(1, { id: 'req-7f3a', outcome: 'refused', error });
    expect(matchesFilter(entry, { ...NO_FILTER, search: '7F3A' })).toBe(true);
    expect(matchesFilter(entry, { ...NO_FILTER, search: 'unknown_preset' })).toBe(true);
  });

  it.each([
    ['status', '200', '403'],
    ['path', '/token', '/'],
    ['client', 'Swift SDK', 'curl'],
    ['project', 'Shop', 'Local LiveKit'],
  ] as const)('is filtered by %s', (name, same, other) => {
    const entry = lineAt(1, { projectName: 'Shop' });
    expect(matchesFilter(entry, { ...NO_FILTER, [name]: same })).toBe(true);
    expect(matchesFilter(entry, { ...NO_FILTER, [name]: other })).toBe(false);
  });

  it('folds the same refusal again into one line, and issued tokens never', () => {
    const refused = { outcome: 'refused', status: 404, note: 'no preset' } as const;
    const groups = groupRepeats([
      lineAt(6, refused),
      lineAt(5, refused),
      lineAt(4, { ...refused, status: 400 }),
      lineAt(3),
      lineAt(2),
      lineAt(1, refused),
    ]);
    expect(groups.map(({ entry, entries, key }) => [entry.id, ids(entries), key])).toEqual([
      ['6', ['6', '5'], '5'],
      ['4', ['4'], '4'],
      ['3', ['3'], '3'],
      ['2', ['2'], '2'],
      ['1', ['1'], '1'],
    ]);
  });

  it('keeps refusals of different clients, addresses and errors apart', () => {
    const blocked = { outcome: 'blocked', status: 403 } as const;
    const { caller } = lineAt(0);
    const groups = groupRepeats([
      lineAt(4, blocked),
      lineAt(3, { ...blocked, caller: { ...caller, client: 'curl' } }),
      lineAt(2, { ...blocked, caller: { ...caller, address: '192.168.1.9' } }),
      lineAt(1, { ...blocked, error: failure('key_required') }),
    ]);
    expect(groups.every(({ entries }) => entries.length === 1)).toBe(true);
  });

  it('a folded line is selected as all of its requests, and a repeat that comes later is not', () => {
    const folded = [lineAt(3), lineAt(2), lineAt(1)];
    const picked = withToggled(new Set(['9']), folded);
    expect([...picked]).toEqual(['9', '3', '2', '1']);
    expect(pickState(folded, picked)).toBe('all');
    const grown = [lineAt(4), ...folded];
    expect(pickState(grown, picked)).toBe('some');
    // The oldest is forgotten at 500.
    expect(pickState(folded.slice(0, 2), picked)).toBe('all');
    expect(pickState([lineAt(5)], picked)).toBe('none');
    expect(pickState(grown, withToggled(picked, grown))).toBe('all');
    expect([...withToggled(picked, folded)]).toEqual(['9']);
  });
});

describe('the plot of the last hour', () => {
  it('counts each minute by outcome, the oldest first, and nothing older', () => {
    const minute = 1000;
    const at = (ago: number, outcome: Outcome) =>
      lineAt(ago, { at: (minute - ago) * MINUTE_MS + 5, outcome });
    const columns = minuteColumns(
      [at(0, 'issued'), at(0, 'blocked'), at(59, 'refused'), at(60, 'issued')],
      minute,
    );
    expect(columns).toHaveLength(60);
    expect(columns.at(-1)).toEqual({ issued: 1, refused: 0, blocked: 1 });
    expect(columns[0]).toEqual({ issued: 0, refused: 1, blocked: 0 });
  });
});

describe('the palette', () => {
  const items = [
    'Stop serving',
    'Copy the token server ID',
    'Go to Tokens',
    'Mint and copy a token: Viewer',
  ].map((label) => ({ label }));
  const found = (search: string) => rankByLabel(items, search).map(({ label }) => label);

  it('wants every word, and prefers where it begins one', () => {
    expect(found('tok')[0]).not.toBe('Stop serving');
    expect(found('copy view')).toEqual(['Mint and copy a token: Viewer']);
    expect(found('serv')[0]).toBe('Stop serving');
    expect(found('zzz')).toEqual([]);
    expect(found('  ')).toHaveLength(4);
  });
});
