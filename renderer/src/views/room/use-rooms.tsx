import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Cause } from '../../../../main/contract/causes/causes.ts';
import type {
  RoomChange,
  RoomMember,
  RoomPage,
  RoomRole,
  RoomsReading,
} from '../../../../main/contract/rooms.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/room-words.ts';

/** From an answer to the next question. */
const PAUSE_MS = 2_000;

export interface Rooms {
  /** Absent until the server was asked. */
  reading: RoomsReading | undefined;
  /** Absent until those of this very room were read. */
  members: readonly RoomMember[] | undefined;
  /** The last change, where it was not made, and why. */
  trouble: { change: RoomChange; cause: Cause } | undefined;
  dismissTrouble(): void;
  /** Makes a change, and reads again. Resolves to whether it was made. */
  change(change: RoomChange): Promise<boolean>;
  /** Joins on the room page, in the system's browser or a page of this one. */
  join(room: string, role: RoomRole): Promise<void>;
  /** The room page that was opened last, until its link is old. */
  page: RoomPage | undefined;
}

/**
 * The active project's rooms, and who is in `room`. The server is asked while this is mounted, `isOn` and seen,
 * and not a moment longer; each question waits for the answer before it.
 */
export function useRooms(projectId: string, room: string | undefined, isOn: boolean): Rooms {
  const store = useStore();
  const reading = useSignal<RoomsReading | undefined>(undefined);
  /** The room whose members the reading has. */
  const readRoom = useSignal<string | undefined>(undefined);
  const page = useSignal<RoomPage | undefined>(undefined);
  const trouble = useSignal<Rooms['trouble']>(undefined);
  const again = useRef<() => void>(() => {});
  const isOnline = store.connection.value === 'online';

  useEffect(() => {
    reading.value = undefined;
    page.value = undefined;
    trouble.value = undefined;
  }, [projectId]);

  useEffect(() => {
    if (!isOn || !isOnline) return undefined;
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;
    let isStale = false;

    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      if (isAsking) {
        isStale = true;
        return;
      }
      isAsking = true;
      isStale = false;
      const reply = await store.client.call('room.read', room === undefined ? {} : { room });
      isAsking = false;
      if (ended) return;
      if (reply.ok && reply.value.projectId === projectId) {
        readRoom.value = room;
        reading.value = reply.value;
      }
      if (isStale) void ask();
      else if (document.visibilityState === 'visible') timer = setTimeout(askAgain, PAUSE_MS);
    };
    const askAgain = (): void => void ask();
    const onSeen = (): void => {
      if (document.visibilityState === 'visible') askAgain();
      else clearTimeout(timer);
    };
    again.current = askAgain;
    document.addEventListener('visibilitychange', onSeen);
    askAgain();
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [projectId, room, isOn, isOnline]);

  return {
    reading: reading.value,
    members: readRoom.value === room ? reading.value?.members : undefined,
    page: page.value,
    trouble: trouble.value,
    dismissTrouble: () => (trouble.value = undefined),
    async change(change) {
      const reply = await store.settle(store.client.call('room.change', { change }));
      const failure = reply?.value.failure;
      trouble.value = failure && { change, cause: failure };
      again.current();
      return reply !== undefined && failure === undefined;
    },
    async join(name, role) {
      const reply = await store.settle(store.client.call('room.join', { room: name, role }));
      if (reply === undefined) return;
      page.value = reply.value;
      if (!reply.value.opened) window.open(reply.value.url, '_blank', 'noopener,noreferrer');
    },
  };
}

/** Who joins where. The link is for a browser that opened no page. */
export function RoomPageNotice({ page }: { page: RoomPage | undefined }): VNode | null {
  if (page === undefined) return null;
  return (
    <Notice kind="info" live>
      {words.page.opened(page.identity)}{' '}
      {page.opened ? null : (
        <>
          <a href={page.url} target="_blank" rel="noopener noreferrer">
            {words.page.link}
          </a>
          . {words.page.once}
        </>
      )}
    </Notice>
  );
}

interface ChangeTroubleProps {
  rooms: Rooms;
  /** Whether this is the place for trouble with that change. */
  isOwn: (change: RoomChange) => boolean;
}

/** Why the last change was not made, beside what it was about. */
export function ChangeTrouble({ rooms, isOwn }: ChangeTroubleProps): VNode | null {
  const { trouble } = rooms;
  if (trouble === undefined || !isOwn(trouble.change)) return null;
  const { sentence, fix } = trouble.cause;
  return (
    <Notice
      kind="bad"
      title={sentence}
      live
      actions={
        <Button small onClick={rooms.dismissTrouble}>
          {common.dismiss}
        </Button>
      }
    >
      {fix}
    </Notice>
  );
}
