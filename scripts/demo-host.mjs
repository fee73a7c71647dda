// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Host
 * @property {string} endpoint Such as `http://localhost:41234/token`.
 * @property {() => Promise<string>} link An address that signs a browser in.
 * @property {(name: string, input?: unknown) => Promise<any>} call
 * @property {() => Promise<void>} losePort Stops the endpoint and has another program take its port.
 * @property {() => Promise<void>} close
 */

const COMMAND = fileURLToPath(new URL('../dist/headless/token-tray.cjs', import.meta.url));

/**
 * The built headless host with a folder of its own.
 *
 * @param {{ port?: number }} [options] A free port where none is named.
 * @returns {Promise<Host>}
 */
export async function startHost({ port: wanted } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-screenshots-'));
  const dataFolder = join(folder, 'data');
  const env = { ...process.env, HOME: folder };
  for (const name of Object.keys(env)) {
    if (name.startsWith('LIVEKIT_')) Reflect.deleteProperty(env, name);
  }
  const port = wanted ?? (await freePort());
  await writeSettings(dataFolder, env, port);

  const child = spawn(process.execPath, [COMMAND, ...serveArguments(dataFolder)], { env });
  const { endpoint } = await announced(child);
  /** @type {import('node:net').Server | undefined} */
  let squatter;
  /** @type {Host['call']} */
  const call = (name, input) => callHost(dataFolder, name, input);
  return {
    endpoint,
    call,
    link: async () =>
      execFileSync(process.execPath, [COMMAND, '--data-dir', dataFolder, 'open', '--no-open'], {
        env,
        encoding: 'utf8',
      })
        .split(/\s+/)
        .find((word) => word.startsWith('http')) ?? '',
    losePort: async () => {
      await call('server.stop');
      squatter = createServer().listen(port, '127.0.0.1');
      await once(squatter, 'listening');
      await call('server.start');
    },
    close: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      squatter?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Has a settings file written, with `port` in it: a port from the command line would be shown as deciding
 * over the settings, which is not what most people see.
 *
 * @param {string} dataFolder
 * @param {NodeJS.ProcessEnv} env
 * @param {number} port
 */
async function writeSettings(dataFolder, env, port) {
  const host = spawn(process.execPath, [COMMAND, ...serveArguments(dataFolder), '--port', '0'], {
    env,
  });
  await announced(host);
  await callHost(dataFolder, 'settings.update', {
    revision: (await callHost(dataFolder, 'state.get')).revision,
    changes: { app: { checkForUpdates: false } },
  });
  host.kill('SIGTERM');
  await once(host, 'exit');
  const file = join(dataFolder, 'settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...settings, server: { ...settings.server, port } }));
}

/**
 * @param {string} dataFolder
 * @returns {string[]}
 */
function serveArguments(dataFolder) {
  return ['serve', '--json', '--ui-port', '0', '--no-open', '--data-dir', dataFolder];
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ endpoint: string, ui: string }>} The line the host prints once it serves.
 */
async function announced(child) {
  let text = '';
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  for await (const chunk of child.stdout ?? []) {
    text += chunk;
    if (text.includes('\n')) return JSON.parse(text.slice(0, text.indexOf('\n')));
  }
  throw new Error(`The host ended: ${complaint}`);
}

/**
 * A call of the window, as the command line makes it.
 *
 * @param {string} dataFolder
 * @param {string} name
 * @param {unknown} [input]
 */
async function callHost(dataFolder, name, input) {
  const { url, token } = JSON.parse(readFileSync(join(dataFolder, 'window-session.json'), 'utf8'));
  const response = await fetch(new URL(`/api/call/${name}`, url), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    ...(input === undefined ? {} : { body: JSON.stringify(input) }),
  });
  /** @type {{ ok: boolean, value: any, error: { message: string } }} */
  const reply = JSON.parse(await response.text());
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
  return reply.value;
}

/** @returns {Promise<number>} A free port. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

const SECRET = 'made-up-secret-that-opens-nothing-0a1b2c3d';

/**
 * Fills the host with a developer's morning: projects, defaults, requests of all kinds.
 *
 * @param {Host} host
 */
export async function fillHost(host) {
  const { item: shop } = await host.call(
    'project.create',
    project('Shop', 'wss://shop-4f8a.livekit.cloud', 'APIshop4f8a2c1'),
  );
  await host.call(
    'project.create',
    project('Voice lab', 'wss://voice-lab.livekit.cloud', 'APIvoicelab99'),
  );
  await host.call('project.update', {
    id: shop.id,
    revision: shop.revision,
    changes: {
      defaults: {
        ...shop.defaults,
        metadata: '{"role":"tester"}',
        attributes: { team: 'blue' },
        agents: [{ agentName: 'greeter', metadata: '{"language":"en"}' }],
        roomConfiguration: { emptyTimeout: 60, maxParticipants: 8 },
      },
      policy: { ...shop.policy, participantMetadata: 'ignore' },
    },
  });
  for (const request of REQUESTS) await ask(host.endpoint, request);
}

const REQUESTS = [
  { body: {} },
  {
    body: { room_name: 'standup', participant_identity: 'ana', participant_name: 'Ana Lúcia' },
    agent: 'okhttp/4.12.0',
  },
  { body: { room_config: {} }, agent: 'Dart/3.5 (dart:io)' },
  {
    body: {
      room_name: 'standup',
      participant_identity: 'ben',
      participant_metadata: '{"role":"admin"}',
    },
    agent: 'LiveKit-CPP/1.0',
  },
  {
    target: '/token?preset=viewer',
    body: { room_name: 'stage' },
    agent: 'Mozilla/5.0 (Macintosh) Chrome/141',
    origin: 'http://localhost:5173',
  },
  { target: '/token?preset=moderator', body: {} },
  { body: { room_name: 42 } },
  { body: {}, agent: 'Mozilla/5.0 (Macintosh) Chrome/141', origin: 'https://app.example.com' },
  {
    body: {
      participant_identity:
        'a-rather-long-identity-that-someone-built-from-an-e-mail-address@example.com',
    },
    agent: 'okhttp/4.12.0',
  },
  {
    body: {
      room_name: 'standup',
      participant_identity: 'cleo',
      participant_metadata: '{"role":"host"}',
    },
    agent: 'okhttp/4.12.0',
  },
];

/**
 * @param {string} name
 * @param {string} url
 * @param {string} apiKey
 */
function project(name, url, apiKey) {
  return { fields: { name, url, apiKey, apiSecret: SECRET } };
}

/**
 * @param {string} endpoint
 * @param {{ target?: string, body: object, agent?: string, origin?: string }} request
 */
async function ask(endpoint, { target = '/token', body, agent = 'curl/8.14.1', origin }) {
  await fetch(new URL(target, endpoint), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': agent,
      ...(origin === undefined ? {} : { Origin: origin }),
    },
    body: JSON.stringify(body),
  });
}
