import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import {
  activeProject,
  endpointPort,
  TOKEN_PATH,
  tokenUrl,
} from '../../../../main/contract/selectors.ts';
import { isLoopbackHostname } from '../../../../main/contract/livekit-url.ts';
import type { Snapshot } from '../../../../main/contract/snapshot.ts';
import {
  deviceHost,
  DEVICES,
  endpointUrl,
  needsLan,
  type Device,
} from '../../state/endpoint-urls.ts';
import { useSnapshot } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { Select } from '../../ui/inputs.tsx';
import { words } from '../../words/connect-words.ts';
import { useChange } from '../settings/use-setting.ts';
import { CLIENT_NAMES, DEVICE_CLIENTS, type ClientName } from './snippets/clients.ts';
import type { Snippet, SnippetInput } from './snippets/snippet.ts';

type Writer = (client: ClientName, input: SnippetInput) => Snippet;

const DEVICE_KEY = 'token-tray.device';
const CLIENT_KEY = 'token-tray.client';
const device = signal<Device>(
  DEVICES.find((known) => known === localStorage.getItem(DEVICE_KEY)) ?? 'browser',
);
const client = signal<string | null>(localStorage.getItem(CLIENT_KEY));

function choose(chosen: Device): void {
  device.value = chosen;
  localStorage.setItem(DEVICE_KEY, chosen);
}

/** One question, and for its answer the URL, the code and the platform's switch, ready to copy. */
export function Devices(): VNode {
  const snapshot = useSnapshot();
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{words.devices.title}</h2>
      <div class="devices" role="radiogroup" aria-labelledby={id}>
        {DEVICES.map((known) => (
          <label key={known} class="device">
            <input
              type="radio"
              class="choice-input"
              name={id}
              checked={known === device.value}
              onChange={() => choose(known)}
            />
            <span class="device-words">
              <span class="strong">{words.devices.names[known]}</span>
              <span class="small quiet cut">
                {deviceHost(snapshot, known) ?? words.devices.lanAddress}
              </span>
            </span>
          </label>
        ))}
      </div>
      <DeviceUrl />
      <DeviceSnippet />
    </section>
  );
}

function DeviceUrl(): VNode {
  const snapshot = useSnapshot();
  const change = useChange();
  const url = endpointUrl(snapshot, device.value);
  const note = words.devices.notes[device.value];
  if (url !== undefined) {
    return (
      <div class="stack-close">
        <CopyField what={words.devices.url} value={url} />
        {note === undefined ? null : <p class="small quiet">{note}</p>}
      </div>
    );
  }
  const { lan } = snapshot.settings.server;
  if (!lan) {
    return (
      <div class="row row-wrap">
        <span class="quiet">{words.devices.lanOff}</span>
        <Button small kind="primary" onClick={() => void change({ server: { lan: true } })}>
          {words.devices.lanOn}
        </Button>
      </div>
    );
  }
  return (
    <p class="quiet">
      {snapshot.server.status === 'serving' ? words.devices.lanNoAddress : words.devices.lanStopped}
    </p>
  );
}

function DeviceSnippet(): VNode {
  const snapshot = useSnapshot();
  const writer = useSignal<{ write: Writer } | undefined>(undefined);
  const clients = DEVICE_CLIENTS[device.value];
  const language = clients.find((known) => known === client.value) ?? clients[0];

  useEffect(() => {
    void import('./snippets/write-snippet.ts').then(
      ({ writeSnippet }) => (writer.value = { write: writeSnippet }),
    );
  }, []);

  const snippet = writer.value?.write(language, snippetInput(snapshot, device.value));
  if (snippet === undefined) return <p class="quiet">{words.snippet.loading}</p>;
  return (
    <div class="stack">
      <CodeBlock
        code={snippet.code}
        what={words.snippet.what(CLIENT_NAMES[language])}
        title={
          <Select
            aria-label={words.snippet.client}
            value={language}
            options={clients.map((value) => ({ value, label: CLIENT_NAMES[value] }))}
            onChange={(value) => {
              client.value = value;
              localStorage.setItem(CLIENT_KEY, value);
            }}
          />
        }
      />
      {snippet.notes.map((note) =>
        note.code === undefined ? (
          <p key={note.text} class="quiet">
            {note.text}
          </p>
        ) : (
          <CodeBlock
            key={note.text}
            code={note.code}
            what={note.text}
            title={<p class="quiet">{note.text}</p>}
          />
        ),
      )}
    </div>
  );
}

function CodeBlock({ code, what, title }: { code: string; what: string; title: VNode }): VNode {
  return (
    <div class="snippet-code">
      <div class="row row-apart">
        {title}
        <CopyButton what={what} text={code} small />
      </div>
      <pre class="code-block">{code}</pre>
    </div>
  );
}

function snippetInput(snapshot: Snapshot, target: Device): SnippetInput {
  const port = endpointPort(snapshot);
  // There is no address until the LAN is on, so a placeholder marks it.
  const url = endpointUrl(snapshot, target) ?? tokenUrl('ADDRESS', port);
  const host = url.slice('http://'.length, url.indexOf(TOKEN_PATH));
  const project = activeProject(snapshot);
  const needsId = project !== undefined && (project.requireKey || needsLan(target));
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

/** A server on this machine is asked at the same name as the endpoint; its media goes over 7881/tcp by default. */
function liveKitPorts(url: string): number[] {
  if (!URL.canParse(url)) return [];
  const { hostname, port } = new URL(url);
  return isLoopbackHostname(hostname) ? [Number(port || 80), 7881] : [];
}
