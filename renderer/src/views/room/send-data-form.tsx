import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choices.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/room-words.ts';
import type { Rooms } from './use-rooms.ts';

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
  const disabled = text.value === '';

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
    <form
      class="stack room-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) void send();
      }}
    >
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
      <div class="form-end">
        <Button kind="primary" small submit disabled={disabled}>
          {words.send.submit}
        </Button>
      </div>
    </form>
  );
}
