import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RoomSummary } from '../../../../main/contract/rooms.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { EmptyState, Section } from '../../ui/section.tsx';
import { IconPlus } from '../../ui/icons.tsx';
import { LineButton, LineList, Split } from '../../ui/split.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/clock.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/room-words.ts';
import { NewRoomForm } from './room-forms.tsx';
import { RoomDetail } from './room-detail.tsx';
import { RoomPageNotice, useRooms, type Rooms } from './use-rooms.tsx';
import './room.css';

/** The room a person opened, kept while another view is shown. */
const chosenRoom = signal<string | undefined>(undefined);
/** Which room is shown where none was opened: the newest, and then the same one. */
const shownRoom = signal<string | undefined>(undefined);
/** Projects whose server may be asked although it is switched off for them. */
const allowed = signal<ReadonlySet<string>>(new Set());

/** Who is in the rooms of the active project, live, and what can be done to them. */
export function RoomView(): VNode {
  const store = useStore();
  const { activeProjectId } = useSnapshot();
  const project = store.activeProject.value;
  const isAllowed = project?.watchJoins !== false || allowed.value.has(activeProjectId);
  const wanted = chosenRoom.value ?? shownRoom.value;
  const rooms = useRooms(activeProjectId, wanted, project !== undefined && isAllowed);
  const { reading } = rooms;
  const isMaking = useSignal(false);

  useEffect(
    () => () => {
      chosenRoom.value = undefined;
      shownRoom.value = undefined;
    },
    [activeProjectId],
  );

  const newest = reading?.rooms[0]?.name;
  const isShownOpen = reading?.rooms.some(({ name }) => name === shownRoom.value) === true;
  useEffect(() => {
    if (!isShownOpen) shownRoom.value = newest;
  }, [newest, isShownOpen]);

  if (project === undefined) {
    return (
      <div class="pane">
        <Notice kind="attention">{common.noProject}</Notice>
      </div>
    );
  }
  if (!isAllowed) {
    return (
      <div class="pane">
        <Notice
          kind="info"
          title={words.off.title}
          actions={
            <Button
              small
              onClick={() => (allowed.value = new Set([...allowed.value, activeProjectId]))}
            >
              {words.off.ask}
            </Button>
          }
        >
          {words.off.text}
        </Notice>
      </div>
    );
  }

  const summary = reading?.rooms.find(({ name }) => name === wanted);
  const isGone = chosenRoom.value !== undefined && reading !== undefined && summary === undefined;
  return (
    <Split
      weight="detail"
      chosen={chosenRoom.value !== undefined}
      onClose={() => (chosenRoom.value = undefined)}
      detailLabel={words.detailLabel}
      list={
        <Section
          title={words.rooms}
          hint={words.live}
          actions={
            <Button
              small
              icon={<IconPlus />}
              pressed={isMaking.value}
              onClick={() => (isMaking.value = !isMaking.value)}
            >
              {words.newRoom.open}
            </Button>
          }
        >
          {isMaking.value ? (
            <NewRoomForm
              rooms={rooms}
              onMade={(room) => {
                isMaking.value = false;
                chosenRoom.value = room;
              }}
            />
          ) : null}
          <RoomList rooms={rooms} currentRoom={summary?.name} isMaking={isMaking.value} />
        </Section>
      }
      detail={
        summary !== undefined ? (
          <RoomDetail
            key={summary.name}
            room={summary}
            members={rooms.members}
            rooms={rooms}
            onClosed={() => (chosenRoom.value = undefined)}
          />
        ) : isGone && reading.failure === undefined ? (
          <Notice
            kind="info"
            live
            actions={
              <Button small onClick={() => (chosenRoom.value = undefined)}>
                {words.back}
              </Button>
            }
          >
            {words.closed(chosenRoom.value ?? '')}
          </Notice>
        ) : null
      }
    />
  );
}

interface RoomListProps {
  rooms: Rooms;
  currentRoom: string | undefined;
  isMaking: boolean;
}

function RoomList({ rooms, currentRoom, isMaking }: RoomListProps): VNode | null {
  const store = useStore();
  const { reading } = rooms;
  if (reading === undefined) return <p class="quiet">{words.loading}</p>;
  if (reading.failure !== undefined) {
    const { sentence, fix, code } = reading.failure;
    return (
      <Notice
        kind="bad"
        title={sentence}
        live
        actions={
          <Button small onClick={() => store.show('doctor')}>
            {words.whyNot}
          </Button>
        }
      >
        {fix} <code class="quiet small">{code}</code>
      </Notice>
    );
  }
  if (reading.rooms.length === 0) return isMaking ? null : <NoRooms rooms={rooms} />;
  return (
    <>
      <LineList label={words.rooms}>
        {reading.rooms.map((room) => (
          <RoomLine key={room.name} room={room} current={room.name === currentRoom} />
        ))}
      </LineList>
      {reading.total > reading.rooms.length ? (
        <p class="quiet small">{words.onlyFirst(reading.rooms.length, reading.total)}</p>
      ) : null}
    </>
  );
}

function NoRooms({ rooms }: { rooms: Rooms }): VNode {
  const snapshot = useSnapshot();
  const url = endpointUrl(snapshot, 'machine');
  return (
    <EmptyState title={words.empty.title}>
      <p>{words.empty.text}</p>
      <Button kind="primary" onClick={() => void rooms.join('demo', 'participant')}>
        {words.second}
      </Button>
      <RoomPageNotice page={rooms.page} />
      {url === undefined ? null : (
        <>
          <p>{words.empty.orAsk}</p>
          <div class="room-wide">
            <CopyField
              what={words.empty.curl}
              value={`curl -X POST ${url} --json '{"room_name":"demo"}'`}
            />
          </div>
        </>
      )}
    </EmptyState>
  );
}

function RoomLine({ room, current }: { room: RoomSummary; current: boolean }): VNode {
  const isFull = room.maxParticipants > 0 && room.participants >= room.maxParticipants;
  return (
    <li class="line room-line" data-current={current}>
      <div class="stack-close">
        <LineButton strong current={current} onClick={() => (chosenRoom.value = room.name)}>
          <bdi class="cut">{room.name}</bdi>
        </LineButton>
        <span class="quiet small">
          {words.opened} <RelativeTime at={room.createdAt} />
        </span>
      </div>
      <div class="line-tools">
        {room.isRecorded ? <span class="tag">{words.recorded}</span> : null}
        {isFull ? <span class="tag tag-attention">{words.full}</span> : null}
        <span
          class="quiet numbers"
          title={words.countLong(room.participants, room.maxParticipants)}
          aria-label={words.countLong(room.participants, room.maxParticipants)}
        >
          {words.count(room.participants, room.maxParticipants)}
        </span>
      </div>
    </li>
  );
}
