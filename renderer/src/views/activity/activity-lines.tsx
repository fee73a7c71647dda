import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ActivityEntry } from '../../../../main/contract/activity.ts';
import { DRILLS } from '../../../../main/contract/drills.ts';
import { useStore, type Store } from '../../state/store.ts';
import { ShapeAttention, ShapeBlocked, ShapeGood } from '../../ui/icons.tsx';
import { LineButton, LineList } from '../../ui/split.tsx';
import { words } from '../../words/activity-words.ts';
import { absoluteTime, clockTime } from '../../words/time.ts';
import { pickState, type ActivityGroup, type PickState } from './activity-list.ts';

interface ActivityLinesProps {
  groups: readonly ActivityGroup[];
  chosenId: string | undefined;
  /** The ids of the requests selected for an export. `undefined` while nothing is being selected. */
  picked: ReadonlySet<string> | undefined;
  onPick: (entries: readonly ActivityEntry[]) => void;
}

interface Drawn {
  current: boolean;
  entries: readonly ActivityEntry[];
  picked: PickState | undefined;
  line: VNode;
}

/** Up to 500 lines. An unchanged line is the same node as before, so Preact skips it. */
export function ActivityLines({
  groups,
  chosenId,
  picked: choice,
  onPick,
}: ActivityLinesProps): VNode {
  const store = useStore();
  const drawn = useMemo(() => new WeakMap<ActivityEntry, Drawn>(), []);

  const lineOf = ({ entry, entries, key }: ActivityGroup): VNode => {
    const current = entry.id === chosenId;
    const picked = choice === undefined ? undefined : pickState(entries, choice);
    const before = drawn.get(entry);
    if (
      before?.current === current &&
      before.picked === picked &&
      before.entries.length === entries.length &&
      before.entries.every((other, at) => other === entries[at])
    )
      return before.line;
    const count = entries.length;
    const parts = { store, entry, count, current, picked, onPick: () => onPick(entries) };
    const line = <ActivityLine key={key} {...parts} />;
    drawn.set(entry, { current, entries, picked, line });
    return line;
  };

  return (
    <div class="activity-lines" data-picking={choice !== undefined}>
      <div class="line activity-line activity-head small quiet" aria-hidden="true">
        <span>{words.columns.time}</span>
        <span>{words.columns.outcome}</span>
        <span>{words.columns.client}</span>
        <span>{words.columns.room}</span>
        <span class="activity-identity">{words.columns.identity}</span>
        <span class="activity-preset">{words.columns.preset}</span>
      </div>
      <LineList label={words.listLabel}>{groups.map(lineOf)}</LineList>
    </div>
  );
}

interface ActivityLineProps {
  store: Store;
  entry: ActivityEntry;
  count: number;
  current: boolean;
  picked: PickState | undefined;
  onPick: () => void;
}

function ActivityLine({ store, entry, count, current, picked, onPick }: ActivityLineProps): VNode {
  const { at, caller, identity = '', room = '', presetName = '', join, drill } = entry;
  const note =
    join?.state === 'failed' || join?.state === 'replaced'
      ? join.cause.sentence
      : drill === undefined
        ? entry.note
        : `${DRILLS[drill].title}. ${DRILLS[drill].sentence}`;
  return (
    <li class="line activity-line" data-current={current}>
      <span class="row">
        {picked === undefined ? null : (
          <input
            type="checkbox"
            class="line-tools"
            aria-label={words.pickLine(clockTime(at), count)}
            checked={picked === 'all'}
            indeterminate={picked === 'some'}
            onChange={onPick}
          />
        )}
        <time class="quiet numbers" dateTime={new Date(at).toISOString()} title={absoluteTime(at)}>
          {clockTime(at)}
        </time>
      </span>
      <OutcomeMark entry={entry} />
      <LineButton current={current} onClick={() => (store.selected.activity.value = entry.id)}>
        <bdi class="cut">{caller.client}</bdi>
      </LineButton>
      <bdi class="cut code" title={room}>
        {room}
      </bdi>
      <bdi class="cut code activity-identity" title={identity}>
        {identity}
      </bdi>
      <bdi class="cut quiet activity-preset">{presetName}</bdi>
      {note === undefined && count === 1 ? null : (
        <span class="row small quiet activity-note">
          {drill === undefined ? null : <span class="tag tag-attention">{words.drill.tag}</span>}
          {count === 1 ? null : <span class="tag numbers">{words.times(count)}</span>}
          <bdi class="cut" title={note}>
            {note}
          </bdi>
        </span>
      )}
    </li>
  );
}

const SHAPES = { issued: ShapeGood, refused: ShapeAttention, blocked: ShapeBlocked } as const;

/** What became of a request: *Joined* once its participant was seen, *Issued* until then. */
export function OutcomeMark({
  entry,
}: {
  entry: Pick<ActivityEntry, 'outcome' | 'join' | 'trouble'>;
}): VNode {
  const { outcome, join, trouble } = entry;
  const isAmiss =
    join?.state === 'failed' ||
    join?.state === 'replaced' ||
    (trouble !== undefined && join?.state !== 'joined');
  const Shape = isAmiss ? ShapeAttention : SHAPES[outcome];
  return (
    <span class="outcome">
      <Shape />
      {join?.state === 'joined' ? words.joined : words.outcomes[outcome]}
    </span>
  );
}
