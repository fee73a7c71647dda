import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useStore } from '../../state/store-context.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/settings.ts';

export function DiagnosticsSection(): VNode {
  const store = useStore();
  const host = store.feed.host.value;
  const text = useSignal<string | undefined>(undefined);

  const read = async (): Promise<string | undefined> => {
    const answer = await store.settle(store.client.call('diagnostics.read'));
    return answer?.value.text;
  };

  return (
    <Section title={words.diagnostics.title} hint={words.diagnostics.hint}>
      <div class="row row-wrap">
        <Button
          pressed={text.value !== undefined}
          onClick={() => {
            if (text.value !== undefined) text.value = undefined;
            else void read().then((answer) => (text.value = answer));
          }}
        >
          {words.diagnostics.show}
        </Button>
        <CopyButton what={words.diagnostics.what} text={read} />
        {host?.capabilities.revealPath === true && host.logPath !== null ? (
          <Button
            onClick={() => void store.settle(store.client.call('path.reveal', { path: 'logs' }))}
          >
            {words.data.revealLogs}
          </Button>
        ) : null}
      </div>
      {text.value === undefined ? null : <pre class="code-block">{text.value}</pre>}
    </Section>
  );
}
