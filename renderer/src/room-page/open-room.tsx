import { render } from 'preact';
import { readReply, type Reply } from '../../../main/contract/client.ts';
import type { RoomTicket } from '../../../main/contract/rooms.ts';
import { Notice } from '../ui/notice.tsx';
import { words } from '../words/room-page-words.ts';
import { RoomPage } from './room-page.tsx';
import { joinRoom } from './room-session.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/buttons.css';
import '../styles/fields.css';
import '../styles/groups.css';
import '../styles/data.css';
import './room-page.css';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app.');
void start(root);

/** Takes the ticket of this page's address, which works once, and joins. */
async function start(into: HTMLElement): Promise<void> {
  render(<p class="room-page quiet">{words.loading}</p>, into);
  const reply = await takeTicket();
  if (!reply.ok) {
    render(
      <main class="room-page">
        <Notice kind="attention" title={words.used} live>
          {reply.error.message}
        </Notice>
      </main>,
      into,
    );
    return;
  }
  document.title = words.title(reply.value.room);
  render(<RoomPage session={joinRoom(reply.value)} />, into);
}

async function takeTicket(): Promise<Reply<RoomTicket>> {
  const response = await fetch(location.pathname, { method: 'POST' });
  const reply = readReply(await response.json());
  if (reply === undefined) throw new Error('The host answered something else.');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this address answers nothing but tickets
  return reply as Reply<RoomTicket>;
}
