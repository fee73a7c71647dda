import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/room-words.ts';
import { ChangeTrouble } from './room-notices.tsx';
import type { Rooms } from './use-rooms.ts';

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
    <form
      class="stack room-form"
      aria-label={words.newRoom.title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) void make(Number(limit.value), false);
      }}
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
      <div class="form-end">
        <Button kind="primary" submit small busy={busy.value} disabled={disabled}>
          {words.newRoom.make}
        </Button>
        <Button small busy={busy.value} disabled={room === ''} onClick={() => void make(1, true)}>
          {words.newRoom.fill}
        </Button>
      </div>
    </form>
  );
}
