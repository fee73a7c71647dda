import { expect, test, type Page } from '@playwright/test';
import type { JsonObject } from '../../../main/contract/json.ts';
import { jwtParts, verifyHs256 } from '../../fixtures/clients/jwt-text.ts';
import { madeToken } from '../../fixtures/clients/made-answer.ts';
import {
  openTokenSource,
  tokenSourceKinds,
  type FetchedConnection,
  type PageTokenSource,
  type SourceSpec,
} from '../../fixtures/clients/page-token-source.ts';
import {
  LIVEKIT_CLIENTS,
  serveTokenPage,
  type LiveKitClientVersion,
  type TokenPage,
} from '../../fixtures/clients/token-page.ts';
import { startHeadless, type Headless } from '../../fixtures/headless.ts';

const MINUTE_MS = 60_000;

/**
 * How a version reuses the token it has, which two releases got wrong in two ways. `strict` ones throw for a
 * field of the token's room configuration that they do not know.
 */
const REUSE = {
  /** A token that is still valid counts as expired, so nothing is ever reused. */
  '2.15.8': { sameOptions: false, otherOptions: false, force: false, strict: true },
  /** The comparison of options is turned round: the same ones fetch, other ones get the old token. */
  '2.17.2': { sameOptions: false, otherOptions: true, force: false, strict: true },
  '2.18.3': { sameOptions: true, otherOptions: false, force: true, strict: false },
  newest: { sameOptions: true, otherOptions: false, force: true, strict: false },
} as const satisfies Record<LiveKitClientVersion, Record<string, boolean>>;

let host: Headless;
let pages: TokenPage;

test.beforeAll(async () => {
  [host, pages] = await Promise.all([startHeadless(), serveTokenPage()]);
});

test.afterAll(async () => {
  await Promise.all([host.close(), pages.close()]);
});

async function open(page: Page, version: LiveKitClientVersion): Promise<void> {
  await page.goto(pages.url(version));
  await expect(page.getByText('ready')).toBeVisible();
}

const baseUrl = (): string => new URL(host.endpoint).origin;

/** The claims, once the signature holds and the token is the local project's. */
function claimsOf({ serverUrl, participantToken }: FetchedConnection): JsonObject {
  expect(serverUrl).toMatch(/^ws:\/\/(localhost|127\.0\.0\.1):7880$/);
  const verified = verifyHs256(participantToken, 'secret');
  expect(verified).toMatchObject({ accepted: true, value: { iss: 'devkey' } });
  return jwtParts(participantToken)?.claims ?? {};
}

const roomOf = (connection: FetchedConnection): unknown => {
  const { video } = claimsOf(connection);
  return typeof video === 'object' && video !== null && 'room' in video ? video['room'] : undefined;
};

/** Every way to the endpoint with only an address changed, as far as the version has it. */
function sourcesOf(kinds: readonly string[]): [title: string, spec: SourceSpec][] {
  const id = 'my-token-server';
  const base = baseUrl();
  const development = (['sandboxTokenServer', 'developmentTokenServer'] as const)
    .filter((kind) => kinds.includes(kind))
    .flatMap((kind): [string, SourceSpec][] => [
      [`${kind} with a base URL`, { kind, id, baseUrl: base }],
      [`${kind} with a base URL that ends in a slash`, { kind, id, baseUrl: `${base}/` }],
    ]);
  return [['endpoint', { kind: 'endpoint', url: host.endpoint }], ...development];
}

