// @ts-check

/** @typedef {import('./start-host.mjs').Host} Host */

const SECRET = 'made-up-secret-that-opens-nothing-0a1b2c3d';

/**
 * Has the host know what a developer's would after a morning: projects, defaults, requests of all kinds.
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
