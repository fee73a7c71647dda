import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ActivityEntry } from '../../../../main/contract/activity.ts';
import { mayAsk } from '../../state/health.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeAttention, ShapeBad, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { words } from '../../words/path-words.ts';
import { stations, type Station } from './stations.ts';
import './path.css';

const SHAPES = {
  good: ShapeGood,
  attention: ShapeAttention,
  bad: ShapeBad,
  off: ShapeOff,
} as const;

interface RequestPathProps {
  entry: ActivityEntry | undefined;
  label: string;
}

/** App → Token Tray → LiveKit, for one request and its project's server. */
export function RequestPath({ entry, label }: RequestPathProps): VNode {
  const store = useStore();
  const { projects } = useSnapshot();
  const project =
    entry?.projectId === undefined
      ? store.activeProject.value
      : projects.find(({ id }) => id === entry.projectId);
  const check = project === undefined ? undefined : store.checks.of(project);
  const [app, tray, liveKit] = stations({ entry, url: project?.url, check });
  const wanted = entry === undefined || entry.outcome === 'issued';

  useEffect(() => {
    if (wanted && project !== undefined && check === undefined && mayAsk(project)) {
      void store.checks.ask(project);
    }
  }, [wanted, project, check === undefined]);

  const join = entry?.join;
  const trouble =
    join?.state === 'failed' || join?.state === 'replaced'
      ? join.cause
      : check?.state === 'known' && !check.check.ok && join?.state !== 'joined'
        ? check.check.cause
        : undefined;
  const fix = trouble?.fix;
  return (
    <section class="path" aria-label={label}>
      <ol class="path-stations">
        <StationItem station={app} />
        <StationItem station={tray} />
        <StationItem station={liveKit} />
      </ol>
      {project === undefined || !wanted ? null : (
        <div class="row row-wrap path-fix">
          {fix === undefined ? null : <span class="grow">{fix}</span>}
          <Button
            kind="quiet"
            small
            busy={check?.state === 'asking'}
            onClick={() => void store.checks.ask(project)}
          >
            {check === undefined ? words.check : words.checkAgain}
          </Button>
          {entry === undefined || join?.state === 'joined' ? null : (
            <Button kind="quiet" small onClick={() => store.examine({ requestId: entry.id })}>
              {words.why}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function StationItem({ station }: { station: Station }): VNode {
  const { name, state, word, line, durationMs } = station;
  const Shape = SHAPES[state];
  return (
    <li class="station" data-state={state}>
      <span class="row row-apart">
        <span class="strong">{name}</span>
        {durationMs === undefined ? null : (
          <span class="small quiet numbers">{words.ms(durationMs)}</span>
        )}
      </span>
      <span class="outcome">
        <Shape />
        {word}
      </span>
      <bdi class="small quiet station-line" title={line}>
        {line}
      </bdi>
    </li>
  );
}