for (const version of Object.keys(LIVEKIT_CLIENTS).filter(
  (name): name is LiveKitClientVersion => name in LIVEKIT_CLIENTS,
)) {
  const reuse = REUSE[version];

  test.describe(`livekit-client ${version}`, () => {
    test('W1 W2 W21 gets what it asks for from every source it has', async ({ page }) => {
      await open(page, version);
      const sources = sourcesOf(await tokenSourceKinds(page));
      expect(sources.length).toBeGreaterThanOrEqual(3);
      for (const [title, spec] of sources) {
        await test.step(title, async () => {
          const source = await openTokenSource(page, spec);
          const connection = await source.fetch({
            roomName: 'my room',
            participantIdentity: 'alice',
            participantName: 'Alice Ångström',
            participantMetadata: '{"a":1}',
            participantAttributes: { k: 'v' },
            agentName: 'ag',
            agentMetadata: 'm',
          });
          expect(claimsOf(connection)).toMatchObject({
            sub: 'alice',
            name: 'Alice Ångström',
            metadata: '{"a":1}',
            attributes: { k: 'v' },
            video: { roomJoin: true, room: 'my room' },
            roomConfig: { agents: [{ agentName: 'ag', metadata: 'm' }] },
          });
        });
      }
    });

    test('W3 W6 gets a room and an identity of its own where it asks for nothing', async ({
      page,
    }) => {
      await open(page, version);
      for (const [title, spec] of sourcesOf(await tokenSourceKinds(page))) {
        await test.step(title, async () => {
          const first = await (await openTokenSource(page, spec)).fetch({});
          const second = await (await openTokenSource(page, spec)).fetch({});
          expect(roomOf(first)).not.toBe(roomOf(second));
          expect(claimsOf(first)['sub']).not.toBe(claimsOf(second)['sub']);
        });
      }
    });

    test('W5 takes an agent name that was set to nothing', async ({ page }) => {
      await open(page, version);
      const source = await openTokenSource(page, { kind: 'endpoint', url: host.endpoint });
      expect(claimsOf(await source.fetch({ agentName: '' }))).not.toHaveProperty('roomConfig');
    });

    test(`${reuse.sameOptions ? 'reuses its token' : 'asks again'} while the options stay the same`, async ({
      page,
    }) => {
      await open(page, version);
      for (const [title, spec] of sourcesOf(await tokenSourceKinds(page))) {
        await test.step(title, async () => {
          const source = await openTokenSource(page, spec);
          const options = { roomName: 'cached', agentName: 'ag', agentMetadata: 'm' };
          const first = await source.fetch(options);
          const second = await source.fetch(options);
          expect(source.requests()).toBe(reuse.sameOptions ? 1 : 2);
          expect(second.participantToken === first.participantToken).toBe(reuse.sameOptions);
          claimsOf(second);
        });
      }
    });

    test(`${reuse.otherOptions ? 'is handed its old token' : 'asks again'} when the options change`, async ({
      page,
    }) => {
      await open(page, version);
      const source = await openTokenSource(page, { kind: 'endpoint', url: host.endpoint });
      await source.fetch({ roomName: 'one' });
      const second = await source.fetch({ roomName: 'two' });
      expect(source.requests()).toBe(reuse.otherOptions ? 1 : 2);
      expect(roomOf(second)).toBe(reuse.otherOptions ? 'one' : 'two');
    });

    test('W26 T4 refreshes its token a minute before it expires, and not earlier', async ({
      page,
    }) => {
      await open(page, version);
      for (const [title, spec] of sourcesOf(await tokenSourceKinds(page))) {
        await test.step(title, async () => {
          const source = await openTokenSource(page, spec);
          await refreshes(page, source, reuse.sameOptions);
        });
      }
    });

    test(`T4 ${reuse.strict ? 'cannot go on' : 'goes on'} after a token that holds every default of a room configuration`, async ({
      page,
    }) => {
      await open(page, version);
      const roomConfig = { agents: [{ agentName: 'ag', restartPolicy: 'JRP_ON_FAILURE' }] };
      const participantToken = madeToken({ roomConfig });
      const connection = { serverUrl: 'ws://localhost:7880', participantToken };
      const source = await openTokenSource(page, { kind: 'custom', connection });
      await source.fetch({});
      const second = source.fetch({});
      if (reuse.strict) await expect(second).rejects.toThrow(/restartPolicy/);
      else expect(await second).toEqual(connection);
    });

    test('T12 keeps asking while its clock is behind, and stops once it is right', async ({
      page,
    }) => {
      await open(page, version);
      const source = await openTokenSource(page, { kind: 'endpoint', url: host.endpoint });
      await page.clock.setFixedTime(Date.now() - MINUTE_MS / 2);
      await source.fetch({});
      await source.fetch({});
      expect(source.requests()).toBe(2);
      await page.clock.setFixedTime(Date.now() + MINUTE_MS);
      await source.fetch({});
      await source.fetch({});
      expect(source.requests()).toBe(reuse.sameOptions ? 2 : 4);
    });

    test('W23 W24 shows its developer why a token was refused', async ({ page }) => {
      await open(page, version);
      const url = `${host.endpoint}?preset=no-such-preset`;
      const source = await openTokenSource(page, { kind: 'endpoint', url });
      await expect(source.fetch({})).rejects.toThrow(/received 404 \/ .*unknown_preset/);
      const spec = { kind: 'endpoint', url: host.endpoint } as const;
      const long = await openTokenSource(page, spec);
      await expect(long.fetch({ roomName: 'é'.repeat(129) })).rejects.toThrow(
        /received 400 \/ .*field_too_long.*room_name/,
      );
    });

    test('W2 W23 asks by PUT, with credentials and with headers of its own', async ({ page }) => {
      await open(page, version);
      const options = {
        method: 'PUT',
        credentials: 'include',
        headers: { Authorization: 'Bearer app', 'X-App-Version': '7' },
      } as const;
      const spec = { kind: 'endpoint', url: host.endpoint, options } as const;
      const source = await openTokenSource(page, spec);
      expect(roomOf(await source.fetch({ roomName: 'by put' }))).toBe('by put');
    });

    if (reuse.force) {
      test('W6 T7 gets another room when it forces a fetch, as it does after a session ended', async ({
        page,
      }) => {
        await open(page, version);
        const source = await openTokenSource(page, { kind: 'endpoint', url: host.endpoint });
        const first = await source.fetch({});
        const second = await source.fetch({}, true);
        expect(roomOf(second)).not.toBe(roomOf(first));
      });
    }
  });
}

