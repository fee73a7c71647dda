import type { ActivityEntry, Outcome } from '../../../../main/contract/activity.ts';

/** What narrows the list. An empty text lets everything through. */
export interface ActivityFilter {
  outcome: Outcome | 'all';
  search: string;
  status: string;
  path: string;
  client: string;
  project: string;
}

export const NO_FILTER: ActivityFilter = {
  outcome: 'all',
  search: '',
  status: '',
  path: '',
  client: '',
  project: '',
};

/** The filters that offer the values found in the list. */
export const VALUE_FILTERS = ['status', 'path', 'client', 'project'] as const;
export type ValueFilter = (typeof VALUE_FILTERS)[number];

/** The value of an entry that `filter` compares. */
export function filterValue(entry: ActivityEntry, filter: ValueFilter): string {
  if (filter === 'status') return String(entry.status);
  if (filter === 'path') return entry.path;
  return filter === 'client' ? entry.caller.client : (entry.projectName ?? '');
}

/** Whether the line passes every filter and contains every word of the search. */
export function matchesFilter(entry: ActivityEntry, filter: ActivityFilter): boolean {
  if (filter.outcome !== 'all' && entry.outcome !== filter.outcome) return false;
  if (
    VALUE_FILTERS.some((name) => filter[name] !== '' && filter[name] !== filterValue(entry, name))
  )
    return false;
  const wanted = filter.search.trim().toLowerCase();
  if (wanted === '') return true;
  const text = searchText(entry);
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

function searchText(entry: ActivityEntry): string {
  const { caller, error } = entry;
  return [
    entry.id,
    caller.client,
    caller.host,
    caller.address,
    caller.origin,
    entry.method,
    entry.path,
    String(entry.status),
    entry.room,
    entry.identity,
    entry.projectName,
    entry.presetName,
    entry.note,
    error?.code,
    error?.message,
  ]
    .filter((part) => part !== undefined)
    .join('\n')
    .toLowerCase();
}

/** The same refusal from the same client, one after the other: one line for all of them. */
export interface ActivityGroup {
  /** The newest. */
  entry: ActivityEntry;
  /** All of them, the newest first. */
  entries: ActivityEntry[];
  /** The id of the oldest, which stays the same while the group grows. */
  key: string;
}

/** Folds repeated refusals of a list (newest first) into groups. Issued tokens stay lines of their own. */
export function groupRepeats(entries: readonly ActivityEntry[]): ActivityGroup[] {
  const groups: ActivityGroup[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last !== undefined && isSameRefusal(last.entry, entry)) {
      last.entries.push(entry);
      last.key = entry.id;
    } else groups.push({ entry, entries: [entry], key: entry.id });
  }
  return groups;
}

/** How many of a line's requests are selected. A repeat that comes later is not, until it is asked for. */
export type PickState = 'all' | 'some' | 'none';

export function pickState(
  entries: readonly ActivityEntry[],
  picked: ReadonlySet<string>,
): PickState {
  const count = entries.filter(({ id }) => picked.has(id)).length;
  if (count === entries.length) return 'all';
  return count === 0 ? 'none' : 'some';
}

/** Selects all of a line's requests, or none where all were: a line that folds repeats counts as all of them. */
export function withToggled(
  picked: ReadonlySet<string>,
  entries: readonly ActivityEntry[],
): ReadonlySet<string> {
  const next = new Set(picked);
  const isAll = pickState(entries, picked) === 'all';
  for (const { id } of entries) {
    if (isAll) next.delete(id);
    else next.add(id);
  }
  return next;
}

function isSameRefusal(one: ActivityEntry, other: ActivityEntry): boolean {
  return (
    one.outcome !== 'issued' &&
    one.outcome === other.outcome &&
    one.status === other.status &&
    one.path === other.path &&
    one.error?.code === other.error?.code &&
    one.error?.message === other.error?.message &&
    one.caller.client === other.caller.client &&
    one.caller.address === other.caller.address
  );
}
