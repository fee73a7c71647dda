import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Snapshot } from '../../../../main/contract/snapshot.ts';
import { endpointPort, TOKEN_PATH, tokenUrl } from '../../../../main/contract/selectors.ts';
import { endpointUrl, type Target } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { Select } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/connect-words.ts';
import { CLIENTS, CLIENT_NAMES, CLIENT_TARGETS, type ClientName } from './snippets/clients.ts';
import type { Snippet, SnippetInput } from './snippets/snippet.ts';

type Writer = (client: ClientName, input: SnippetInput) => Snippet;

const STORAGE_KEY = 'token-tray.client';
const client = signal<ClientName>(rememberedClient());

function rememberedClient(): ClientName {
  const name = localStorage.getItem(STORAGE_KEY);
  return CLIENTS.find((known) => known === name) ?? 'javascript';
}

function chooseClient(name: ClientName): void {
  client.value = name;
  localStorage.setItem(STORAGE_KEY, name);
}

/** The code for the app, with the live URL in it. */
export function SnippetSection(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const writer = useSignal<{ write: Writer } | undefined>(undefined);
  const wanted = useSignal<Target | undefined>(undefined);
  const targets = CLIENT_TARGETS[client.value];
  const target = targets.find((known) => known === wanted.value) ?? targets[0];
  const name = CLIENT_NAMES[client.value];

  useEffect(() => {
    void import('./snippets/write-snippet.ts').then(
      ({ writeSnippet }) => (writer.value = { write: writeSnippet }),
    );
  }, []);

  const input = snippetInput(snapshot, target, store.activeProject.value?.requireKey === true);
  const snippet = writer.value?.write(client.value, input);

  return (
    <Section title={words.snippet.title} hint={words.snippet.hint}>
      <div class="snippet-bar">
        <Select
          aria-label={words.snippet.client}
          value={client.value}
          options={CLIENTS.map((value) => ({ value, label: CLIENT_NAMES[value] }))}
          onChange={chooseClient}
        />
        <label class="row">
          <span class="quiet">{words.snippet.target}</span>
          <Select
            value={target}
            options={targets.map((value) => ({ value, label: words.urls.names[value] }))}
            onChange={(value) => (wanted.value = value)}
          />
        </label>
      </div>
      {snippet === undefined ? (
        <p class="quiet">{words.snippet.loading}</p>
      ) : (
        <>
          <CodeBlock code={snippet.code} what={words.snippet.what(name)} />
          <ul class="snippet-notes">
            {snippet.notes.map((note) => (
              <li key={note.text} class="stack-close">
                <p class="quiet">{note.text}</p>
                {note.code === undefined ? null : <CodeBlock code={note.code} what={note.text} />}
              </li>
            ))}
          </ul>
          {input.needsKey && store.activeProject.value !== undefined ? (
            <CopyField
              what={words.snippet.tokenServerId}
              value={store.activeProject.value.tokenServerId}
            />
          ) : null}
        </>
      )}
    </Section>
  );
}

function CodeBlock({ code, what }: { code: string; what: string }): VNode {
  return (
    <div class="snippet-code">
      <pre class="code-block">{code}</pre>
      <CopyButton what={what} text={code} kind="quiet" small iconOnly />
    </div>
  );
}

function snippetInput(snapshot: Snapshot, target: Target, requireKey: boolean): SnippetInput {
  const port = endpointPort(snapshot);
  // There is no address until the LAN is on, so a placeholder marks it.
  const url = endpointUrl(snapshot, target) ?? tokenUrl('ADDRESS', port);
  const { host, hostname } = splitUrl(url);
  return {
    url,
    base: `http://${host}`,
    host: hostname,
    port,
    target,
    needsKey: requireKey || target === 'phone',
  };
}

function splitUrl(url: string): { host: string; hostname: string } {
  const host = url.slice('http://'.length, url.indexOf(TOKEN_PATH));
  return { host, hostname: host.slice(0, host.lastIndexOf(':')) };
}
