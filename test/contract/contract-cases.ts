import assert from 'node:assert/strict';
import { CALLS } from '../../main/contract/calls.ts';
import {
  createClient,
  EVENT_NAMES,
  isEventName,
  type Client,
  type Reply,
  type Transport,
} from '../../main/contract/client.ts';
import { ERRORS, isErrorCode } from '../../main/contract/errors.ts';
import { isJsonObject } from '../../main/contract/json.ts';

/** A transport to a core that serves tokens on a free port, with nothing configured. */
export interface ContractSubject {
  transport: Transport;
  close(): Promise<void>;
}

export interface ContractCase {
  title: string;
  run(subject: ContractSubject): Promise<void>;
}

export const SENTINEL = 'sentinel-secret-of-the-contract-suite-0001';

const CALL_NAMES = Object.keys(CALLS);

/** Calls that need no input, or the least they need, and change nothing that a later one relies on. */
const READING_CALLS: readonly string[] = [
  'host.describe',
  'state.get',
  'token.list',
  'activity.list',
  'import.scan',
  'diagnostics.read',
  'settings.export',
];

/** What no call takes, whatever it does. Each must be told from what it takes before a handler sees it. */
const NEVER_VALID: readonly [string, unknown][] = [
  ['a number', 42],
  ['a text', 'project'],
  ['a list', [{}]],
  ['null', null],
  ['an unknown field', { noSuchField: true }],
  ['a prototype', JSON.parse('{"__proto__":{"polluted":true},"constructor":{}}')],
];

/**
 * What every transport must do, free of any test runner, so that each host's suite can run it: every call
 * is there, refuses what it does not take, comes back as it went, and events arrive.
 */
export const CONTRACT_CASES: readonly ContractCase[] = [
  {
    title: 'host.describe and state.get answer what the contract says',
    async run({ transport }) {
      const client = createClient(transport);
      const description = value(await client.call('host.describe'));
      assert.ok(['desktop', 'headless'].includes(description.kind));
      assert.ok(description.instanceId.length > 0 && description.pid > 0);
      const snapshot = value(await client.call('state.get'));
      assert.equal(snapshot.server.status, 'serving');
      assert.ok(snapshot.presets.length > 0 && snapshot.projects.length > 0);
      assert.ok(snapshot.projects.some(({ id }) => id === snapshot.activeProjectId));
    },
  },
  ...CALL_NAMES.map((name): ContractCase => ({
    title: `E9 ${name} refuses what it does not take`,
    async run({ transport }) {
      for (const [what, input] of NEVER_VALID) {
        const reply = await transport.call(name, input);
        assert.equal(reply.ok, false, `${name} took ${what}`);
        assertFailure(reply, what);
        assert.notEqual(reply.ok ? '' : reply.error.code, 'unknown_call', `${name} is missing`);
        assert.notEqual(reply.ok ? '' : reply.error.code, 'internal', `${name} broke on ${what}`);
      }
      assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    },
  })),
  {
    title: 'refuses names that are no calls',
    async run({ transport }) {
      const names = [
        '',
        'project',
        'project.steal',
        'constructor',
        '__proto__',
        'toString',
        'a/b',
        '..',
      ];
      for (const name of names) {
        const reply = await transport.call(name, {});
        assert.equal(reply.ok, false, `"${name}" was answered`);
        assertFailure(reply, name);
      }
    },
  },
  {
    title: 'names the input an error is about, with its code and words',
    async run({ transport }) {
      const reply = await createClient(transport).call('project.create', {
        fields: { name: '', url: 'wss://a.example', apiKey: 'APIabc', apiSecret: 'x'.repeat(40) },
      });
      assert.equal(reply.ok, false);
      assert.equal(reply.ok ? '' : reply.error.code, 'name_missing');
      assert.equal(reply.ok ? '' : reply.error.field, 'fields.name');
      assert.equal(reply.ok ? '' : reply.error.message, ERRORS.name_missing.message);
    },
  },
  {
    title: 'R16 brings text through as it is',
    async run({ transport }) {
      const client = createClient(transport);
      const metadata =
        'snow \u2603, \ud83d\udc69\u200d\ud83d\ude80, \u202eturned\u202c, "quotes", \\, \u2028, \u0000, \n';
      const identity = 'identity-\u00e9\ud83d\ude00';
      const token = value(await client.call('token.mint', { room: 'r', identity, metadata }));
      assert.equal(token.identity, identity);
      const claims: unknown = JSON.parse(
        Buffer.from(token.token.split('.')[1] ?? '', 'base64url').toString(),
      );
      assert.ok(isJsonObject(claims));
      assert.equal(claims['metadata'], metadata);
    },
  },
  {
    title:
      'goes through the life of a project: create, change, conflict, duplicate, remove, restore',
    run: ({ transport }) => liveOfAProject(createClient(transport)),
  },
  {
    title: 'goes through the life of a preset, and mints with it',
    run: ({ transport }) => liveOfAPreset(createClient(transport)),
  },
  {
    title: 'S11 refuses settings that were changed from an older revision',
    async run({ transport }) {
      const client = createClient(transport);
      const { revision } = value(await client.call('state.get'));
      const changes = { app: { theme: 'dark' } } as const;
      assert.equal((await client.call('settings.update', { revision, changes })).ok, true);
      const late = await client.call('settings.update', {
        revision,
        changes: { app: { theme: 'light' } },
      });
      assert.equal(late.ok ? '' : late.error.code, 'conflict');
      assert.equal(value(await client.call('state.get')).settings.app.theme, 'dark');
    },
  },
  {
    title: 'pushes the state, the tokens and the activity as they change',
    run: ({ transport }) => pushes(transport),
  },
  {
    title: 'stops pushing to who no longer listens',
    async run({ transport }) {
      const client = createClient(transport);
      let heard = 0;
      let other = 0;
      const stop = client.listen('tokens.changed', () => {
        heard += 1;
      });
      const stopOther = client.listen('tokens.changed', () => {
        other += 1;
      });
      await mintUntil(client, () => heard > 0);
      stop();
      [heard, other] = [0, 0];
      await mintUntil(client, () => other > 0);
      assert.equal(heard, 0);
      stopOther();
    },
  },
  {
    title: 'S15 E14 never answers or pushes a secret',
    run: ({ transport }) => keepsSecrets(transport),
  },
];

