import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ActivityEntry, Outcome } from '../../../../main/contract/activity.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore, type Store } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choices.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { EmptyState } from '../../ui/section.tsx';
import { IconPause, IconPlay, IconTrash } from '../../ui/icons.tsx';
import { Select } from '../../ui/inputs.tsx';
import { Split } from '../../ui/split.tsx';
import { words } from '../../words/activity-words.ts';
import { ActivityLines } from './activity-lines.tsx';
import {
  filterValue,
  groupRepeats,
  matchesFilter,
  NO_FILTER,
  VALUE_FILTERS,
  withToggled,
  type ActivityFilter,
  type ActivityGroup,
  type ValueFilter,
} from './activity-list.ts';
import { download } from '../transfer/transfer.tsx';
import { RequestDetail } from './request-detail.tsx';
import './activity.css';

const OUTCOMES = ['all', 'issued', 'refused', 'blocked'] as const satisfies readonly (
  | Outcome
  | 'all'
)[];

/** Kept while another view is shown. */
const filter = signal<ActivityFilter>(NO_FILTER);
const paused = signal(false);
/** The ids of the requests selected for an export. `undefined` while nothing is being selected. */
const picked = signal<ReadonlySet<string> | undefined>(undefined);
/** The list as it stood when it was paused or scrolled. `undefined`: live. */
const held = signal<readonly ActivityEntry[] | undefined>(undefined);

/** Every request as it arrives, the selected one in full beside the list. */
export function ActivityView(): VNode {
  const store = useStore();
  const live = store.feed.activity.value ?? [];
  // A cleared list has nothing left to hold.
  const entries = live.length === 0 ? live : (held.value ?? live);
  const arrived = entries === live ? 0 : countNewer(live, entries[0]);
  const shown = entries.filter((entry) => matchesFilter(entry, filter.value));
  const groups = groupRepeats(shown);
  const chosenId = store.selected.activity.value;
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const pane = list.current?.closest('.pane');
    if (pane === null || pane === undefined) return undefined;
    let before = store.feed.activity.peek() ?? [];
    const onScroll = (): void => {
      if (pane.scrollTop > 0) held.value ??= store.feed.activity.value ?? [];
      else if (!paused.value) held.value = undefined;
    };
    // A request can come between a scroll and its event, which waits for the next frame.
    const stopHolding = store.feed.activity.subscribe((now = []) => {
      if (held.peek() === undefined && pane.scrollTop > 0) held.value = before;
      before = now;
    });
    pane.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      stopHolding();
      pane.removeEventListener('scroll', onScroll);
      if (!paused.value) held.value = undefined;
    };
  }, []);

  const showNew = (): void => {
    held.value = paused.value ? live : undefined;
    list.current?.closest('.pane')?.scrollTo({ top: 0 });
  };

  return (
    <Split
      chosen={chosenId !== undefined}
      onClose={() => (store.selected.activity.value = undefined)}
      detailLabel={words.detailLabel}
      list={
        <div class="stack" ref={list}>
          <Toolbar shown={shown} entries={entries} live={live} />
          {arrived === 0 ? null : (
            <div class="activity-new">
              <Button small kind="primary" onClick={showNew}>
                {words.showNew(arrived)}
              </Button>
            </div>
          )}
          <Lines groups={groups} isEmpty={live.length === 0} chosenId={chosenId} />
        </div>
      }
      detail={chosenId === undefined ? null : <RequestDetail key={chosenId} id={chosenId} />}
    />
  );
}

function countNewer(live: readonly ActivityEntry[], newest: ActivityEntry | undefined): number {
  const at = live.findIndex((entry) => entry.id === newest?.id);
  return at < 0 ? live.length : at;
}

/** Downloads requests with their answers as an HTTP archive. */
async function exportRequests(store: Store, entries: readonly ActivityEntry[]): Promise<void> {
  const ids = entries.map(({ id }) => id);
  const made = await store.settle(store.client.call('activity.export', { ids }));
  if (made === undefined) return;
  download(made.value.fileName, made.value.content);
  store.toasts.show({ kind: 'done', message: words.exported(ids.length) });
}

function toggle(entries: readonly ActivityEntry[]): void {
  picked.value = withToggled(picked.value ?? new Set(), entries);
}

