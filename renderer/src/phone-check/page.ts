import { Room, RoomEvent } from 'livekit-client';
import {
  CHECK_PATH,
  PHONE_HOPS,
  type PhoneCheck,
  type PhoneHop,
  type PhoneHopName,
  type PhoneReport,
} from '../../../main/contract/phone-check.ts';
import { hopWords, pageWords } from '../words/phone-words.ts';

// The program of the page that a phone opens: plain DOM, and LiveKit's own client for the hops that an app makes.

const SESSION = sessionStorage.getItem('session') ?? '';
const SIGNAL_WITHIN_MS = 6_000;
const MEDIA_WITHIN_MS = 12_000;
/** Long enough to be seen in the room by the server's own list. */
const STAYS_MS = 5_000;

const WAY_ATTEMPTS = 10;
const WAY_INTERVAL_MS = 100;

const hops = new Map<PhoneHopName, PhoneHop>(
  PHONE_HOPS.map((hop) => [hop, { hop, state: 'waiting' }]),
);

/** Where the connection to the server is; the client does not say. */
const peers: RTCPeerConnection[] = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    peers.push(this);
  }
};

function post(path: string, body?: object): Promise<Response> {
  return fetch(`${CHECK_PATH}/${path}`, {
    method: 'POST',
    headers: { 'X-Check-Session': SESSION },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

let lastReport: Promise<unknown> = Promise.resolve();

/** Shows a hop here, and tells the window. Reports arrive in their order. */
function report(hop: PhoneHopName, state: PhoneReport['state'], more: Partial<PhoneReport> = {}) {
  show({ ...hops.get(hop), hop, state, ...more });
  const sent = send(lastReport, { hop, state, ...more });
  lastReport = sent.catch(() => show({ hop: 'endpoint', state: 'failed', cause: lostCause() }));
  return sent;
}

async function send(after: Promise<unknown>, reported: PhoneReport): Promise<void> {
  await after;
  const answer = await post('report', reported);
  if (!answer.ok) throw new Error(await answer.text());
  const check: PhoneCheck | null = await answer.json();
  for (const known of check?.hops ?? []) if (known.cause !== undefined) show(known);
}

async function run(): Promise<void> {
  draw();
  const started = performance.now();
  await report('endpoint', 'running');
  await report('endpoint', 'ok', { ms: performance.now() - started });

  const asked = performance.now();
  void report('token', 'running');
  const answer = await post('token');
  const issued = await answer.json();
  if (!answer.ok) {
    await report('token', 'failed', { ms: performance.now() - asked });
    finish(false);
    return;
  }
  void report('token', 'ok', { ms: performance.now() - asked });
  finish(await join(issued.server_url, issued.participant_token));
}

/** Joins as an app does, and says at which hop that ended. */
async function join(url: string, token: string): Promise<boolean> {
  const room = new Room();
  let hop: PhoneHopName = 'signal';
  let since = performance.now();
  const next = (name: PhoneHopName, detail?: string): void => {
    const now = performance.now();
    void report(hop, 'ok', { ms: now - since, ...(detail === undefined ? {} : { detail }) });
    hop = name;
    since = now;
    void report(hop, 'running');
  };
  room.once(RoomEvent.SignalConnected, () => next('media'));
  void report('signal', 'running');
  try {
    await room.connect(url, token, {
      maxRetries: 0,
      websocketTimeout: SIGNAL_WITHIN_MS,
      peerConnectionTimeout: MEDIA_WITHIN_MS,
    });
    // Goes over the connection that media takes, and opens the one for sending.
    await room.localParticipant.publishData(new Uint8Array([1]), {
      reliable: true,
      topic: 'token-tray-check',
    });
    next('joined', await mediaWay());
    await report('joined', 'ok', { ms: performance.now() - since, detail: room.name });
    setTimeout(() => void room.disconnect(), STAYS_MS);
    return true;
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    await report(hop, 'failed', { ms: performance.now() - since, detail });
    void room.disconnect();
    return false;
  }
}

/** The address that data goes to, such as `UDP 192.168.1.20:7882`. The browser's report of it may lag behind the data. */
async function mediaWay(): Promise<string | undefined> {
  for (let attempt = 0; attempt < WAY_ATTEMPTS; attempt += 1) {
    for (const peer of peers) {
      const way = wayIn(await peer.getStats());
      if (way !== undefined) return way;
    }
    await new Promise((resolve) => setTimeout(resolve, WAY_INTERVAL_MS));
  }
  return undefined;
}

function wayIn(stats: RTCStatsReport): string | undefined {
  const entries = [...stats.values()];
  const chosen = entries.find(
    ({ type, selectedCandidatePairId: id }) => type === 'transport' && id,
  );
  // Firefox has no transport in its report.
  const pair =
    stats.get(chosen?.selectedCandidatePairId) ??
    entries.find(({ type, state, nominated }) => {
      return type === 'candidate-pair' && state === 'succeeded' && nominated === true;
    });
  const remote = stats.get(pair?.remoteCandidateId);
  return remote?.protocol === undefined
    ? undefined
    : `${String(remote.protocol).toUpperCase()} ${remote.address ?? ''}:${remote.port ?? ''}`;
}

function lostCause(): NonNullable<PhoneHop['cause']> {
  return { code: 'phone_gone', level: 'cause', ...pageWords.lost };
}

function finish(passed: boolean): void {
  const state = document.getElementById('state');
  if (state !== null) state.textContent = passed ? pageWords.passed : pageWords.failed;
}

function show(hop: PhoneHop): void {
  hops.set(hop.hop, hop);
  draw();
}

function draw(): void {
  document.getElementById('hops')?.replaceChildren(
    ...[...hops.values()].map(({ hop, state, ms, cause }) => {
      const line = element('li', '');
      line.dataset['state'] = state;
      line.dataset['hop'] = hop;
      const shape = element('span', hopWords.shapes[state]);
      shape.className = 'shape';
      shape.setAttribute('role', 'img');
      shape.setAttribute('aria-label', hopWords.states[state]);
      const time = element('span', ms === undefined ? '' : hopWords.ms(Math.round(ms)));
      time.className = 'ms';
      line.append(shape, element('span', hopWords.names[hop]), time);
      if (cause !== undefined) line.append(element('p', cause.sentence), element('p', cause.fix));
      return line;
    }),
  );
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

run().catch(() => {
  show({ hop: 'endpoint', state: 'failed', cause: lostCause() });
  finish(false);
});
