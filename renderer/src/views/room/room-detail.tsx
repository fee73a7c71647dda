import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { RoomMember, RoomSummary } from '../../../../main/contract/rooms.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { IconMore, IconPlay, IconPlus } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { RelativeTime } from '../../ui/clock.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/room-words.ts';
import { MemberItem } from './member-item.tsx';
import { ChangeTrouble, RoomPageNotice, type Rooms } from './use-rooms.tsx';
import { MetadataForm, SendDataForm } from './room-forms.tsx';

interface RoomDetailProps {
  room: RoomSummary;
  /** Absent until they are read. */
  members: readonly RoomMember[] | undefined;
  rooms: Rooms;
  onClosed: () => void;
}

/** One room: what to do with it, and who is in it. */
export function RoomDetail({ room, members, rooms, onClosed }: RoomDetailProps): VNode {
  const store = useStore();
  const open = useSignal<'send' | 'metadata' | undefined>(undefined);
  const isClosing = useSignal(false);
  const { name } = room;

  const closeRoom = async (): Promise<void> => {
    if (!(await rooms.change({ kind: 'delete', room: name }))) return;
    store.toasts.show({ kind: 'done', message: words.close.done(name) });
    onClosed();
  };

  return (
    <div class="stack-wide">
      <div class="stack">
        <div>
          <h2>
            <bdi class="code-title">{name}</bdi>
          </h2>
          <p class="quiet">
            {words.countLong(room.participants, room.maxParticipants)}, {words.opened}{' '}
            <RelativeTime at={room.createdAt} />
          </p>
        </div>
        <div class="row row-wrap">
          <Button
            kind="primary"
            icon={<IconPlay />}
            onClick={() => void rooms.join(name, 'watcher')}
          >
            {words.watch}
          </Button>
          <Button icon={<IconPlus />} onClick={() => void rooms.join(name, 'participant')}>
            {words.second}
          </Button>
          <Button
            pressed={open.value === 'send'}
            onClick={() => (open.value = open.value === 'send' ? undefined : 'send')}
          >
            {words.sendData}
          </Button>
          <Menu
            label={common.more}
            icon={<IconMore />}
            end
            items={[
              {
                kind: 'action',
                label: words.roomMetadata.open,
                run: () => (open.value = 'metadata'),
              },
              { kind: 'separator' },
              {
                kind: 'action',
                label: words.close.open,
                danger: true,
                run: () => (isClosing.value = true),
              },
            ]}
          />
        </div>
        {members?.some(({ identity }) => identity === rooms.page?.identity) === true ? null : (
          <RoomPageNotice page={rooms.page} />
        )}
        <ChangeTrouble
          rooms={rooms}
          isOwn={(change) => change.kind !== 'create' && !('identity' in change)}
        />
        {open.value === 'send' ? <SendDataForm room={name} rooms={rooms} /> : null}
        {open.value === 'metadata' ? (
          <MetadataForm room={room} rooms={rooms} onDone={() => (open.value = undefined)} />
        ) : null}
      </div>
      <section class="stack" aria-label={words.members}>
        <h3>{words.members}</h3>
        {members === undefined || members.length === 0 ? (
          <p class="quiet">{members === undefined ? words.loading : words.emptyRoom}</p>
        ) : (
          <ul class="members">
            {members.map((member) => (
              <MemberItem
                key={member.identity}
                room={name}
                member={member}
                rooms={rooms}
                isOnly={members.length === 1}
              />
            ))}
          </ul>
        )}
      </section>
      {isClosing.value ? (
        <ConfirmDialog
          title={words.close.title(name)}
          confirm={words.close.confirm}
          onConfirm={() => void closeRoom()}
          onClose={() => (isClosing.value = false)}
        >
          {words.close.text}
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
