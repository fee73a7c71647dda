import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { CallValue } from '../../../../main/contract/calls.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/connect-words.ts';

type Written = NonNullable<CallValue<'app.writeUrl'>>;

/** Writes the endpoint's URL where the app's framework reads it. */
export function WriteToFolder({ url }: { url: string }): VNode {
  const store = useStore();
  const canChoose = store.feed.host.value?.capabilities.chooseFolder === true;
  const asking = useSignal(false);
  const folder = useSignal('');
  const error = useSignal<string | undefined>(undefined);
  const written = useSignal<(Written & { url: string }) | undefined>(undefined);

  const write = async (): Promise<void> => {
    const reply = await store.client.call('app.writeUrl', {
      url,
      ...(canChoose ? {} : { folder: folder.value.trim() }),
    });
    error.value = reply.ok ? undefined : reply.error.message;
    if (reply.ok && reply.value !== null) {
      written.value = { ...reply.value, url };
      asking.value = false;
    }
  };

  const done = written.value?.url === url ? written.value : undefined;
  return (
    <div class="stack-close">
      <div class="row row-wrap">
        <Button
          small
          kind="quiet"
          onClick={() => (canChoose ? void write() : (asking.value = !asking.value))}
        >
          {words.folder.write}
        </Button>
        {canChoose && error.value !== undefined ? (
          <span role="alert" class="small">
            {error.value}
          </span>
        ) : null}
      </div>
      {asking.value ? (
        <form
          class="row row-wrap"
          onSubmit={(event) => {
            event.preventDefault();
            void write();
          }}
        >
          <TextField
            label={words.folder.path}
            value={folder.value}
            onInput={(value) => (folder.value = value)}
            error={error.value}
          />
          <Button submit>{words.folder.save}</Button>
        </form>
      ) : null}
      {done === undefined ? null : (
        <div class="stack-close" role="status">
          <p class="small">{words.folder.done(done)}</p>
          <CopyField what={words.folder.use} value={done.use} />
        </div>
      )}
    </div>
  );
}
