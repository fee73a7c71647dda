import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { CallValue } from '../../../../main/contract/calls.ts';
import { liveKitPorts } from '../../../../main/contract/livekit-url.ts';
import { activeProject, endpointPort, tokenUrl } from '../../../../main/contract/selectors.ts';
import type { Snapshot } from '../../../../main/contract/snapshot.ts';
import { DEVICES, endpointUrl, needsLan, type Device } from '../../state/endpoint-urls.ts';
import { useChange, useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { Select, TextField } from '../../ui/inputs.tsx';
import { words } from '../../words/connect-words.ts';
import {
  CLIENT_NAMES,
  DEVICE_CLIENTS,
  type ClientName,
  type Snippet,
  type SnippetInput,
} from './snippets/clients.ts';

type Writer = (client: ClientName, input: SnippetInput) => Snippet;

const CLIENT_KEY = 'token-tray.client';
/** The language chosen for each device, by its name. */
const languages = signal<Readonly<Record<string, string | null>>>(
  Object.fromEntries(
    DEVICES.map((known) => [known, localStorage.getItem(`${CLIENT_KEY}.${known}`)]),
  ),
);

/** Clients whose frameworks may read the URL from a .env file. */
const READS_ENV: ReadonlySet<ClientName> = new Set([
  'javascript',
  'react',
  'expo',
  'capacitor',
  'tauri',
]);

interface DeviceSnippetProps {
  device: Device;
  /** Which of this machine's addresses a device on the network uses. */
  address: string | undefined;
}

/** The code that points an app on the device here, in the language chosen for it, and what its platform needs. */
export function DeviceSnippet({ device, address }: DeviceSnippetProps): VNode {
  const store = useStore();
  const change = useChange();
  const snapshot = useSnapshot();
  const writer = useSignal<{ write: Writer } | undefined>(undefined);
  const clients = DEVICE_CLIENTS[device];
  const chosen = languages.value[device];
  const language = clients.find((known) => known === chosen) ?? clients[0];

  useEffect(() => {
    void import('./snippets/write-snippet.ts').then(
      ({ writeSnippet }) => (writer.value = { write: writeSnippet }),
    );
  }, []);

  const url = endpointUrl(snapshot, device, {}, address);
  const write = writer.value?.write;
  if (write === undefined) return <p class="quiet">{words.snippet.loading}</p>;
  const snippet = write(language, snippetInput(snapshot, device, address));

  const turnOnLan = async (): Promise<string | undefined> => {
    const hasChanged = await change({ server: { lan: true } });
    const now = store.feed.snapshot.value;
    if (!hasChanged || now === undefined) return undefined;
    const isReady = endpointUrl(now, device, {}, address) !== undefined;
    return isReady ? write(language, snippetInput(now, device, address)).code : undefined;
  };

  // Without an address there is nothing finished to copy.
  const what = words.snippet.what(CLIENT_NAMES[language]);
  const isFinished = url !== undefined;
  const { lan } = snapshot.settings.server;
  return (
    <div class="stack">
      <CodeBlock
        code={snippet.code}
        copy={
          isFinished ? (
            <CopyButton what={what} text={snippet.code} small />
          ) : lan ? null : (
            <CopyButton what={what} word={words.snippet.lanAndCopy} text={turnOnLan} small />
          )
        }
        title={
          <Select
            aria-label={words.snippet.client}
            value={language}
            options={clients.map((value) => ({ value, label: CLIENT_NAMES[value] }))}
            onChange={(value) => {
              languages.value = { ...languages.value, [device]: value };
              localStorage.setItem(`${CLIENT_KEY}.${device}`, value);
            }}
          />
        }
      />
      {isFinished && READS_ENV.has(language) ? <WriteToFolder url={url} /> : null}
      {snippet.notes.map((note) =>
        note.code === undefined ? (
          <p key={note.text} class="quiet">
            {note.text}
          </p>
        ) : (
          <CodeBlock
            key={note.text}
            code={note.code}
            copy={isFinished ? <CopyButton what={note.text} text={note.code} small /> : null}
            title={<p class="quiet">{note.text}</p>}
          />
        ),
      )}
    </div>
  );
}

interface CodeBlockProps {
  code: string;
  title: VNode;
  copy: VNode | null;
}

function CodeBlock({ code, title, copy }: CodeBlockProps): VNode {
  return (
    <div class="snippet-code">
      <div class="row row-apart">
        {title}
        {copy}
      </div>
      <pre class="code-block">{code}</pre>
    </div>
  );
}

function snippetInput(
  snapshot: Snapshot,
  target: Device,
  address: string | undefined,
): SnippetInput {
  const port = endpointPort(snapshot);
  // There is no address until the LAN is on, so a placeholder marks it.
  const url = endpointUrl(snapshot, target, {}, address) ?? tokenUrl('ADDRESS', port);
  const [host = ''] = url.slice('http://'.length).split('/');
  const project = activeProject(snapshot);
  // The ID is a key on the LAN, which is where a container's requests come from on Linux.
  const needsId =
    project !== undefined && (project.requireKey || needsLan(target) || target === 'container');
  return {
    url,
    base: `http://${host}`,
    host: host.slice(0, host.lastIndexOf(':')),
    port,
    device: target,
    liveKitPorts: liveKitPorts(project?.url ?? ''),
    ...(needsId ? { tokenServerId: project.tokenServerId } : {}),
  };
}

type Written = NonNullable<CallValue<'app.writeUrl'>>;

/** Writes the endpoint's URL where the app's framework reads it. */
function WriteToFolder({ url }: { url: string }): VNode {
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
        <Button small onClick={() => (canChoose ? void write() : (asking.value = !asking.value))}>
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