test('the development source has its new name in the newest version alone', async ({ page }) => {
  const kinds: Record<string, string[]> = {};
  for (const version of ['2.15.8', '2.17.2', '2.18.3', 'newest'] as const) {
    await open(page, version);
    kinds[version] = (await tokenSourceKinds(page)).filter((kind) => kind.endsWith('TokenServer'));
  }
  expect(kinds).toEqual({
    '2.15.8': ['sandboxTokenServer'],
    '2.17.2': ['sandboxTokenServer'],
    '2.18.3': ['sandboxTokenServer'],
    newest: ['sandboxTokenServer', 'developmentTokenServer'],
  });
});

test('the newest version sends a deployment, and finds it in its token', async ({ page }) => {
  await open(page, 'newest');
  const source = await openTokenSource(page, { kind: 'endpoint', url: host.endpoint });
  const connection = await source.fetch({ agentName: 'ag', deployment: 'staging' });
  expect(claimsOf(connection)['roomConfig']).toEqual({
    agents: [{ agentName: 'ag', deployment: 'staging' }],
  });
});

/** Walks the clock of the page over the life of a token of fifteen minutes. */
async function refreshes(page: Page, source: PageTokenSource, caches: boolean): Promise<void> {
  const options = { agentName: 'ag', agentMetadata: 'm' };
  await page.clock.setFixedTime(Date.now() + 1_000);
  const first = await source.fetch(options);
  const { exp } = claimsOf(first);
  if (typeof exp !== 'number') throw new Error('The token has no exp.');

  await page.clock.setFixedTime((exp - 62) * 1000);
  const early = await source.fetch(options);
  expect(early.participantToken === first.participantToken).toBe(caches);

  await page.clock.setFixedTime((exp - 60) * 1000);
  const late = await source.fetch(options);
  expect(late.participantToken).not.toBe(first.participantToken);
  expect(source.requests()).toBe(caches ? 2 : 3);
  claimsOf(late);
}
