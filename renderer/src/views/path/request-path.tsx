import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ActivityEntry, JoinState } from '../../../../main/contract/activity.ts';
import { mayAsk, type CheckState } from '../../state/health.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeAttention, ShapeBad, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { pathWords as words } from '../../words/connect-words.ts';
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

type StationState = 'good' | 'attention' | 'bad' | 'off';

/** One hop of a request: its state as a shape and a word, what happened there, and how long it took. */
interface Station {
  name: string;
  state: StationState;
  word: string;
  line: string;
  durationMs?: number;
}

interface PathInput {
  /** The request, or `undefined` while there is none. */
  entry: ActivityEntry | undefined;
  /** The project's LiveKit URL. */
  url: string | undefined;
  check: CheckState | undefined;
}

/** App, Token Tray, LiveKit: what is known of each, and nothing more. */
export function stations({ entry, url, check }: PathInput): [Station, Station, Station] {
  return [appStation(entry), trayStation(entry), liveKitStation(entry, url, check)];
}

function appStation(entry: ActivityEntry | undefined): Station {
  const { app: name } = words.names;
  if (entry === undefined)
    return { name, state: 'off', word: words.waiting, line: words.noRequest };
  const { client, from, address } = entry.caller;
  const line = from === 'loopback' ? words.fromHere(client) : words.fromLan(client, address);
  return { name, state: 'good', word: words.asked, line };
}

function trayStation(entry: ActivityEntry | undefined): Station {
  const { tray: name } = words.names;
  if (entry === undefined) return { name, state: 'off', word: words.waiting, line: words.ready };
  const { outcome, durationMs, room = '', identity = '', presetName = '', error, note } = entry;
  if (outcome === 'issued' && entry.drill !== undefined) {
    return { name, state: 'attention', word: words.drill, line: note ?? '', durationMs };
  }
  if (outcome === 'issued') {
    const line = words.granted(room, identity, presetName);
    return { name, state: 'good', word: words.issued, line, durationMs };
  }
  return {
    name,
    state: outcome === 'refused' ? 'attention' : 'bad',
    word: outcome === 'refused' ? words.refused : words.blocked,
    line: error?.message ?? note ?? '',
    durationMs,
  };
}

/** What was seen of the participant; nothing while only the project's check can say more. */
function joinStation(
  { identity = '' }: ActivityEntry,
  join: JoinState,
): Omit<Station, 'name'> | undefined {
  switch (join.state) {
    case 'watching':
      return undefined;
    case 'joined':
      return { state: 'good', word: words.joined, line: words.joinedAfter(identity, join.afterMs) };
    case 'absent':
      return { state: 'attention', word: words.absent, line: words.absentLine(identity) };
    case 'replaced':
      return { state: 'attention', word: words.replaced, line: join.cause.sentence };
    case 'failed':
      return { state: 'bad', word: words.trouble, line: join.cause.sentence };
  }
}

function liveKitStation(
  entry: ActivityEntry | undefined,
  url: string | undefined,
  check: CheckState | undefined,
): Station {
  const { liveKit: name } = words.names;
  if (entry !== undefined && entry.outcome !== 'issued') {
    return { name, state: 'off', word: words.notReached, line: words.noToken };
  }
  const joined = entry?.join === undefined ? undefined : joinStation(entry, entry.join);
  if (joined !== undefined) return { name, ...joined };
  if (url === undefined)
    return { name, state: 'off', word: words.notChecked, line: words.noProject };
  if (check === undefined) return { name, state: 'off', word: words.notChecked, line: url };
  if (check.state === 'asking') return { name, state: 'off', word: words.checking, line: url };
  if (check.state === 'failed') {
    return { name, state: 'attention', word: words.trouble, line: check.failure.message };
  }
  const { ok, message, cause, durationMs } = check.check;
  return ok
    ? { name, state: 'good', word: words.takesKey, line: url, durationMs }
    : { name, state: 'bad', word: words.trouble, line: cause?.sentence ?? message, durationMs };
}
