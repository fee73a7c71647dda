import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { RoomMember, RoomTrack, TokenOrigin } from '../../../../main/contract/rooms.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { JsonText, Fact } from '../../ui/facts.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { IconDown, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { RelativeTime } from '../../ui/clock.tsx';
import { qualityLine, rightsLine, words } from '../../words/room-words.ts';
import { clockTime } from '../../words/time.ts';
import { MemberForm, SendDataForm } from './room-forms.tsx';
import { ChangeTrouble, type Rooms } from './use-rooms.tsx';

interface MemberItemProps {
  room: string;
  member: RoomMember;
  rooms: Rooms;
  /** Alone in the room when it appears, and so shown in full. */
  isOnly: boolean;
}

/** One participant: a line, and in full when it is opened. */
export function MemberItem({ room, member, rooms, isOnly }: MemberItemProps): VNode {
  const opened = useSignal(isOnly);
  const id = useId();
  const isOpen = opened.value;
  const { identity, state } = member;
  const kind = words.kinds[member.kind] ?? member.kind;
  return (
    <li class="member" data-open={isOpen}>
      <button
        type="button"
        class="member-head"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => (opened.value = !isOpen)}
      >
        <span class="outcome">
          {state === 'active' ? <ShapeGood /> : <ShapeOff />}
          {words.states[state]}
        </span>
        <bdi class="code cut grow" title={identity}>
          {identity}
        </bdi>
        {kind === '' ? null : <span class="tag">{kind}</span>}
        {member.permission?.hidden === true ? <span class="tag">{words.hidden}</span> : null}
        <span class="quiet small">
          <RelativeTime at={member.joinedAt} />
        </span>
        <IconDown />
      </button>
      {isOpen ? (
        <div id={id} class="member-body stack">
          <MemberFacts member={member} />
          <Tracks room={room} member={member} rooms={rooms} />
          <MemberActions room={room} member={member} rooms={rooms} />
        </div>
      ) : null}
    </li>
  );
}

function MemberFacts({ member }: { member: RoomMember }): VNode {
  const { permission, joinedAt, name, metadata, attributes, region } = member;
  const rights = permission && rightsLine(permission);
  const pairs = Object.entries(attributes);
  return (
    <table class="facts">
      <tbody>
        <Fact label={words.facts.joined}>
          <span class="numbers">{clockTime(joinedAt)}</span>
        </Fact>
        <Fact label={words.facts.token}>
          <Origin origin={member.origin} />
        </Fact>
        {rights === undefined ? null : (
          <>
            <Fact label={words.facts.may}>{rights.may === '' ? words.nothing : rights.may}</Fact>
            {rights.mayNot === '' ? null : <Fact label={words.facts.mayNot}>{rights.mayNot}</Fact>}
          </>
        )}
        {name === '' ? null : (
          <Fact label={words.facts.name}>
            <bdi>{name}</bdi>
          </Fact>
        )}
        {pairs.length === 0 ? null : (
          <Fact label={words.facts.attributes}>
            {pairs.map(([key, value]) => (
              <div key={key}>
                <bdi class="code quiet">{key}</bdi> <bdi class="code">{value}</bdi>
              </div>
            ))}
          </Fact>
        )}
        {metadata === '' ? null : (
          <Fact label={words.facts.metadata}>
            <JsonText value={metadata} />
          </Fact>
        )}
        {region === '' ? null : <Fact label={words.facts.region}>{region}</Fact>}
      </tbody>
    </table>
  );
}

function Origin({ origin }: { origin: TokenOrigin | undefined }): VNode {
  const store = useStore();
  if (origin === undefined) return <span class="quiet">{words.from.unknown}</span>;
  const { kind, id, at, presetName, client = '' } = origin;
  if (kind === 'page') return <>{words.from.page}</>;
  const isRequest = kind === 'request';
  return (
    <div class="row row-wrap">
      <span>
        <span class="numbers">{clockTime(at)}</span>,{' '}
        {isRequest ? words.from.request(client, presetName) : words.from.token(presetName)}
      </span>
      <Button
        small
        onClick={() => {
          const view = isRequest ? 'activity' : 'tokens';
          store.selected[view].value = id;
          store.show(view);
        }}
      >
        {isRequest ? words.from.showRequest : words.from.showToken}
      </Button>
    </div>
  );
}

interface MemberProps {
  room: string;
  member: RoomMember;
  rooms: Rooms;
}

function Tracks({ room, member, rooms }: MemberProps): VNode {
  const { tracks, identity } = member;
  if (tracks.length === 0) return <p class="quiet">{words.noTracks}</p>;
  const toggle = ({ id, muted }: RoomTrack): void =>
    void rooms.change({ kind: 'mute', room, identity, trackId: id, muted: !muted });
  return (
    <ul class="tracks" aria-label={words.tracks}>
      {tracks.map((track) => {
        const source = words.sources[track.source];
        const verb = track.muted ? words.unmuteWhat : words.muteWhat;
        return (
          <li key={track.id} class="track">
            <span class="outcome">
              {track.muted ? <ShapeOff /> : <ShapeGood />}
              {source}
            </span>
            <span class="quiet cut">
              {track.muted ? `${words.muted}. ` : ''}
              {qualityLine(track)}
            </span>
            <Button
              small
              label={verb(source.toLowerCase(), identity)}
              onClick={() => {
                toggle(track);
              }}
            >
              {track.muted ? words.unmute : words.mute}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function MemberActions({ room, member, rooms }: MemberProps): VNode {
  const store = useStore();
  const open = useSignal<'edit' | 'send' | undefined>(undefined);
  const isRemoving = useSignal(false);
  const { identity } = member;
  const toggle = (what: 'edit' | 'send'): void => {
    open.value = open.value === what ? undefined : what;
  };
  const remove = async (): Promise<void> => {
    if (await rooms.change({ kind: 'remove', room, identity })) {
      store.toasts.show({ kind: 'done', message: words.remove.done(identity) });
    }
  };
  return (
    <>
      <div class="row row-wrap">
        <Button small pressed={open.value === 'edit'} onClick={() => toggle('edit')}>
          {words.edit.open}
        </Button>
        <Button small pressed={open.value === 'send'} onClick={() => toggle('send')}>
          {words.sendData}
        </Button>
        <Button small onClick={() => (isRemoving.value = true)}>
          {words.remove.open}
        </Button>
      </div>
      <ChangeTrouble
        rooms={rooms}
        isOwn={(change) => 'identity' in change && change.identity === identity}
      />
      {open.value === 'edit' ? (
        <MemberForm
          room={room}
          member={member}
          rooms={rooms}
          onDone={() => (open.value = undefined)}
        />
      ) : null}
      {open.value === 'send' ? (
        <SendDataForm room={room} identity={identity} rooms={rooms} />
      ) : null}
      {isRemoving.value ? (
        <ConfirmDialog
          title={words.remove.title(identity)}
          confirm={words.remove.confirm}
          onConfirm={() => void remove()}
          onClose={() => (isRemoving.value = false)}
        >
          {words.remove.text}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
