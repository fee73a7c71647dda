import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import type { ActivityEntry, Outcome } from '../../../../main/contract/activity.ts';
import { now } from '../../ui/clock.tsx';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { ShapeAttention, ShapeBlocked, ShapeGood } from '../../ui/icons.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/connect-words.ts';

const MINUTES = 60;
export const MINUTE_MS = 60_000;
const HEIGHT = 48;
const STEP = 10;

const OUTCOMES = ['issued', 'refused', 'blocked'] as const satisfies readonly Outcome[];

/** The last hour, one column per minute: issued at the bottom, refused and blocked above. */
export function RequestPlot(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  // The columns are minutes, so once a minute is enough.
  const minute = useComputed(() => Math.floor(now.value / MINUTE_MS));
  const columns = minuteColumns(store.feed.activity.value ?? [], minute.value);
  const totals = OUTCOMES.map((outcome) =>
    columns.reduce((sum, column) => sum + column[outcome], 0),
  );
  const [issued = 0, refused = 0, blocked = 0] = totals;

  return (
    <Section
      title={words.plot.title}
      actions={
        <Button kind="quiet" small onClick={() => store.show('activity')}>
          {words.plot.open}
        </Button>
      }
    >
      {issued + refused + blocked === 0 ? (
        <div class="stack">
          <p class="quiet">{words.plot.empty}</p>
          <CopyField
            what={words.plot.curl}
            value={`curl -X POST ${endpointUrl(snapshot, 'machine') ?? ''}`}
          />
        </div>
      ) : (
        <figure class="plot">
          <Columns columns={columns} label={words.plot.summary(issued, refused, blocked)} />
          <div class="row row-apart small quiet" aria-hidden="true">
            <span>{words.plot.from}</span>
            <span>{words.plot.to}</span>
          </div>
          <figcaption class="row row-wrap plot-key">
            <span class="outcome">
              <ShapeGood />
              <span class="numbers">{issued}</span> {words.plot.issued}
            </span>
            <span class="outcome">
              <ShapeAttention />
              <span class="numbers">{refused}</span> {words.plot.refused}
            </span>
            <span class="outcome">
              <ShapeBlocked />
              <span class="numbers">{blocked}</span> {words.plot.blocked}
            </span>
          </figcaption>
        </figure>
      )}
    </Section>
  );
}

function Columns({ columns, label }: { columns: readonly Column[]; label: string }): VNode {
  const most = Math.max(
    4,
    ...columns.map((column) => column.issued + column.refused + column.blocked),
  );
  return (
    <svg
      class="plot-columns"
      viewBox={`0 0 ${MINUTES * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line class="plot-ground" x1="0" x2={MINUTES * STEP} y1={HEIGHT} y2={HEIGHT} />
      {columns.map((column, index) => {
        let top = HEIGHT;
        return OUTCOMES.map((outcome) => {
          const height = (column[outcome] / most) * HEIGHT;
          top -= height;
          return height === 0 ? null : (
            <rect
              key={`${index}-${outcome}`}
              class={`plot-${outcome}`}
              x={index * STEP + 2}
              y={top}
              width={STEP - 4}
              height={height}
            />
          );
        });
      })}
    </svg>
  );
}

/** A minute's requests by outcome. */
type Column = Record<Outcome, number>;

/** Counts by outcome for each of the last 60 minutes, oldest first. */
export function minuteColumns(entries: readonly ActivityEntry[], minute: number): Column[] {
  const columns = Array.from({ length: MINUTES }, (): Column => ({
    issued: 0,
    refused: 0,
    blocked: 0,
  }));
  for (const { at, outcome } of entries) {
    const column = columns[MINUTES - 1 - (minute - Math.floor(at / MINUTE_MS))];
    if (column !== undefined) column[outcome] += 1;
  }
  return columns;
}