async function liveOfAProject(client: Client): Promise<void> {
  const fields = {
    name: 'Kitchen',
    url: 'https://kitchen.livekit.cloud',
    apiKey: 'APIkitchen',
    apiSecret: SENTINEL,
  };
  const { item: made } = value(await client.call('project.create', { fields }));
  assert.equal(made.url, 'wss://kitchen.livekit.cloud');
  assert.deepEqual(made.secret, { state: 'set', hint: SENTINEL.slice(-4) });
  assert.equal(value(await client.call('state.get')).activeProjectId, made.id);

  const { id, revision } = made;
  const { item: renamed } = value(
    await client.call('project.update', { id, revision, changes: { name: 'Kitchen 2' } }),
  );
  assert.equal(renamed.name, 'Kitchen 2');
  const late = await client.call('project.update', { id, revision, changes: { name: 'Late' } });
  assert.equal(late.ok ? '' : late.error.code, 'conflict');

  const { item: copy } = value(await client.call('project.duplicate', { id }));
  assert.notEqual(copy.tokenServerId, made.tokenServerId);
  assert.equal(copy.secret.state, 'set');

  value(await client.call('project.remove', { id }));
  const gone = await client.call('project.activate', { id });
  assert.equal(gone.ok ? '' : gone.error.code, 'unknown_item');
  assert.equal(value(await client.call('project.restore', { id })).item.secret.state, 'set');
  value(await client.call('project.remove', { id }));
  value(await client.call('project.remove', { id: copy.id }));
}

async function liveOfAPreset(client: Client): Promise<void> {
  const grants = { video: { roomJoin: true, canPublish: false, hidden: true } };
  const fields = { name: 'Listener', slug: 'listener', ttlSeconds: 90, grants };
  const { item: preset } = value(await client.call('preset.create', { fields }));
  const token = value(await client.call('token.mint', { presetId: preset.id, room: 'r' }));
  // A token's times are whole seconds, rounded down.
  assert.equal(Math.ceil((token.expiresAt - token.issuedAt) / 1000), 90);
  const twice = await client.call('preset.create', { fields });
  assert.equal(twice.ok, false);
  value(await client.call('preset.remove', { id: preset.id }));
  value(await client.call('preset.restore', { id: preset.id }));
  value(await client.call('preset.remove', { id: preset.id }));
}

