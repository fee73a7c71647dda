import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { LINKS, type LinkId } from '../../../../main/contract/host.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/settings-words.ts';
import { CopyButton } from '../../ui/copy.tsx';

export function AboutSection(): VNode {
  const host = useStore().feed.host.value;
  return (
    <Section title={words.about.title}>
      <table class="facts" aria-label={words.about.title}>
        <tbody>
          <tr>
            <th scope="row">{words.about.version}</th>
            <td class="numbers">{host?.version}</td>
          </tr>
          <tr>
            <th scope="row">{words.about.host}</th>
            <td>
              {host === undefined ? null : `${words.about.kinds[host.kind]}, ${host.platform}`}
            </td>
          </tr>
          <tr>
            <th scope="row">{words.about.process}</th>
            <td class="numbers">{host?.pid}</td>
          </tr>
        </tbody>
      </table>
      <p class="quiet">{words.about.licence}</p>
      <div class="row row-wrap">
        <ExternalLink link="livekitDocs" word={words.about.docs} />
        <ExternalLink link="releases" word={words.about.releases} />
      </div>
      <Licences />
    </Section>
  );
}

/** Opens through the host if it can open links, otherwise in a new tab. */
function ExternalLink({ link, word }: { link: LinkId; word: string }): VNode {
  const store = useStore();
  if (store.feed.host.value?.capabilities.openLink === true) {
    return (
      <Button onClick={() => void store.settle(store.client.call('link.open', { link }))}>
        {word}
      </Button>
    );
  }
  return (
    <a class="button button-plain" href={LINKS[link]} target="_blank" rel="noopener noreferrer">
      {word}
    </a>
  );
}

function Licences(): VNode {
  const text = useSignal<string | undefined>(undefined);

  const toggle = async (): Promise<void> => {
    if (text.value !== undefined) {
      text.value = undefined;
      return;
    }
    try {
      const response = await fetch('./licences.txt');
      text.value = response.ok ? await response.text() : words.about.licencesGone;
    } catch {
      text.value = words.about.licencesGone;
    }
  };

  return (
    <div class="stack">
      <div>
        <Button pressed={text.value !== undefined} onClick={() => void toggle()}>
          {words.about.licencesShow}
        </Button>
      </div>
      {text.value === undefined ? null : <pre class="code-block">{text.value}</pre>}
    </div>
  );
}

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
