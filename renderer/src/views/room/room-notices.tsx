import type { VNode } from 'preact';
import type { RoomChange, RoomPage } from '../../../../main/contract/rooms.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/room-words.ts';
import type { Rooms } from './use-rooms.ts';

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