interface ToolbarProps {
  shown: readonly ActivityEntry[];
  entries: readonly ActivityEntry[];
  live: readonly ActivityEntry[];
}

function Toolbar({ shown, entries, live }: ToolbarProps): VNode {
  const store = useStore();
  const set = (change: Partial<ActivityFilter>): void => {
    filter.value = { ...filter.value, ...change };
  };
  const pause = (): void => {
    paused.value = !paused.value;
    held.value = paused.value ? live : undefined;
  };

  const choice = picked.value;
  const wanted = choice === undefined ? shown : shown.filter(({ id }) => choice.has(id));

  return (
    <div class="activity-bar">
      <input
        type="search"
        class="input grow"
        aria-label={words.search}
        placeholder={words.searchPlaceholder}
        value={filter.value.search}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => set({ search: event.currentTarget.value })}
      />
      <Choice
        label={words.filter}
        labelUnseen
        value={filter.value.outcome}
        options={OUTCOMES.map((value) => ({ value, label: words.filters[value] }))}
        onChange={(outcome) => set({ outcome })}
      />
      <div class="row row-wrap grow">
        {VALUE_FILTERS.map((name) => (
          <ValueSelect
            key={name}
            name={name}
            entries={entries}
            onChange={(value) => set({ [name]: value })}
          />
        ))}
        <div class="row activity-count">
          <span class="small quiet numbers" role="status">
            {words.count(shown.length, entries.length)}
          </span>
          <Button kind="quiet" small onClick={() => (store.drillsOpen.value = true)}>
            {words.drills}
          </Button>
          <Button
            kind="quiet"
            small
            icon={paused.value ? <IconPlay /> : <IconPause />}
            pressed={paused.value}
            onClick={pause}
          >
            {words.pause}
          </Button>
          <Button
            kind="quiet"
            small
            pressed={choice !== undefined}
            onClick={() => (picked.value = choice === undefined ? new Set() : undefined)}
          >
            {words.pick}
          </Button>
          <Button
            kind="quiet"
            small
            disabled={wanted.length === 0}
            onClick={() => void exportRequests(store, wanted)}
          >
            {choice === undefined ? words.export : words.exportPicked(wanted.length)}
          </Button>
          <Button
            kind="quiet"
            small
            icon={<IconTrash />}
            disabled={live.length === 0}
            onClick={() => (store.clearing.value = 'activity')}
          >
            {words.clear}
          </Button>
        </div>
      </div>
    </div>
  );
}

interface ValueSelectProps {
  name: ValueFilter;
  entries: readonly ActivityEntry[];
  onChange: (value: string) => void;
}

/** A filter by one of the values in the list, once there is a choice. */
function ValueSelect({ name, entries, onChange }: ValueSelectProps): VNode | null {
  const chosen = filter.value[name];
  const values = new Set(entries.map((entry) => filterValue(entry, name)));
  values.delete('');
  if (chosen !== '') values.add(chosen);
  if (values.size < 2 && chosen === '') return null;
  return (
    <Select
      aria-label={words.by[name]}
      value={chosen}
      options={[
        { value: '', label: words.any[name] },
        ...[...values].toSorted().map((value) => ({
          value,
          label: name === 'status' && value === '0' ? words.noAnswer : value,
        })),
      ]}
      onChange={onChange}
    />
  );
}

interface LinesProps {
  groups: readonly ActivityGroup[];
  isEmpty: boolean;
  chosenId: string | undefined;
}

function Lines({ groups, isEmpty, chosenId }: LinesProps): VNode {
  const snapshot = useSnapshot();
  if (isEmpty) {
    return (
      <EmptyState title={words.empty.title}>
        <p>{words.empty.text}</p>
        <div class="empty-field">
          <CopyField
            what={words.empty.curl}
            value={`curl -X POST ${endpointUrl(snapshot, 'machine') ?? ''}`}
          />
        </div>
      </EmptyState>
    );
  }
  if (groups.length === 0) {
    return (
      <EmptyState title={words.noMatch.title}>
        <p>{words.noMatch.text}</p>
        <Button onClick={() => (filter.value = NO_FILTER)}>{words.noMatch.reset}</Button>
      </EmptyState>
    );
  }
  return (
    <ActivityLines groups={groups} chosenId={chosenId} picked={picked.value} onPick={toggle} />
  );
}
