import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ActivityEntry } from '../../../../main/contract/activity.ts';
import { type Store, useStore } from '../../state/store.ts';
import { LineList } from '../../ui/line-list.tsx';
import { RelativeTime } from '../../ui/time-text.tsx';
import { words } from '../../words/activity-words.ts';
import { OutcomeMark } from './outcome-mark.tsx';

interface ActivityLinesProps {
  entries: readonly ActivityEntry[];
  chosenId: string | undefined;
}

/** Up to 500 lines. An unchanged line is the same node as before, so Preact skips it. */
export function ActivityLines({ entries, chosenId }: ActivityLinesProps): VNode {
  const store = useStore();
  const known = useMemo(() => new WeakMap<ActivityEntry, { current: boolean; line: VNode }>(), []);

  const lineOf = (entry: ActivityEntry): VNode => {
    const current = entry.id === chosenId;
    const before = known.get(entry);
    if (before?.current === current) return before.line;
    const line = <ActivityLine key={entry.id} store={store} entry={entry} current={current} />;
    known.set(entry, { current, line });
    return line;
  };

  return (
    <div>
      <div class="line activity-line activity-head small quiet" aria-hidden="true">
        <span>{words.columns.time}</span>
        <span>{words.columns.outcome}</span>
        <span>{words.columns.client}</span>
        <span class="activity-room">{words.columns.room}</span>
        <span class="activity-identity">{words.columns.identity}</span>
        <span class="activity-preset">{words.columns.preset}</span>
      </div>
      <LineList label={words.listLabel}>{entries.map(lineOf)}</LineList>
    </div>
  );
}

interface ActivityLineProps {
  store: Store;
  entry: ActivityEntry;
  current: boolean;
}

function ActivityLine({ store, entry, current }: ActivityLineProps): VNode {
  const { caller, identity = '', room = '', presetName = '', note } = entry;
  return (
    <li class="line activity-line" data-current={current}>
      <span class="quiet">
        <RelativeTime at={entry.at} />
      </span>
      <OutcomeMark outcome={entry.outcome} />
      <button
        type="button"
        class="line-open"
        aria-current={current || undefined}
        onClick={() => (store.selected.activity.value = entry.id)}
      >
        <bdi class="cut">{caller.client}</bdi>
      </button>
      <bdi class="cut code activity-room" title={room}>
        {room}
      </bdi>
      <bdi class="cut code activity-identity" title={identity}>
        {identity}
      </bdi>
      <bdi class="cut quiet activity-preset">{presetName}</bdi>
      {note === undefined ? null : (
        <bdi class="cut small quiet activity-note" title={note}>
          {note}
        </bdi>
      )}
    </li>
  );
}
