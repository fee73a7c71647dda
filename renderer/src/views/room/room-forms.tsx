import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import type { RoomChange, RoomMember, RoomSummary } from '../../../../main/contract/rooms.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choices.tsx';
import { TextField, AreaField } from '../../ui/inputs.tsx';
import { PairsEditor, type Pair } from '../../ui/pairs-editor.tsx';
import { ChangeTrouble, type Rooms } from './use-rooms.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/room-words.ts';

interface NewRoomFormProps {
  rooms: Rooms;
  onMade: (room: string) => void;
}

/** A room before anyone joins: with a limit, or full at once. */
export function NewRoomForm({ rooms, onMade }: NewRoomFormProps): VNode {
  const name = useSignal('demo');
  const limit = useSignal('0');
  const busy = useSignal(false);
  const room = name.value.trim();
  const error = /^\d{1,9}$/.test(limit.value.trim()) ? undefined : words.newRoom.limitError;
  const disabled = room === '' || error !== undefined;

  const make = async (maxParticipants: number, isFilled: boolean): Promise<void> => {
    busy.value = true;
    const isMade = await rooms.change({ kind: 'create', room, maxParticipants });
    if (isMade && isFilled) await rooms.join(room, 'participant');
    busy.value = false;
    if (isMade) onMade(room);
  };

  return (
    <RoomForm
      label={words.newRoom.title}
      submit={words.newRoom.make}
      busy={busy.value}
      disabled={disabled}
      onSubmit={() => make(Number(limit.value), false)}
      actions={
        <Button small busy={busy.value} disabled={room === ''} onClick={() => void make(1, true)}>
          {words.newRoom.fill}
        </Button>
      }
    >
      <div class="fields fields-short">
        <TextField
          label={words.newRoom.name}
          value={name.value}
          code
          onInput={(value) => (name.value = value)}
        />
        <TextField
          label={words.newRoom.limit}
          hint={words.newRoom.limitHint}
          value={limit.value}
          error={error}
          inputMode="numeric"
          short
          onInput={(value) => (limit.value = value)}
        />
      </div>
      <p class="field-hint">
        {words.newRoom.hint} {words.newRoom.fillHint}
      </p>
      <ChangeTrouble rooms={rooms} isOwn={(change) => change.kind === 'create'} />
    </RoomForm>
  );
}

interface MemberFormProps {
  room: string;
  member: RoomMember;
  rooms: Rooms;
  onDone: () => void;
}

/** Changes name, metadata and attributes as a backend would. Sends only what is different. */
export function MemberForm({ room, member, rooms, onDone }: MemberFormProps): VNode {
  const store = useStore();
  const name = useSignal(member.name);
  const metadata = useSignal(member.metadata);
  const pairs = useSignal<readonly Pair[]>(Object.entries(member.attributes));
  const { identity } = member;

  const submit = async (): Promise<void> => {
    const change = memberChange(room, member, {
      name: name.value,
      metadata: metadata.value,
      pairs: pairs.value,
    });
    if (change === undefined) {
      store.toasts.announce(words.edit.unchanged);
      onDone();
    } else if (await rooms.change(change)) {
      store.toasts.show({ kind: 'done', message: words.edit.done(identity) });
      onDone();
    }
  };

  return (
    <RoomForm
      label={words.edit.title(identity)}
      submit={words.edit.submit}
      onSubmit={submit}
      onCancel={onDone}
    >
      <TextField
        label={words.edit.name}
        value={name.value}
        onInput={(value) => (name.value = value)}
      />
      <AreaField
        label={words.edit.metadata}
        value={metadata.value}
        onInput={(value) => (metadata.value = value)}
      />
      <PairsEditor
        label={words.edit.attributes}
        pairs={pairs.value}
        nameLabel={words.edit.attribute}
        valueLabel={words.edit.value}
        addLabel={words.edit.add}
        onChange={(value) => (pairs.value = value)}
      />
      <p class="field-hint">{words.edit.hint}</p>
    </RoomForm>
  );
}

