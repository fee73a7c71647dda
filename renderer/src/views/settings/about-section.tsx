import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import * as v from 'valibot';
import { LINKS, reportFields, type LinkId } from '../../../../main/contract/host-description.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Fact } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/settings-words.ts';
import { CopyButton } from '../../ui/copy.tsx';

export function AboutSection(): VNode {
  const host = useStore().feed.host.value;
  return (
    <Section title={words.about.title}>
      <table class="facts" aria-label={words.about.title}>
        <tbody>
          <Fact label={words.about.version}>
            <span class="numbers">{host?.version}</span>
          </Fact>
          <Fact label={words.about.host}>
            {host === undefined ? null : `${words.about.kinds[host.kind]}, ${host.platform}`}
          </Fact>
          <Fact label={words.about.process}>
            <span class="numbers">{host?.pid}</span>
          </Fact>
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

/** Opens through the host if it can open links, otherwise in a new tab at `href`. */
function ExternalLink({
  link,
  word,
  href = LINKS[link],
}: {
  link: LinkId;
  word: string;
  href?: string;
}): VNode {
  const store = useStore();
  if (store.feed.host.value?.capabilities.openLink === true) {
    return (
      <Button onClick={() => void store.settle(store.client.call('link.open', { link }))}>
        {word}
      </Button>
    );
  }
  return (
    <a class="button button-plain" href={href} target="_blank" rel="noopener noreferrer">
      {word}
    </a>
  );
}

const DependencyListSchema = v.array(
  v.object({ name: v.string(), version: v.string(), licence: v.string() }),
);

interface Licences {
  dependencies: v.InferOutput<typeof DependencyListSchema>;
  text: string;
}

/** Written by the build beside the page. */
async function readLicences(): Promise<Licences> {
  const [list, text] = await Promise.all([fetch('./dependencies.json'), fetch('./licences.txt')]);
  return {
    dependencies: v.parse(DependencyListSchema, await list.json()),
    text: text.ok ? await text.text() : words.about.licencesGone,
  };
}

function Licences(): VNode {
  const read = useSignal<Licences | undefined>(undefined);

  const toggle = async (): Promise<void> => {
    if (read.value !== undefined) {
      read.value = undefined;
      return;
    }
    const gone = { dependencies: [], text: words.about.licencesGone };
    read.value = await readLicences().catch(() => gone);
  };

  return (
    <div class="stack">
      <div>
        <Button pressed={read.value !== undefined} onClick={() => void toggle()}>
          {words.about.licencesShow}
        </Button>
      </div>
      {read.value === undefined ? null : (
        <>
          <table class="facts" aria-label={words.about.dependencies}>
            <tbody>
              {read.value.dependencies.map(({ name, version, licence }) => (
                <tr key={`${name} ${version}`}>
                  <th scope="row">{name}</th>
                  <td class="numbers">{version}</td>
                  <td>{licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <pre class="code-block">{read.value.text}</pre>
        </>
      )}
    </div>
  );
}

export function DiagnosticsSection(): VNode {
  const store = useStore();
  const host = store.feed.host.value;
  const text = useSignal<string | undefined>(undefined);

  const box = useRef<HTMLPreElement>(null);
  const read = async (): Promise<string | undefined> => {
    const answer = await store.settle(store.client.call('diagnostics.read'));
    return answer?.value.text;
  };
  const showAll = async (): Promise<void> => {
    text.value = await read();
    requestAnimationFrame(() => box.current?.scrollIntoView({ block: 'center' }));
  };
  useSignalEffect(() => {
    if (!store.reporting.value) return;
    store.reporting.value = false;
    void showAll();
  });

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
      {text.value === undefined ? null : (
        <>
          <pre ref={box} class="code-block">
            {text.value}
          </pre>
          <div class="row row-wrap">
            <ExternalLink
              link="report"
              word={words.diagnostics.report}
              href={`${LINKS.report}&${new URLSearchParams(reportFields(host?.kind ?? 'headless', text.value))}`}
            />
            <span class="small quiet">{words.diagnostics.reportHint}</span>
          </div>
        </>
      )}
    </Section>
  );
}
