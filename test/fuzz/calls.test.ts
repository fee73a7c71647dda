import * as fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { CALLS } from '../../main/contract/calls.ts';
import { authorizationHeader, CALL_PATH } from '../../main/contract/http-protocol.ts';
import { SettingsSchema } from '../../main/contract/settings.ts';
import { startControlFixture, type ControlFixture } from '../endpoint/control/control-fixture.ts';
import { KITCHEN, SECRET, startCore, type Harness } from '../unit/handlers/harness.ts';
import { damaged, json, objectOf, text } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';

/** Settings pile up in memory, so each core takes this many cases. */
const CASES_PER_CORE = 400;

let core: Harness;
let cases = 0;
let control: ControlFixture;

beforeAll(async () => {
  control = await startControlFixture();
});

afterAll(() => control.close());

/** A core with a project whose secret may never be seen again. */
async function freshCore(): Promise<Harness> {
  if (cases % CASES_PER_CORE === 0) {
    await core?.tokenTray.close();
    core = await startCore();
    await core.call('project.create', { fields: KITCHEN });
  }
  cases += 1;
  return core;
}

/** A well-formed reply that holds no secret, and settings that still fit their schema. */
async function expectSoundCall(name: string, input: unknown): Promise<void> {
  const { tokenTray, ports } = await freshCore();
  // As both transports hand it over: a copy, or nothing.
  const reply = await tokenTray.dispatch(name, structuredClone(input));
  expect(typeof reply.ok).toBe('boolean');
  if (!reply.ok) {
    expect(reply.error.code).not.toBe('internal');
    expect(reply.error.message).toEqual(expect.any(String));
  }
  expect(JSON.stringify(reply)).not.toContain(SECRET);
  const saved = ports.settings.saved.at(-1);
  if (saved !== undefined) v.parse(SettingsSchema, saved);
}

const NAMES = [
  'id',
  'revision',
  'fields',
  'changes',
  'name',
  'url',
  'apiKey',
  'apiSecret',
  'slug',
  'grants',
  'ttlSeconds',
  'defaults',
  'policy',
  'room',
  'identity',
  'metadata',
  'attributes',
  'agents',
  'server',
  'app',
  'port',
  'lan',
  'allowedHosts',
  'allowedOrigins',
  'theme',
  'text',
  'activate',
  'requestId',
  'body',
  'headers',
];

const ENV_FILE =
  'LIVEKIT_URL=wss://a.livekit.cloud\nLIVEKIT_API_KEY=APIa\nLIVEKIT_API_SECRET="abc"\n';
const YAML_FILE = 'port: 7880\nkeys:\n  APIa: secret-a\n  APIb: secret-b\nrtc:\n  tcp_port: 7881\n';
const LK_FILE =
  'default_project: a\nprojects:\n  - name: a\n    url: wss://a.livekit.cloud\n    api_key: APIa\n    api_secret: s\n';

describe('calls of the window with made-up input', () => {
  fuzz({
    title: 'E9 S15 over IPC: each call answers, keeps the settings whole and shows no secret',
    share: 0.32,
    cases: fc.tuple(
      fc.constantFrom(...Object.keys(CALLS), 'no.such', '__proto__', 'constructor'),
      fc.oneof(objectOf(NAMES, fc.oneof(json, objectOf(NAMES))), json, fc.constant(undefined)),
    ),
    check: ([name, input]) => expectSoundCall(name, input),
  });

  fuzz({
    title: 'E9 N3 over HTTP: any body is answered in JSON and never logged',
    share: 0.02,
    cases: fc.tuple(
      fc.constantFrom(...Object.keys(CALLS), 'no.such', '%', 'a%2fb'),
      fc.oneof(
        damaged(['{"id":"a","apiSecret":"sentinel-secret-typed-into-the-window-0001"}']),
        text,
      ),
    ),
    check: async ([name, body]) => {
      const response = await fetch(`${control.server.url}${CALL_PATH.slice(1)}${name}`, {
        method: 'POST',
        headers: {
          ...authorizationHeader(control.session.token),
          'Content-Type': 'application/json',
        },
        body,
      });
      expect(response.status).toBeLessThan(500);
      expect(await response.json()).toMatchObject({ ok: expect.any(Boolean) });
      expect(control.logged.join('\n')).not.toContain('sentinel-secret');
      control.calls.length = 0;
    },
  });

  fuzz({
    title: 'S5 importers read a damaged file or say why not',
    share: 0.2,
    cases: fc.tuple(
      fc.constantFrom('.env', 'livekit.yaml', 'cli-config.yaml', 'settings.json'),
      damaged([ENV_FILE, YAML_FILE, LK_FILE]),
    ),
    check: ([name, content]) => expectSoundCall('import.run', { file: { name, content } }),
  });
});