async function pushes(transport: Transport): Promise<void> {
  const client = createClient(transport);
  const heard = new Map<string, unknown[]>();
  const stops = EVENT_NAMES.map((name) =>
    transport.listen(name, (payload) => {
      heard.set(name, [...(heard.get(name) ?? []), payload]);
    }),
  );
  await mintUntil(client, () => heard.has('tokens.changed'));
  const { server, revision } = value(await client.call('state.get'));
  assert.ok(server.status === 'serving');
  value(
    await client.call('settings.update', { revision, changes: { app: { notifyOnCopy: false } } }),
  );
  const answer = await fetch(`http://127.0.0.1:${server.port}/token`, {
    method: 'POST',
    body: JSON.stringify({ room_name: 'pushed-room' }),
  });
  assert.equal(answer.status, 200);
  await answer.arrayBuffer();
  await holdsSoon(() => {
    const states = JSON.stringify(heard.get('state.changed') ?? []);
    assert.match(states, /"notifyOnCopy":false/);
    assert.match(JSON.stringify(heard.get('activity.added') ?? []), /pushed-room/);
    assert.match(JSON.stringify(heard.get('tokens.changed') ?? []), /pushed-room/);
  });
  value(await client.call('activity.clear'));
  await holdsSoon(() => {
    assert.deepEqual(heard.get('activity.cleared'), [null]);
  });
  assert.deepEqual(value(await client.call('activity.list')), []);
  for (const stop of stops) stop();
  assert.ok([...heard.keys()].every(isEventName));
}

async function keepsSecrets(transport: Transport): Promise<void> {
  const client = createClient(transport);
  const seen: unknown[] = [];
  const stops = EVENT_NAMES.map((name) => transport.listen(name, (payload) => seen.push(payload)));
  await mintUntil(client, () => seen.length > 0);
  const fields = {
    name: 'Secret keeper',
    url: 'wss://a.example',
    apiKey: 'APIkeeper',
    apiSecret: SENTINEL,
  };
  const made = await client.call('project.create', { fields });
  seen.push(made);
  const { id, revision } = value(made).item;
  seen.push(
    await client.call('project.update', { id, revision, changes: { apiSecret: `${SENTINEL}2` } }),
  );
  seen.push(
    await client.call('project.update', { id, revision: -1, changes: { apiSecret: SENTINEL } }),
  );
  seen.push(await client.call('project.create', { fields }));
  seen.push(await client.call('project.create', { fields: { ...fields, name: '' } }));
  seen.push(
    await client.call('project.test', { fields: { ...fields, url: SENTINEL, apiKey: '' } }),
  );
  seen.push(await client.call('token.mint', { projectId: id, room: 'r' }));
  seen.push(
    await client.call('token.preview', { projectId: id, changes: { apiSecret: SENTINEL } }),
  );
  for (const name of READING_CALLS) seen.push(await transport.call(name, undefined));
  for (const name of CALL_NAMES)
    seen.push(await transport.call(name, { unknown: SENTINEL, id: SENTINEL }));
  for (const name of CALL_NAMES) seen.push(await transport.call(name, SENTINEL));
  // The last event: those before it have arrived with it.
  value(await client.call('token.mint', { projectId: id, room: 'the-last' }));
  await holdsSoon(() => {
    assert.match(JSON.stringify(seen.at(-1)), /the-last/);
  });
  for (const stop of stops) stop();
  value(await client.call('project.remove', { id }));
  for (const item of seen) {
    assert.ok(
      !JSON.stringify(item ?? null).includes(SENTINEL),
      `A secret is in ${JSON.stringify(item).slice(0, 400)}`,
    );
  }
}

function value<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value;
  throw new assert.AssertionError({ message: `${reply.error.code}: ${reply.error.message}` });
}

function assertFailure(reply: Reply<unknown>, what: string): void {
  if (reply.ok) return;
  assert.ok(isErrorCode(reply.error.code), `${reply.error.code} is no code (${what})`);
  assert.ok(reply.error.message.length > 0);
}

/** Mints, which pushes an event, until one was heard: a stream takes a moment to open. */
async function mintUntil(client: Client, isHeard: () => boolean): Promise<void> {
  await holdsSoon(async () => {
    value(await client.call('token.mint', { room: 'r' }));
    assert.ok(isHeard());
  });
}

/** Asserts again and again until it holds, for at most five seconds. */
async function holdsSoon(assertion: () => void | Promise<void>): Promise<void> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
