import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ActivityEntry, Outcome } from '../../../../main/contract/activity.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconTrash } from '../../ui/icons.tsx';
import { Split } from '../../ui/split.tsx';
import { words } from '../../words/activity-words.ts';
import { ActivityDetailPane } from './request-detail.tsx';
import { ActivityLines } from './activity-lines.tsx';
import { matchesFilter, type ActivityFilter } from './matches-filter.ts';
import './activity.css';

const OUTCOMES = ['all', 'issued', 'refused', 'blocked'] as const satisfies readonly (
  | Outcome
  | 'all'
)[];

/** Kept while another view is looked at. */
const filter = signal<ActivityFilter>({ outcome: 'all', search: '' });

/** Every request as it arrives, the selected one in full beside the list. */
export function ActivityView(): VNode {
  const store = useStore();
  const entries = store.feed.activity.value ?? [];
  const shown = entries.filter((entry) => matchesFilter(entry, filter.value));
  const chosenId = store.selected.activity.value;

  return (
    <Split
      chosen={chosenId !== undefined}
      onClose={() => (store.selected.activity.value = undefined)}
      detailLabel={words.detailLabel}
      list={
        <div class="stack">
          <Toolbar shown={shown.length} all={entries.length} />
          <Lines shown={shown} isEmpty={entries.length === 0} chosenId={chosenId} />
        </div>
      }
      detail={chosenId === undefined ? null : <ActivityDetailPane key={chosenId} id={chosenId} />}
    />
  );
}

function Toolbar({ shown, all }: { shown: number; all: number }): VNode {
  const store = useStore();

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
        onInput={(event) => (filter.value = { ...filter.value, search: event.currentTarget.value })}
      />
      <Choice
        label={words.filter}
        labelUnseen
        value={filter.value.outcome}
        options={OUTCOMES.map((value) => ({ value, label: words.filters[value] }))}
        onChange={(outcome) => (filter.value = { ...filter.value, outcome })}
      />
      <div class="row activity-count">
        <span class="small quiet numbers" role="status">
          {words.count(shown, all)}
        </span>
        <Button
          kind="quiet"
          small
          icon={<IconTrash />}
          disabled={all === 0}
          onClick={() => (store.clearing.value = 'activity')}
        >
          {words.clear}
        </Button>
      </div>
    </div>
  );
}

interface LinesProps {
  shown: readonly ActivityEntry[];
  isEmpty: boolean;
  chosenId: string | undefined;
}

function Lines({ shown, isEmpty, chosenId }: LinesProps): VNode {
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
  if (shown.length === 0) {
    return (
      <EmptyState title={words.noMatch.title}>
        <p>{words.noMatch.text}</p>
        <Button onClick={() => (filter.value = { outcome: 'all', search: '' })}>
          {words.noMatch.reset}
        </Button>
      </EmptyState>
    );
  }
  return <ActivityLines entries={shown} chosenId={chosenId} />;
}