/** What is different from `member`; nothing where all is as it was. LiveKit removes an attribute that is set to ''. */
function memberChange(
  room: string,
  member: RoomMember,
  wanted: { name: string; metadata: string; pairs: readonly Pair[] },
): Extract<RoomChange, { kind: 'update' }> | undefined {
  const named = wanted.pairs.filter(([key]) => key !== '');
  const kept = new Set(named.map(([key]) => key));
  const attributes = Object.fromEntries([
    ...Object.keys(member.attributes)
      .filter((key) => !kept.has(key))
      .map((key) => [key, '']),
    ...named.filter(([key, value]) => member.attributes[key] !== value),
  ]);
  const changes = {
    ...(wanted.name === member.name ? {} : { name: wanted.name }),
    ...(wanted.metadata === member.metadata ? {} : { metadata: wanted.metadata }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
  return Object.keys(changes).length === 0
    ? undefined
    : { kind: 'update', room, identity: member.identity, ...changes };
}

interface SendDataFormProps {
  room: string;
  /** Everyone where absent. */
  identity?: string;
  rooms: Rooms;
}

/** A data packet from the server, as a backend sends it. */
export function SendDataForm({ room, identity, rooms }: SendDataFormProps): VNode {
  const store = useStore();
  const text = useSignal('{"hello":"world"}');
  const topic = useSignal('');
  const delivery = useSignal<'reliable' | 'lossy'>('reliable');
  const label = identity === undefined ? words.send.all : words.send.one(identity);

  const send = async (): Promise<void> => {
    const isSent = await rooms.change({
      kind: 'send_data',
      room,
      text: text.value,
      topic: topic.value.trim(),
      identities: identity === undefined ? [] : [identity],
      reliable: delivery.value === 'reliable',
    });
    if (isSent) store.toasts.show({ kind: 'done', message: words.send.done });
  };

  return (
    <RoomForm label={label} submit={words.send.submit} disabled={text.value === ''} onSubmit={send}>
      <TextField
        label={words.send.text}
        value={text.value}
        code
        onInput={(value) => (text.value = value)}
      />
      <div class="fields fields-short">
        <TextField
          label={words.send.topic}
          hint={words.send.topicHint}
          value={topic.value}
          code
          onInput={(value) => (topic.value = value)}
        />
        <Choice
          label={words.send.kind}
          value={delivery.value}
          options={[
            { value: 'reliable', label: words.send.reliable },
            { value: 'lossy', label: words.send.lossy },
          ]}
          onChange={(value) => (delivery.value = value)}
        />
      </div>
    </RoomForm>
  );
}

export function MetadataForm({
  room,
  rooms,
  onDone,
}: {
  room: RoomSummary;
  rooms: Rooms;
  onDone: () => void;
}): VNode {
  const store = useStore();
  const metadata = useSignal(room.metadata);
  const submit = async (): Promise<void> => {
    const change = { kind: 'room_metadata', room: room.name, metadata: metadata.value } as const;
    if (!(await rooms.change(change))) return;
    store.toasts.announce(words.roomMetadata.done);
    onDone();
  };
  return (
    <RoomForm
      label={words.roomMetadata.label}
      submit={words.roomMetadata.submit}
      onSubmit={submit}
      onCancel={onDone}
    >
      <AreaField
        label={words.roomMetadata.label}
        value={metadata.value}
        onInput={(value) => (metadata.value = value)}
      />
    </RoomForm>
  );
}

interface RoomFormProps {
  label: string;
  /** The word on the button that submits it. */
  submit: string;
  onSubmit: () => Promise<void>;
  onCancel?: () => void;
  busy?: boolean;
  disabled?: boolean;
  /** Buttons beside it. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

function RoomForm(props: RoomFormProps): VNode {
  const { busy = false, disabled = false, onCancel } = props;
  return (
    <form
      class="stack room-form"
      aria-label={props.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) void props.onSubmit();
      }}
    >
      {props.children}
      <div class="form-end">
        <Button kind="primary" small submit busy={busy} disabled={disabled}>
          {props.submit}
        </Button>
        {props.actions}
        {onCancel === undefined ? null : (
          <Button small onClick={onCancel}>
            {common.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}
