import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import {
  activeProject,
  endpointPort,
  liveKitPorts,
  TOKEN_PATH,
  tokenUrl,
} from '../../../../main/contract/selectors.ts';
import type { Snapshot } from '../../../../main/contract/snapshot.ts';
import {
  deviceHost,
  DEVICES,
  endpointUrl,
  lanAddresses,
  needsLan,
  type Device,
} from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore, useChange } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { Select } from '../../ui/inputs.tsx';
import { words } from '../../words/connect-words.ts';
import { AdbDevices } from './adb-devices.tsx';
import { WriteToFolder } from './app-folder.tsx';
import {
  CLIENT_NAMES,
  DEVICE_CLIENTS,
  type ClientName,
  type Snippet,
  type SnippetInput,
} from './snippets/clients.ts';

type Writer = (client: ClientName, input: SnippetInput) => Snippet;

const DEVICE_KEY = 'token-tray.device';
const CLIENT_KEY = 'token-tray.client';
const ADDRESS_KEY = 'token-tray.address';
const device = signal<Device>(
  DEVICES.find((known) => known === localStorage.getItem(DEVICE_KEY)) ?? 'browser',
);
/** The language chosen for each device, by its name. */
const languages = signal<Readonly<Record<string, string | null>>>(
  Object.fromEntries(
    DEVICES.map((known) => [known, localStorage.getItem(`${CLIENT_KEY}.${known}`)]),
  ),
);
const address = signal(localStorage.getItem(ADDRESS_KEY) ?? undefined);

function choose(chosen: Device): void {
  device.value = chosen;
  localStorage.setItem(DEVICE_KEY, chosen);
}

/** One question, and for its answer the URL, the code and the platform's switch, ready to copy. */
export function Devices(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <div class="row row-apart">
        <h2 id={id}>{words.devices.title}</h2>
        <Button small kind="quiet" onClick={() => (store.phoneOpen.value = true)}>
          {words.devices.checkPhone}
        </Button>
      </div>
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
                {deviceHost(snapshot, known, address.value) ?? words.devices.lanAddress}
              </span>
            </span>
          </label>
        ))}
      </div>
      <DeviceUrl />
      <DeviceSnippet />
      {device.value === 'emulator' || device.value === 'phone' ? <AdbDevices /> : null}
    </section>
  );
}

function DeviceUrl(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const target = device.value;
  const url = endpointUrl(snapshot, target, {}, address.value);
  const note = words.devices.notes[target];
  // A container on Linux comes from its bridge's network; elsewhere from this machine itself.
  const isElsewhere =
    needsLan(target) || (target === 'container' && store.feed.host.value?.platform === 'linux');
  const { lan } = snapshot.settings.server;
  return (
    <div class="stack-close">
      {url === undefined ? null : <CopyField what={words.devices.url} value={url} />}
      {note === undefined ? null : <p class="small quiet">{note}</p>}
      {isElsewhere && !lan ? <LanOff /> : null}
      {url === undefined && lan ? (
        <p class="quiet">
          {snapshot.server.status === 'serving'
            ? words.devices.lanNoAddress
            : words.devices.lanStopped}
        </p>
      ) : null}
      {needsLan(target) ? <AddressChoice /> : null}
    </div>
  );
}

function LanOff(): VNode {
  const change = useChange();
  return (
    <div class="row row-wrap">
      <span class="quiet">{words.devices.lanOff}</span>
      <Button small kind="primary" onClick={() => void change({ server: { lan: true } })}>
        {words.devices.lanOn}
      </Button>
    </div>
  );
}

/** Which of this machine's addresses devices use, where it has several. */
function AddressChoice(): VNode | null {
  const snapshot = useSnapshot();
  const addresses = lanAddresses(snapshot);
  if (addresses.length < 2 || snapshot.server.status !== 'serving') return null;
  const { lanInterfaces = {} } = snapshot.server;
  return (
    <Select
      aria-label={words.devices.address}
      value={addresses.find((one) => one === address.value) ?? addresses[0] ?? ''}
      options={addresses.map((value) => {
        const name = lanInterfaces[value];
        return { value, label: name === undefined ? value : `${value} (${name})` };
      })}
      onChange={(value) => {
        address.value = value;
        localStorage.setItem(ADDRESS_KEY, value);
      }}
    />
  );
}

/** Clients whose frameworks may read the URL from a .env file. */
const READS_ENV: ReadonlySet<ClientName> = new Set([
  'javascript',
  'react',
  'expo',
  'capacitor',
  'tauri',
]);

function DeviceSnippet(): VNode {
  const snapshot = useSnapshot();
  const writer = useSignal<{ write: Writer } | undefined>(undefined);
  const clients = DEVICE_CLIENTS[device.value];
  const chosen = languages.value[device.value];
  const language = clients.find((known) => known === chosen) ?? clients[0];

  useEffect(() => {
    void import('./snippets/write-snippet.ts').then(
      ({ writeSnippet }) => (writer.value = { write: writeSnippet }),
    );
  }, []);

  const url = endpointUrl(snapshot, device.value, {}, address.value);
  const snippet = writer.value?.write(language, snippetInput(snapshot, device.value));
  if (snippet === undefined) return <p class="quiet">{words.snippet.loading}</p>;
  return (
    <div class="stack">
      <CodeBlock
        code={snippet.code}
        // Without an address there is nothing finished to copy.
        canCopy={url !== undefined}
        what={words.snippet.what(CLIENT_NAMES[language])}
        title={
          <Select
            aria-label={words.snippet.client}
            value={language}
            options={clients.map((value) => ({ value, label: CLIENT_NAMES[value] }))}
            onChange={(value) => {
              languages.value = { ...languages.value, [device.value]: value };
              localStorage.setItem(`${CLIENT_KEY}.${device.value}`, value);
            }}
          />
        }
      />
      {url !== undefined && READS_ENV.has(language) ? <WriteToFolder url={url} /> : null}
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

interface CodeBlockProps {
  code: string;
  what: string;
  title: VNode;
  canCopy?: boolean;
}

function CodeBlock({ code, what, title, canCopy = true }: CodeBlockProps): VNode {
  return (
    <div class="snippet-code">
      <div class="row row-apart">
        {title}
        {canCopy ? <CopyButton what={what} text={code} small /> : null}
      </div>
      <pre class="code-block">{code}</pre>
    </div>
  );
}

function snippetInput(snapshot: Snapshot, target: Device): SnippetInput {
  const port = endpointPort(snapshot);
  // There is no address until the LAN is on, so a placeholder marks it.
  const url = endpointUrl(snapshot, target, {}, address.value) ?? tokenUrl('ADDRESS', port);
  const host = url.slice('http://'.length, url.indexOf(TOKEN_PATH));
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
