import type { ActivityEntry, Outcome } from '../../../../main/contract/activity.ts';

export interface ActivityFilter {
  outcome: Outcome | 'all';
  search: string;
}

/** Whether the line contains every word of the search. */
export function matchesFilter(entry: ActivityEntry, { outcome, search }: ActivityFilter): boolean {
  if (outcome !== 'all' && entry.outcome !== outcome) return false;
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return true;
  const text = searchText(entry);
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

function searchText(entry: ActivityEntry): string {
  const { caller, error } = entry;
  return [
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
