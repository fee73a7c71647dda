import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import type { AgentsReading, AgentState, AgentView } from '../../../../main/contract/rooms.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ShapeAttention, ShapeBad, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { agentWords as words } from '../../words/activity-words.ts';

/** How often the server is asked while an agent may still come. */
const LOOK_EVERY_MS = 2_000;

const SHAPES: Readonly<Record<AgentState, () => VNode>> = {
  room_closed: ShapeOff,
  not_dispatched: ShapeAttention,
  no_worker: ShapeAttention,
  starting: ShapeOff,
  joined: ShapeGood,
  failed: ShapeBad,
  ended: ShapeOff,
};

/** What became of the named agents that the token asked for, and the way to dispatch one now. */
export function RequestAgents({ detail }: { detail: ActivityDetail }): VNode {
  const store = useStore();
  const { id } = detail;
  const reading = useSignal<AgentsReading | undefined>(undefined);

  const look = async (): Promise<void> => {
    const reply = await store.client.call('agent.read', { requestId: id });
    if (reply.ok) reading.value = reply.value;
    else store.tell(reply.error);
  };
  const isSettled = reading.value?.agents.every(({ state }) => state === 'joined') ?? false;
  const hasFailed = reading.value?.failure !== undefined;

  useEffect(() => void look(), []);
  useEffect(() => {
    if (isSettled || hasFailed) return undefined;
    const timer = setInterval(() => {
      if (store.connection.value === 'online' && !document.hidden) void look();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isSettled, hasFailed]);

  const dispatch = async (agentName: string): Promise<void> => {
    const done = await store.settle(
      store.client.call('agent.dispatch', { requestId: id, agentName }),
    );
    const failure = done?.value.failure;
    if (failure !== undefined) {
      store.toasts.show({ kind: 'problem', message: `${failure.sentence} ${failure.fix}` });
    } else if (done !== undefined) store.toasts.announce(words.dispatched(agentName));
    await look();
  };

  return (
    <section class="stack" aria-label={words.title}>
      <div class="row row-apart">
        <h3>{words.title}</h3>
        <Button small kind="quiet" onClick={() => void look()}>
          {words.lookAgain}
        </Button>
      </div>
      {reading.value === undefined ? <p class="quiet">{words.loading}</p> : null}
      {reading.value?.failure === undefined ? null : (
        <Notice kind="attention">
          {reading.value.failure.sentence} {reading.value.failure.fix}
        </Notice>
      )}
      <ul class="lines">
        {reading.value?.agents.map((agent) => (
          <AgentLine
            key={agent.agentName}
            agent={agent}
            onDispatch={() => void dispatch(agent.agentName)}
          />
        ))}
      </ul>
      <FreshRooms detail={detail} agents={reading.value?.agents ?? []} />
    </section>
  );
}

function AgentLine({ agent, onDispatch }: { agent: AgentView; onDispatch: () => void }): VNode {
  const { agentName, state, identity, error } = agent;
  const Shape = SHAPES[state];
  const canDispatch = state === 'not_dispatched' || state === 'failed' || state === 'ended';
  return (
    <li class="line agent-line">
      <span class="row">
        <Shape />
        <bdi class="code strong">{agentName}</bdi>
      </span>
      <span class="quiet">
        {words.states[state]}
        {identity === undefined ? null : (
          <>
            {' '}
            <bdi class="code">{words.as(identity)}</bdi>
          </>
        )}
        {error === undefined ? null : (
          <>
            : <bdi>{error}</bdi>
          </>
        )}
      </span>
      {canDispatch ? (
        <Button small label={words.dispatchNamed(agentName)} onClick={onDispatch}>
          {words.dispatchNow}
        </Button>
      ) : null}
    </li>
  );
}

/** Where the project's defaults put every request into one room, an agent comes only once. */
function FreshRooms({
  detail,
  agents,
}: {
  detail: ActivityDetail;
  agents: readonly AgentView[];
}): VNode | null {
  const store = useStore();
  const { projects } = useSnapshot();
  const project = projects.find(({ id }) => id === detail.projectId);
  const room = detail.fields.find(({ field }) => field === 'room_name');
  const isOurs = room?.reason === 'default' || room?.reason === 'template';
  const isMissing = agents.some(({ state }) => state === 'not_dispatched');
  if (project === undefined || project.source === 'environment' || !isOurs || !isMissing) {
    return null;
  }
  if (project.defaults.room.mode === 'fresh') return null;

  const change = async (): Promise<void> => {
    const { id, revision, defaults } = project;
    const changes = { defaults: { ...defaults, room: { mode: 'fresh' as const } } };
    const done = await store.settle(store.client.call('project.update', { id, revision, changes }));
    if (done !== undefined) store.toasts.show({ kind: 'done', message: words.freshDone });
  };

  return (
    <div>
      <Button small onClick={() => void change()}>
        {words.freshRooms}
      </Button>
    </div>
  );
}

/** Whether a token asks for agents by name. */
export function asksForAgents({ claims }: ActivityDetail): boolean {
  const config = claims?.['roomConfig'];
  return JSON.stringify(config ?? null).includes('"agentName":"');
}
