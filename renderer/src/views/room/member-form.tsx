import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { RoomChange, RoomMember } from '../../../../main/contract/rooms.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { PairsEditor, type Pair } from '../../ui/pairs-editor.tsx';
import { words as common } from '../../words/app-words.ts';
import { words } from '../../words/room-words.ts';
import type { Rooms } from './use-rooms.ts';

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
    <form
      class="stack room-form"
      aria-label={words.edit.title(identity)}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
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
      <div class="form-end">
        <Button kind="primary" small submit>
          {words.edit.submit}
        </Button>
        <Button small onClick={onDone}>
          {common.cancel}
        </Button>
      </div>
    </form>
  );
}

/** What is different from `member`; nothing where all is as it was. LiveKit removes an attribute that is set to ''. */
export function memberChange(
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
